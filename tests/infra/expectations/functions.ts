import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TIMEOUT_MS } from '../../../lib/adapters/http/https-webhook-sender.ts';
import { MOST_CHUNK_BYTES } from '../../../lib/jobs/job-limits.ts';
import { ALIAS_TTL_MS } from '../../../lib/registry/serve-model.ts';
import { ROOT } from '../../support/node24.ts';
import { logicalName } from '../../support/packaged-service.ts';
import { type Expectations, propertiesOf } from './deployed.ts';

/** One whole core. */
const CORE = 1769;
/** What a new account may have at most, in every stage: more, and a first deployment is refused. */
export const TRAINING_MEMORY = 3008;
/** Measured: 1,149 MB for chunks of 167 MiB (docs/scale.md). */
const MEMORY_PER_CHUNK_BYTE = 6.6;
/** Lambda's longest. */
const LONGEST = 900;

/** Seconds and megabytes, by bundle. */
export const FUNCTIONS: Readonly<Record<string, { readonly timeout: number; readonly memory: number }>> = {
  // A caller waits, and may wait for an end; API Gateway gives up after 30.
  api: { timeout: 29, memory: 512 },
  'score-leads': { timeout: 30, memory: 512 },
  'fail-predictions': { timeout: 30, memory: 512 },
  'deliver-webhooks': { timeout: 30, memory: 512 },
  // Less than the five minutes until the next one.
  'requeue-stale': { timeout: 60, memory: 512 },
  // It reads what is kept of more than a year.
  'refresh-performance': { timeout: 300, memory: 512 },
  // A file and its text, and a whole core to read it.
  'import-outcomes': { timeout: LONGEST, memory: CORE },
  'run-job': { timeout: LONGEST, memory: CORE },
  'score-chunk': { timeout: 120, memory: CORE },
  // They hold a dataset.
  'check-dataset': { timeout: LONGEST, memory: TRAINING_MEMORY },
  'train-candidate': { timeout: LONGEST, memory: TRAINING_MEMORY },
  'finish-training': { timeout: LONGEST, memory: TRAINING_MEMORY },
  'start-training': { timeout: 60, memory: 512 },
};

export const logicalFunction = (bundle: string): string =>
  `${bundle.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}LambdaFunction`;

const REFERENCES: Readonly<Record<string, string>> = {
  PREDICTIONS_TABLE: 'PredictionsTable',
  REFERENCES_TABLE: 'ReferencesTable',
  OUTCOMES_TABLE: 'OutcomesTable',
  KEPT_LEADS_TABLE: 'KeptLeadsTable',
  REGISTRY_TABLE: 'RegistryTable',
  BUCKET: 'Bucket',
  SCORE_QUEUE_URL: 'ScoreQueue',
  WEBHOOK_QUEUE_URL: 'WebhookQueue',
  JOB_STEP_QUEUE_URL: 'JobStepQueue',
  JOB_CHUNK_QUEUE_URL: 'JobChunkQueue',
  TRAINING_MACHINE_ARN: 'TrainingMachine',
};
const EVERYWHERE = ['LOG_LEVEL', 'METRICS', 'STAGE'];
const WORKER = ['BUCKET', 'PREDICTIONS_TABLE', 'WEBHOOK_QUEUE_URL', ...EVERYWHERE];
const JOBS = [...WORKER, 'JOB_CHUNK_BYTES', 'JOB_CHUNK_QUEUE_URL', 'JOB_STEP_QUEUE_URL'];
const NOTES_SCORED = ['KEPT_LEADS_TABLE', 'LEAD_DAYS', 'OUTCOMES_TABLE', 'OUTCOME_DAYS'];
const TRAINING = ['BUCKET', 'REGISTRY_TABLE', ...EVERYWHERE];
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  api: [
    ...WORKER,
    ...NOTES_SCORED,
    ...['ALIAS_TTL_SECONDS', 'API_AUTH', 'BASE_PATH', 'JOB_CHUNK_QUEUE_URL', 'JOB_STEP_QUEUE_URL'],
    ...['MODEL_NAME', 'RECORD_TTL_DAYS', 'REFERENCES_TABLE', 'REGISTRY_TABLE', 'SCORE_QUEUE_URL'],
    ...['TRAINING_MACHINE_ARN', 'WEBHOOK_HOSTS'],
  ],
  'score-leads': [...WORKER, ...NOTES_SCORED, 'ALIAS_TTL_SECONDS', 'REGISTRY_TABLE'],
  'fail-predictions': [...WORKER, ...NOTES_SCORED],
  'requeue-stale': [
    ...['JOB_CHUNK_QUEUE_URL', 'JOB_STEP_QUEUE_URL', 'PREDICTIONS_TABLE', 'REGISTRY_TABLE'],
    ...['SCORE_QUEUE_URL', 'TRAINING_MACHINE_ARN', 'WEBHOOK_QUEUE_URL', ...EVERYWHERE],
  ],
  'refresh-performance': ['BUCKET', 'OUTCOMES_TABLE', 'OUTCOME_DAYS', 'REGISTRY_TABLE', ...EVERYWHERE],
  'import-outcomes': ['BUCKET', 'OUTCOMES_TABLE', 'OUTCOME_DAYS', ...EVERYWHERE],
  'run-job': JOBS,
  'score-chunk': JOBS,
  'check-dataset': [...TRAINING, 'PREDICTIONS_TABLE'],
  'train-candidate': [...TRAINING, 'PREDICTIONS_TABLE'],
  'finish-training': [...TRAINING, 'PREDICTIONS_TABLE'],
  'start-training': [...TRAINING, 'TRAINING_MACHINE_ARN'],
  'deliver-webhooks': [
    ...['PREDICTIONS_TABLE', 'REGISTRY_TABLE', 'WEBHOOK_HOSTS', 'WEBHOOK_QUEUE_URL', ...EVERYWHERE],
  ],
};

