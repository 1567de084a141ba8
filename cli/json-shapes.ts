import * as z from 'zod/mini';
import * as batch from '../lib/contract/batch.ts';
import * as job from '../lib/contract/job.ts';
import * as history from '../lib/contract/lead-history.ts';
import { ModelVersion } from '../lib/contract/model.ts';
import { OutcomesRecorded, ScoredLeadsAdded } from '../lib/contract/outcome.ts';
import { anything, count, say, share, text, texts, time, timeOrNull } from '../lib/contract/parts.ts';
import { Performance } from '../lib/contract/performance.ts';
import * as prediction from '../lib/contract/prediction.ts';
import { PromotionFinding, Training, TrainingPage } from '../lib/contract/training.ts';
import { DeliveryPage, WebhookTested } from '../lib/contract/webhook.ts';
import { ALIAS_ACTIONS, MODEL_KINDS, OUTCOME_EVENTS, SCOPES } from '../lib/contract/words.ts';

/**
 * What each command prints with `--json`, by its name: one document on the standard output and nothing else there. Errors are sentences on
 * the standard error. Members may be added; those that are here stay until the next major version. `tools/docs` renders them, and the tests
 * hold what the commands print against them.
 */

const file = say(text, 'the path of the file, as the command line names it');
const model = say(text, 'the model’s name');
const version = say(text, 'such as v3');
const versionOrNull = z.nullable(version);
const findings = z.array(PromotionFinding);
const warnings = say(texts, 'sentences for the reader');
const skew = say(z.array(anything), 'fields in which the leads are unlike those of the training');
const grades = say(z.record(text, count), 'leads of each grade');
const erased = z.literal(true);

const PublishedVersion = z.strictObject({
  ...ModelVersion.shape,
  aliases: say(texts, 'that point to it'),
});

const Compared = z.strictObject({ name: model, version, metrics: z.record(text, z.number()) });

const DeadLetter = z.strictObject({
  id: text,
  sent_at: time,
  given_up_at: time,
  receive_count: count,
  error: say(z.nullable(text), 'of the last attempt; null: it is not known'),
  predictions: z.array(
    z.strictObject({
      prediction_id: text,
      redriven_as: say(z.nullable(text), 'the id under which the lead was submitted again'),
      lead: say(z.exactOptional(z.unknown()), 'with `--leads`'),
    }),
  ),
});

const clock = {
  now: say(time, 'what the clock of the local stack shows'),
  machine: say(time, 'what the clock of this machine shows'),
  offset_ms: say(z.int(), 'how far the first is ahead, milliseconds'),
};
const ClockMoved = z.strictObject({
  ...clock,
  before: say(time, 'what it showed before'),
  went_back: z.boolean(),
});

const Key = z.strictObject({
  id: text,
  name: text,
  scope: z.enum(SCOPES),
  created_at: time,
  created_by: text,
  rate_per_minute: say(z.nullable(count), 'leads; null: no rate of its own'),
  revoked_at: timeOrNull,
  revoked_by: z.nullable(text),
});

const Check = z.looseObject({ status: z.enum(['ok', 'degraded', 'failing']) });
const Status = z.strictObject({
  status: say(
    z.enum(['ok', 'degraded', 'failing', 'unreachable', 'not_running']),
    'all but `ok` end with exit code 1',
  ),
  stage: say(z.nullable(text), 'null: `--url` names the API'),
  api_url: z.nullable(text),
  local: say(
    z.nullable(z.strictObject({ data_dir: text, pid: count, page_url: text })),
    'of the local stack',
  ),
  checks: say(z.nullable(z.record(text, Check)), 'of `GET /health`, by their names'),
  model: say(
    z.nullable(z.strictObject({ name: model, champion: versionOrNull, challenger: versionOrNull })),
    'the model that the API serves; null if there is none, or if the key may not read it',
  ),
  waiting_messages: say(z.nullable(count), 'about how many the workers have yet to take'),
  dead_letters: z.nullable(count),
  trainings: say(
    z.nullable(
      z.array(
        z.pick(Training, {
          training_id: true,
          status: true,
          model: true,
          created_at: true,
          new_model_version: true,
        }),
      ),
    ),
    'the latest three',
  ),
  unknown: say(texts, 'what could not be found out, and why'),
  advice: say(texts, 'what to do'),
});

const Profile = z.looseObject({
  page: say(z.exactOptional(file), 'with `--out`'),
  file: text,
  rows_read: count,
  rows: say(count, 'with a known outcome, where there is a target'),
  outcome: say(
    z.exactOptional(z.looseObject({ target: text, positive: text, converted: count, base_rate: share })),
    'with `--target`',
  ),
  duplicate_rows: count,
  leak_suspects: z.array(z.looseObject({ column: text, grade: z.enum(['suspect', 'look']) })),
  columns: z.array(z.looseObject({ name: text, type: text, missing: count, distinct: count })),
  notes: texts,
});

