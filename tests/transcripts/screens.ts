/** A command as a person types it, and what is done with its screen. */
export interface Typed {
  /** Words behind `scorelane`; [NAME] was captured before. */
  readonly command: string;
  /** A part of the screen that later commands name: the group of the pattern. */
  readonly capture?: Readonly<Record<string, RegExp>>;
  /** To a question. */
  readonly answer?: string;
  /** 0 where it says nothing. */
  readonly exitCode?: number;
}

const ID = /([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/;

const TRAINING = new RegExp(`Training ${ID.source}`);

const IMPORT =
  'outcomes import deals.csv --reference lead_id --outcome stage --converted Won --lost Lost --at closed_on --value amount';

/** Files that the commands read. */
export const FILES: Readonly<Record<string, string>> = {
  'lead.json': JSON.stringify({
    ...{ first_contact: '2026-06-24', source: 'referral', industry: 'software', country: 'DE' },
    ...{ employees: 66, visits: 9, pages_viewed: 14, email_opened: true, demo_requested: false },
  }),
  'later.json': JSON.stringify({
    ...{ first_contact: '2026-06-24', source: 'social', industry: 'software', country: 'DE' },
    ...{ employees: 66, visits: 20, pages_viewed: 14, email_opened: true, demo_requested: true },
  }),
  'deals.csv': [
    'lead_id,stage,closed_on,amount',
    'lead-1,Won,20/01/2026,"1.200,50"',
    'lead-2,Lost,15/01/2026,',
    'lead-3,Proposal,,',
  ].join('\n'),
  'old.csv': 'lead_id,scored_on,p\nlead-1,2026-01-02,0.31\nlead-2,2026-01-05,0.07\n',
  // As the stack keeps a message that it could not score.
  'letters/5fea7756-0ea4-451a-a703-a558b933e274.json': JSON.stringify({
    message_id: '5fea7756-0ea4-451a-a703-a558b933e274',
    receive_count: 5,
    sent_at: '2026-06-24T07:12:00.000Z',
    given_up_at: '2026-06-24T07:42:00.000Z',
    body: JSON.stringify({
      version: 1,
      model: { name: 'leads', version: 'v1', sha256: '0'.repeat(64) },
      items: [
        {
          id: 'c89582a7-597e-4bb9-bdf7-f79857554eb2',
          lead: {
            first_contact: '2026-06-24',
            source: 'social',
            country: 'DE',
            visits: 1,
            pages_viewed: 2,
            demo_requested: false,
          },
        },
      ],
    }),
  }),
  'letters/5fea7756-0ea4-451a-a703-a558b933e274.error.txt':
    'ProvisionedThroughputExceededException: the table of the predictions is written to faster than it takes',
};

/**
 * Every command at least once, by what they need. Each is typed on a narrow terminal and then on a wide one, so that both see the
 * same stack; what is captured is each terminal's own. `leads@v1` is published before.
 */
export const PARTS: Readonly<Record<string, readonly Typed[]>> = {
  files: [
    { command: 'sample --rows 600 --out made[WIDTH].csv' },
    { command: 'sample --rows 600 --out made[WIDTH].csv', answer: 'n', exitCode: 1 },
    { command: 'profile leads.csv --target converted' },
    { command: 'profile leads.csv --target source', exitCode: 1 },
    { command: 'train leads.csv --target converted --folds 2 --threads 1 --out made[WIDTH]' },
    {
      command: 'import lightgbm.txt --leads leads.csv --on converted --checks checks.csv --out taken[WIDTH]',
    },
    { command: 'import xgboost.json --leads leads.csv --out none', exitCode: 1 },
    { command: 'score model/model.json new.csv --out scored[WIDTH].csv' },
    { command: 'score new.csv new.csv --out none.csv', exitCode: 1 },
    { command: 'export model/model.json --to sql --out scorer[WIDTH].sql' },
    { command: 'export model/model.json --to python --table leads', exitCode: 2 },
    { command: 'demo trial[WIDTH]' },
    { command: 'help runs prune' },
    { command: 'completion zsh' },
    { command: 'models lst', exitCode: 2 },
  ],
  models: [
    {
      command: 'publish worse/model.json --tag 1.0',
      answer: 'y',
      capture: { WORSE: /Published leads@(v\d+)/ },
    },
    { command: 'models tag leads@[WORSE] 2026-q4' },
    { command: 'models list' },
    { command: 'models show leads' },
    { command: 'models compare leads@v1 leads@[WORSE]' },
    { command: 'models promote leads@[WORSE] --leads new.csv', exitCode: 1 },
    {
      command: 'models promote leads@[WORSE] --leads new.csv --force --why "fewer columns to fill in"',
      answer: 'y',
    },
    { command: 'models history leads' },
    { command: 'models rollback leads --why "fewer deals since Monday"' },
    { command: 'models show leads@v9', exitCode: 1 },
  ],
  predictions: [
    { command: 'submit lead.json', capture: { FIRST: ID } },
    { command: 'get [FIRST] --wait' },
    { command: 'get 00000000-0000-4000-8000-000000000000', exitCode: 1 },
    { command: 'submit lead.json --reference 00Q5e/[WIDTH] --metadata owner=jana --wait' },
    { command: 'submit later.json --reference 00Q5e/[WIDTH] --wait' },
    { command: 'verify [FIRST]' },
    { command: 'predictions --limit 3' },
    { command: 'leads get 00Q5e/[WIDTH]' },
    { command: 'leads history 00Q5e/[WIDTH]' },
    { command: 'explain-change 00Q5e/[WIDTH]' },
    { command: 'leads export 00Q5e/[WIDTH] --out held[WIDTH].json' },
    { command: 'leads erase 00Q5e/[WIDTH]', answer: 'y' },
    { command: 'erase [FIRST]', answer: 'y' },
  ],
  files_of_leads: [
    { command: 'batch new.csv --out results[WIDTH].csv' },
    { command: 'jobs submit new.csv', capture: { JOB: ID } },
    { command: 'jobs watch [JOB] --out done[WIDTH].csv' },
    { command: 'jobs list' },
    { command: 'jobs get [JOB]' },
    { command: 'jobs cancel [JOB]', exitCode: 1 },
    { command: 'batches list' },
    { command: 'batches get [BATCH]' },
    { command: 'batches cancel [BATCH]', exitCode: 1 },
    { command: 'batches erase [BATCH]', answer: 'y' },
  ],
  trainings: [
    {
      command: 'train leads.csv --target converted --trainer logistic --folds 2 --name tale[WIDTH] --remote',
      capture: { RUN: TRAINING },
    },
    {
      command: 'train leads.csv --target converted --trainer scorecard --folds 2 --name tale[WIDTH] --remote',
      capture: { SECOND: TRAINING },
    },
    { command: 'train leads.csv --target convertedd --name tale[WIDTH] --remote', exitCode: 1 },
    { command: 'runs list' },
    { command: 'runs show [RUN]' },
    { command: 'runs watch [RUN]' },
    { command: 'runs compare [RUN] [SECOND]' },
    { command: 'runs export [RUN] --mlflow [MLFLOW]' },
    { command: 'runs cancel [RUN]', exitCode: 1 },
    { command: 'runs prune --keep 0' },
  ],
  operations: [
    { command: 'status' },
    { command: 'keys list' },
    {
      command: 'keys create "nightly job of the sales team" --scope admin',
      capture: { KEY: /The key ([\da-f]{8})/ },
    },
    { command: 'keys create "web page" --scope form' },
    { command: 'keys webhook-secret [KEY]' },
    { command: 'keys revoke [KEY]' },
    { command: 'keys list' },
    { command: 'webhooks test http://127.0.0.1:1/scored', exitCode: 1 },
    { command: 'webhooks resend [HOOKED]' },
    { command: 'webhooks deliveries' },
    { command: 'create-bucket acme-models-[WIDTH]' },
    { command: 'upload acme-models-[WIDTH] model --tag 1.0' },
    { command: 'list-objects acme-models-[WIDTH] --tags' },
    { command: 'dead-letters list' },
    { command: 'upload [BUCKET] letters --prefix dead-letters/ --force' },
    { command: 'dead-letters list' },
    { command: 'dead-letters show 5fea7756-0ea4-451a-a703-a558b933e274 --leads' },
    { command: 'dead-letters redrive 5fea7756-0ea4-451a-a703-a558b933e274' },
  ],
  outcomes: [
    { command: 'models performance leads --from 2026-01-01 --to 2026-02-01' },
    { command: 'outcomes record lead-1 --outcome converted --at 2026-01-20T10:00:00Z --value 1200' },
    { command: `${IMPORT}`, exitCode: 1 },
    { command: `${IMPORT} --other skip --dry-run` },
    { command: `${IMPORT} --other skip` },
    {
      command:
        'outcomes add-scored old.csv --reference lead_id --scored-at scored_on --probability p --dry-run',
    },
    { command: 'leads get lead-1' },
  ],
  clock: [
    { command: 'clock' },
    { command: 'clock forward 3w' },
    { command: 'clock show' },
    { command: 'clock set 2025-02-30', exitCode: 2 },
    { command: 'clock reset' },
    { command: 'clock show --stage prod', exitCode: 1 },
  ],
};