export const functionExpectations: Expectations = {
  'functions are those of functions/, on Node 24 and arm64'({ all }) {
    const bundles = all('AWS::Lambda::Function').map(([name, { Properties }]) => {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      const [, bundle = ''] = /^\.build\/(.+)\/index\.handler$/.exec(Properties.Handler) ?? [];
      expect(name).toBe(logicalFunction(bundle));
      return bundle;
    });
    const sources = readdirSync(join(ROOT, 'functions')).map((file) => file.replace(/\.ts$/, ''));
    expect(bundles.toSorted()).toEqual(sources.toSorted());
    expect(bundles.toSorted()).toEqual(Object.keys(FUNCTIONS).toSorted());
  },

  'functions have the time and the memory that their work takes'(deployed) {
    for (const [bundle, { timeout, memory }] of Object.entries(FUNCTIONS)) {
      const { Timeout, MemorySize } = propertiesOf(deployed, logicalFunction(bundle));
      expect([bundle, Timeout, MemorySize]).toEqual([bundle, timeout, memory]);
    }
  },

  'a receiver of webhooks may take all of its time, and a row be written after it'(deployed) {
    const { Timeout } = propertiesOf(deployed, 'DeliverWebhooksLambdaFunction');
    expect(Timeout).toBeGreaterThanOrEqual(2 * (TIMEOUT_MS / 1000));
    // One that is tested is called by the API.
    const api = propertiesOf(deployed, 'ApiLambdaFunction');
    expect(api.Timeout).toBeGreaterThanOrEqual(2 * (TIMEOUT_MS / 1000));
  },

  'the API answers before API Gateway gives it up'(deployed) {
    const { TimeoutInMillis, PayloadFormatVersion } = propertiesOf(deployed, 'HttpApiIntegrationApi');
    expect(PayloadFormatVersion).toBe('2.0');
    expect(propertiesOf(deployed, 'ApiLambdaFunction').Timeout * 1000).toBeLessThan(TimeoutInMillis);
  },

  'functions may be deployed to a new account, which has no more memory than that'({ all, row }) {
    expect(row.trainingMemory).toBe(TRAINING_MEMORY);
    for (const [, { Properties }] of all('AWS::Lambda::Function'))
      expect(Properties.MemorySize).toBeLessThanOrEqual(TRAINING_MEMORY);
  },

  'functions get the settings that they need, of the right resources, and no others'(deployed) {
    for (const bundle of Object.keys(FUNCTIONS)) {
      const { Variables } = propertiesOf(deployed, logicalFunction(bundle)).Environment;
      expect([bundle, Object.keys(Variables).toSorted()]).toEqual([
        bundle,
        [...SETTINGS[bundle]!].toSorted(),
      ]);
      for (const [setting, target] of Object.entries(REFERENCES))
        if (setting in Variables) expect([setting, Variables[setting]]).toEqual([setting, { Ref: target }]);
      expect(Variables).toMatchObject({ STAGE: deployed.stage, LOG_LEVEL: 'INFO', METRICS: 'emf' });
    }
  },

  'the API asks for keys, and webhooks go to public addresses only'(deployed) {
    const api = propertiesOf(deployed, 'ApiLambdaFunction').Environment.Variables;
    const webhooks = propertiesOf(deployed, 'DeliverWebhooksLambdaFunction').Environment.Variables;
    expect(api).toMatchObject({ API_AUTH: 'required', WEBHOOK_HOSTS: 'public', MODEL_NAME: 'leads' });
    expect(webhooks.WEBHOOK_HOSTS).toBe('public');
  },

  'predictions and outcomes are kept as long as the stage says, values of leads only where it says so'(
    deployed,
  ) {
    const { RECORD_TTL_DAYS } = propertiesOf(deployed, 'ApiLambdaFunction').Environment.Variables;
    expect(Number(RECORD_TTL_DAYS)).toBe(deployed.row.recordDays);
    for (const name of ['Api', 'ScoreLeads', 'FailPredictions']) {
      const { OUTCOME_DAYS, LEAD_DAYS } = propertiesOf(deployed, `${name}LambdaFunction`).Environment
        .Variables;
      expect([name, Number(OUTCOME_DAYS)]).toEqual([name, deployed.row.outcomeDays]);
      expect([name, Number(LEAD_DAYS)]).toEqual([name, deployed.row.leadDays]);
    }
  },

  'a moved alias serves everywhere as soon as the code says'(deployed) {
    for (const name of ['ApiLambdaFunction', 'ScoreLeadsLambdaFunction']) {
      const { ALIAS_TTL_SECONDS } = propertiesOf(deployed, name).Environment.Variables;
      expect(Number(ALIAS_TTL_SECONDS) * 1000).toBe(ALIAS_TTL_MS);
    }
  },

  'chunks are larger than the least part that S3 joins by itself, and one fits a function twice'(deployed) {
    for (const name of ['RunJobLambdaFunction', 'ScoreChunkLambdaFunction']) {
      const bytes = Number(propertiesOf(deployed, name).Environment.Variables.JOB_CHUNK_BYTES);
      expect(bytes).toBeGreaterThan(5 * 2 ** 20);
      expect(bytes).toBeLessThanOrEqual(8 * 2 ** 20);
    }
    const { MemorySize } = propertiesOf(deployed, 'ScoreChunkLambdaFunction');
    expect(MEMORY_PER_CHUNK_BYTE * MOST_CHUNK_BYTES).toBeLessThan(0.8 * MemorySize * 1e6);
  },

  'every function has a role of its own'({ all }) {
    for (const [name, { Properties }] of all('AWS::Lambda::Function'))
      expect(logicalName(Properties.Role)).toBe(name.replace('LambdaFunction', 'Role'));
  },

  'logs are kept as long as the stage says: of every function, of the API and of the state machine'({
    all,
    row,
  }) {
    const names = all('AWS::Logs::LogGroup').map(([name, { Properties }]) => {
      expect([name, Properties.RetentionInDays]).toEqual([name, row.logDays]);
      return name;
    });
    const ofFunctions = Object.keys(FUNCTIONS).map((bundle) =>
      logicalFunction(bundle).replace('LambdaFunction', 'LogGroup'),
    );
    expect(names.toSorted()).toEqual(
      [...ofFunctions, 'HttpApiLogGroup', 'TrainingMachineLogGroup'].toSorted(),
    );
  },
};