/** `metrics.json` says the same, and its members are explained there. */
const Trained = z.looseObject({
  model: file,
  report: file,
  run_id: say(z.exactOptional(text), 'in the history of scorelane runs'),
  model_sha256: text,
  name: model,
  created_at: time,
  seed: count,
  data: z.looseObject({ rows: count, converted: count, base_rate: share, target: text }),
  candidates: z.array(z.looseObject({ trainer: text })),
  winner: say(text, 'the trainer that was chosen'),
  choice: say(text, 'why, in a sentence'),
  calibration: text,
  left_out: say(z.record(text, text), 'column → why it was not used'),
  warnings,
});

const Run = z.looseObject({
  run_id: text,
  name: model,
  created_at: time,
  duration_ms: count,
  winner: text,
  out: say(text, 'the folder of its files'),
  metrics: say(z.exactOptional(anything), 'of runs show: metrics.json'),
});

const doubts = say(
  z.array(z.strictObject({ kind: text, text })),
  'what speaks against the model by its own figures',
);

const Promotion = z.looseObject({
  name: model,
  alias: text,
  from: say(z.nullable(version), 'that it pointed to'),
  to: version,
  promoted: z.boolean(),
  replay: say(z.exactOptional(anything), 'what changes on the replayed leads'),
  findings: z.exactOptional(findings),
  doubts: z.exactOptional(doubts),
});

/** Of a table whose rows are sent. */
const tableSent = {
  file,
  dry_run: z.boolean(),
  rows: say(count, 'of the table, without its header'),
  sent: say(count, '0 of a dry run'),
  bad_rows: say(count, 'that were set aside; of a dry run, that would be'),
  rejected: say(z.exactOptional(z.strictObject({ file, rows: count })), 'with `--rejected`'),
  notes: say(texts, 'sentences for the reader: how the columns were read'),
};

export const JSON_SHAPES: Readonly<Record<string, z.ZodMiniType>> = {
  profile: Profile,
  train: z.union([Trained, Training]),
  import: z.strictObject({
    model: file,
    files: say(texts, 'the paths of the files that were written, the model first'),
    name: model,
    library: say(text, 'such as `XGBoost 2.1.4`'),
    kind: z.enum(MODEL_KINDS),
    trees: count,
    leaves: count,
    leads: say(count, 'that were looked at; without `--leads` they are those of the checks'),
    fields: say(texts, 'of a lead'),
    left_out: say(z.record(text, text), 'columns of the leads that are no fields, and why'),
    checks: say(
      z.nullable(z.strictObject({ leads: count, largest: say(z.number(), 'distance of two probabilities') })),
      'that agree; null: none were given',
    ),
    measured: say(
      z.nullable(
        z.looseObject({
          held_out: z.boolean(),
          roc_auc: z.number(),
          log_loss: z.number(),
          ece: z.number(),
          groups: say(
            z.array(z.strictObject({ rows: count, predicted: share, observed: share })),
            'about ten, the lowest probabilities first',
          ),
          calibration: say(z.nullable(text), 'whether the probabilities are right, in a sentence'),
        }),
      ),
      'with `--on`: the figures on the leads that were given',
    ),
    notes: say(texts, 'sentences for the reader'),
  }),
  sample: z.strictObject({ out: file, rows: count, seed: count }),
  demo: z.strictObject({
    folder: file,
    files: z.array(file),
    past_leads: count,
    winner: text,
    leads: z.array(
      z.looseObject({ lead_id: text, probability: share, score: count, grade: text, reasons: texts }),
    ),
  }),
  score: z.strictObject({
    out: file,
    model,
    rows: count,
    scored: count,
    bad_rows: count,
    rejected: say(z.exactOptional(z.strictObject({ file, rows: count })), 'with `--rejected`'),
    grades,
    skew,
    warnings,
  }),
  export: z.strictObject({
    out: file,
    to: say(z.enum(['sql', 'python']), 'the language'),
    model,
    model_sha256: text,
    fields: say(texts, 'that it reads of a lead'),
    results: say(texts, 'that it makes of a lead: columns, or members of a dict'),
  }),
  'runs list': say(
    z.union([TrainingPage, z.looseObject({ runs: z.array(Run), trainings: z.array(Training) })]),
    'without --stage or --url also the trainings of this folder, as `runs`',
  ),
  'runs show': z.union([Training, Run]),
  'runs prune': z.strictObject({ removed: texts, kept: count }),
  'runs watch': Training,
  'runs compare': z.array(z.union([Training, z.looseObject({ training_id: text })])),
  'runs export': z.strictObject({ experiment_id: text, run_id: text, version: z.nullable(text) }),
  'runs cancel': Training,
  publish: z.strictObject({
    name: model,
    version,
    sha256: text,
    tags: texts,
    champion: version,
    api_url: text,
    findings: z.exactOptional(findings),
    doubts: z.exactOptional(doubts),
  }),
  'models list': z.array(PublishedVersion),
  'models show': z.strictObject({
    ...PublishedVersion.shape,
    fields: say(z.array(anything), 'of a lead, as the artifact has them'),
    lineage: say(anything, 'what it was learned from'),
  }),
  'models compare': z.looseObject({
    first: z.looseObject(Compared.shape),
    second: z.looseObject(Compared.shape),
    same_leads: say(z.boolean(), 'both were measured on the same leads; else the figures cannot be compared'),
    fields: say(z.strictObject({ added: texts, removed: texts }), 'of the second against the first'),
  }),
  'models performance': Performance,
  'models promote': Promotion,
  'models rollback': z.strictObject({ name: model, alias: text, from: version, to: version, findings }),
  'models history': z.union([
    z.array(
      z.looseObject({
        name: model,
        alias: text,
        action: z.enum(ALIAS_ACTIONS),
        from: z.exactOptional(version),
        to: z.exactOptional(version),
        by: text,
        why: text,
        at: time,
      }),
    ),
    z.strictObject({ name: model, alias: text, as_of: time, version: versionOrNull }),
  ]),
  'models tag': z.strictObject({ name: model, version, tags: texts }),
  'keys create': z.strictObject({
    id: text,
    name: text,
    scope: z.enum(SCOPES),
    rate_per_minute: z.nullable(count),
    key: say(text, 'the secret: shown once'),
  }),
  'keys list': z.array(Key),
  'keys revoke': z.strictObject({ id: text, revoked: z.literal(true) }),
  'keys webhook-secret': z.strictObject({ id: z.nullable(text), secret: text }),
  submit: prediction.Prediction,
  get: prediction.Prediction,
  predictions: prediction.PredictionPage,
  erase: z.union([z.strictObject({ prediction_id: text, erased }), history.LeadErased]),
  batch: z.strictObject({
    out: file,
    model,
    model_version: version,
    leads: count,
    succeeded: count,
    failed: count,
    canceled: count,
    erased: count,
    skew,
    warnings,
  }),
  'batches list': batch.BatchList,
  'batches get': batch.BatchState,
  'batches cancel': batch.BatchState,
  'batches erase': z.strictObject({ batch_id: text, erased }),
  'jobs submit': job.JobAccepted,
  'jobs watch': job.Job,
  'jobs list': job.JobList,
  'jobs get': job.Job,
  'jobs cancel': job.Job,
  'leads get': history.LeadState,
  'leads history': prediction.PredictionPage,
  'leads export': z.strictObject({ out: file, predictions: count }),
  'leads erase': history.LeadErased,
  'explain-change': say(z.nullable(history.ScoreChange), 'null: there are not two predictions'),
  'outcomes import': z.strictObject({
    ...tableSent,
    ...OutcomesRecorded.shape,
    outcomes: say(z.record(z.enum(OUTCOME_EVENTS), count), 'that were sent, of each kind'),
    left_out: say(count, 'rows, by `--other skip`'),
  }),
  'outcomes record': OutcomesRecorded,
  'outcomes add-scored': z.strictObject({ ...tableSent, ...ScoredLeadsAdded.shape }),
  verify: z.strictObject({
    prediction_id: text,
    match: z.boolean(),
    differences: z.array(anything),
  }),
  status: Status,
  'webhooks deliveries': DeliveryPage,
  'webhooks resend': z.array(z.looseObject({ webhook_id: text, url: text, status: text })),
  'webhooks test': WebhookTested,
  'dead-letters list': z.array(DeadLetter),
  'dead-letters show': DeadLetter,
  'dead-letters redrive': z.strictObject({
    id: text,
    redriven: z.array(z.strictObject({ from: text, to: text })),
    refused: z.array(anything),
  }),
  'clock show': z.strictObject(clock),
  'clock set': ClockMoved,
  'clock forward': ClockMoved,
  'clock reset': ClockMoved,
  'create-bucket': z.strictObject({ bucket: text, where: z.enum(['local', 'aws']), created: z.boolean() }),
  upload: z.array(z.strictObject({ bucket: text, key: text, size: count, tag: z.nullable(text) })),
  'list-objects': z.array(
    z.strictObject({
      key: text,
      size: count,
      modified: time,
      tag: say(z.exactOptional(z.nullable(text)), 'with `--tags`'),
    }),
  ),
};

/** Commands that print no JSON: a script for a shell, and the help. */
export const WITHOUT_JSON: readonly string[] = ['completion', 'help', 'complete'];
