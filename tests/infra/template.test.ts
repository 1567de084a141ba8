import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DEAD_LETTERS_FOLDER, JOBS_FOLDER, UPLOADS_FOLDER } from '../../lib/bucket-folders.ts';
import { ROOT } from '../support/node24.ts';
import {
  logicalName,
  type PackagedService,
  packageService,
  type TemplateResource,
} from '../support/packaged-service.ts';
import { zipEntries } from '../support/zip-entries.ts';

let service: PackagedService;
let all: PackagedService['all'];
let resources: PackagedService['resources'];

beforeAll(() => {
  service = packageService();
  ({ all, resources } = service);
});

const OWN_BUCKETS = ['Bucket'];
/** One whole core. */
const WHOLE_CORE = ['RunJobLambdaFunction', 'ScoreChunkLambdaFunction'];
/** What a new account may have at most, in every stage: more, and a first deployment is refused. */
const TRAINING_MEMORY = 3008;
/** Megabytes; the others have 512. */
const MEMORY: Record<string, number> = {
  ...Object.fromEntries(WHOLE_CORE.map((name) => [name, 1769])),
  // They hold a dataset.
  CheckDatasetLambdaFunction: TRAINING_MEMORY,
  TrainCandidateLambdaFunction: TRAINING_MEMORY,
  FinishTrainingLambdaFunction: TRAINING_MEMORY,
};
/** Programs of threads, beside the bundle of the function that starts them. */
const WORKERS: Record<string, string[]> = { 'train-candidate': ['fit-worker'] };
const FUNCTIONS: Record<string, { bundle: string; timeout: number }> = {
  ApiLambdaFunction: { bundle: 'api', timeout: 10 },
  ScoreLeadsLambdaFunction: { bundle: 'score-leads', timeout: 30 },
  FailPredictionsLambdaFunction: { bundle: 'fail-predictions', timeout: 30 },
  DeliverWebhooksLambdaFunction: { bundle: 'deliver-webhooks', timeout: 30 },
  RequeueStaleLambdaFunction: { bundle: 'requeue-stale', timeout: 60 },
  RunJobLambdaFunction: { bundle: 'run-job', timeout: 900 },
  ScoreChunkLambdaFunction: { bundle: 'score-chunk', timeout: 120 },
  CheckDatasetLambdaFunction: { bundle: 'check-dataset', timeout: 900 },
  TrainCandidateLambdaFunction: { bundle: 'train-candidate', timeout: 900 },
  FinishTrainingLambdaFunction: { bundle: 'finish-training', timeout: 900 },
  StartTrainingLambdaFunction: { bundle: 'start-training', timeout: 60 },
};

describe('functions', () => {
  test('are those of functions/, on Node 24 and arm64', () => {
    const found = Object.fromEntries(
      all('AWS::Lambda::Function').map(([name, { Properties }]) => {
        expect(Properties).toMatchObject({
          Runtime: 'nodejs24.x',
          Architectures: ['arm64'],
          MemorySize: MEMORY[name] ?? 512,
        });
        const [, bundle] = /^\.build\/(.+)\/index\.handler$/.exec(Properties.Handler) ?? [];
        return [name, { bundle, timeout: Properties.Timeout }];
      }),
    );
    expect(found).toEqual(FUNCTIONS);
    const sources = readdirSync(join(ROOT, 'functions')).map((file) => file.replace(/\.ts$/, ''));
    expect(sources.toSorted()).toEqual(
      Object.values(FUNCTIONS)
        .map((each) => each.bundle)
        .toSorted(),
    );
  });

  test('are packaged alone: each archive holds the one bundle, and the programs of its threads', () => {
    const archives = readdirSync(service.directory).filter((file) => file.endsWith('.zip'));
    const entries = archives.map((file) =>
      zipEntries(readFileSync(join(service.directory, file))).toSorted(),
    );
    expect(entries.toSorted()).toEqual(
      Object.values(FUNCTIONS)
        .map(({ bundle }) =>
          [...(WORKERS[bundle] ?? []), 'index'].map((name) => `.build/${bundle}/${name}.js`),
        )
        .toSorted(),
    );
  });

  test('may be deployed to a new account, which has no more memory than that, in every stage', () => {
    const stages: Record<string, { trainingMemory: number }> = parse(
      readFileSync(join(ROOT, 'infra/stages.yml'), 'utf8'),
    );
    expect(Object.values(stages).map(({ trainingMemory }) => trainingMemory)).toEqual(
      Object.keys(stages).map(() => TRAINING_MEMORY),
    );
    for (const [, { Properties }] of all('AWS::Lambda::Function'))
      expect(Properties.MemorySize).toBeLessThanOrEqual(TRAINING_MEMORY);
  });

  test('keep their logs as long as the stage says', () => {
    const groups = all('AWS::Logs::LogGroup');
    expect(groups).toHaveLength(Object.keys(FUNCTIONS).length);
    for (const [, { Properties }] of groups) expect(Properties.RetentionInDays).toBe(7);
  });

  test('get the settings that they need, and no others', () => {
    const environment = Object.fromEntries(
      all('AWS::Lambda::Function').map(([name, { Properties }]) => [
        name,
        Object.keys(Properties.Environment.Variables).toSorted(),
      ]),
    );
    const everywhere = ['LOG_LEVEL', 'METRICS', 'STAGE'];
    const worker = ['BUCKET', 'PREDICTIONS_TABLE', 'WEBHOOK_QUEUE_URL', ...everywhere].toSorted();
    const jobs = [...worker, 'JOB_CHUNK_BYTES', 'JOB_CHUNK_QUEUE_URL', 'JOB_STEP_QUEUE_URL'].toSorted();
    const training = ['BUCKET', 'REGISTRY_TABLE', ...everywhere].toSorted();
    expect(environment).toEqual({
      ApiLambdaFunction: [
        ...worker,
        'ALIAS_TTL_SECONDS',
        'API_AUTH',
        'JOB_CHUNK_QUEUE_URL',
        'JOB_STEP_QUEUE_URL',
        'MODEL_NAME',
        'RECORD_TTL_DAYS',
        'REGISTRY_TABLE',
        'SCORE_QUEUE_URL',
        'TRAINING_MACHINE_ARN',
        'WEBHOOK_HOSTS',
      ].toSorted(),
      ScoreLeadsLambdaFunction: [...worker, 'ALIAS_TTL_SECONDS', 'REGISTRY_TABLE'].toSorted(),
      FailPredictionsLambdaFunction: worker,
      RequeueStaleLambdaFunction: [
        'JOB_CHUNK_QUEUE_URL',
        'JOB_STEP_QUEUE_URL',
        'PREDICTIONS_TABLE',
        'REGISTRY_TABLE',
        'SCORE_QUEUE_URL',
        'TRAINING_MACHINE_ARN',
        'WEBHOOK_QUEUE_URL',
        ...everywhere,
      ].toSorted(),
      RunJobLambdaFunction: jobs,
      ScoreChunkLambdaFunction: jobs,
      CheckDatasetLambdaFunction: training,
      TrainCandidateLambdaFunction: training,
      FinishTrainingLambdaFunction: training,
      StartTrainingLambdaFunction: [...training, 'TRAINING_MACHINE_ARN'].toSorted(),
      DeliverWebhooksLambdaFunction: [
        'PREDICTIONS_TABLE',
        'REGISTRY_TABLE',
        'WEBHOOK_HOSTS',
        'WEBHOOK_QUEUE_URL',
        ...everywhere,
      ].toSorted(),
    });
  });

  test('answer every path and method over HTTP through one route', () => {
    const [[, route], ...others] = all('AWS::ApiGatewayV2::Route') as [[string, TemplateResource]];
    expect(others).toHaveLength(0);
    expect(route.Properties.RouteKey).toBe('$default');
  });
});

test('the API asks for keys, and the gateway throttles what all callers do together', () => {
  const { Variables } = resources.ApiLambdaFunction!.Properties.Environment;
  expect(Variables.API_AUTH).toBe('required');
  expect(Variables.WEBHOOK_HOSTS).toBe('public');
  expect(resources.DeliverWebhooksLambdaFunction!.Properties.Environment.Variables.WEBHOOK_HOSTS).toBe(
    'public',
  );
  const [[, stage]] = all('AWS::ApiGatewayV2::Stage') as [[string, TemplateResource]];
  expect(stage.Properties.DefaultRouteSettings).toMatchObject({
    ThrottlingRateLimit: expect.any(Number),
    ThrottlingBurstLimit: expect.any(Number),
  });
});

test('pages on one other host may call the API, without credentials', () => {
  const [[, api]] = all('AWS::ApiGatewayV2::Api') as [[string, TemplateResource]];
  const { AllowOrigins, AllowCredentials } = api.Properties.CorsConfiguration;
  expect(AllowOrigins).toHaveLength(1);
  expect(AllowOrigins[0]).toMatch(/^https?:\/\/[^*]+$/);
  expect(AllowCredentials ?? false).toBe(false);
});

describe('queues', () => {
  test('jobs that fail five times go to the dead-letter queue, which keeps them two weeks', () => {
    const { RedrivePolicy, MessageRetentionPeriod } = resources.ScoreQueue!.Properties;
    expect(RedrivePolicy.maxReceiveCount).toBe(5);
    expect(logicalName(RedrivePolicy.deadLetterTargetArn)).toBe('ScoreDeadLetterQueue');
    const deadLetters = resources.ScoreDeadLetterQueue!.Properties;
    expect(deadLetters.MessageRetentionPeriod).toBe(14 * 24 * 3600);
    // A message's age goes on counting when it moves: what may wait as long as here would be gone on arrival.
    expect(MessageRetentionPeriod).toBeLessThan(deadLetters.MessageRetentionPeriod / 2);
  });

  test('each is read by one function, which reports the items that failed', () => {
    const sources = all('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => {
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      const isJob = WHOLE_CORE.includes(logicalName(Properties.FunctionName));
      expect(Properties.BatchSize).toBe(isJob ? 1 : 10);
      expect(Properties.ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
      return [logicalName(Properties.EventSourceArn), logicalName(Properties.FunctionName)];
    });
    expect(Object.fromEntries(sources)).toEqual({
      ScoreQueue: 'ScoreLeadsLambdaFunction',
      ScoreDeadLetterQueue: 'FailPredictionsLambdaFunction',
      WebhookQueue: 'DeliverWebhooksLambdaFunction',
      JobStepQueue: 'RunJobLambdaFunction',
      JobChunkQueue: 'ScoreChunkLambdaFunction',
    });
    expect(sources).toHaveLength(all('AWS::SQS::Queue').length);
  });

  test('messages stay hidden for six times the timeout of their reader', () => {
    for (const [, { Properties }] of all('AWS::Lambda::EventSourceMapping')) {
      const queue = resources[logicalName(Properties.EventSourceArn)]!.Properties;
      const reader = resources[logicalName(Properties.FunctionName)]!.Properties;
      expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * reader.Timeout);
    }
  });

  test('are encrypted', () => {
    for (const [, { Properties }] of all('AWS::SQS::Queue'))
      expect(Properties.SqsManagedSseEnabled).toBe(true);
  });
});

describe('stores', () => {
  test('outlive the stack', () => {
    const stores = [
      ...all('AWS::DynamoDB::Table'),
      ...all('AWS::S3::Bucket').filter(([name]) => OWN_BUCKETS.includes(name)),
    ];
    expect(stores.map(([name]) => name).toSorted()).toEqual(['Bucket', 'PredictionsTable', 'RegistryTable']);
    for (const [, store] of stores) {
      expect(store).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });

  test('tables are encrypted, paid per request and can be restored to any second', () => {
    for (const [, { Properties }] of all('AWS::DynamoDB::Table')) {
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    }
  });

  test('predictions expire', () => {
    expect(resources.PredictionsTable!.Properties.TimeToLiveSpecification).toEqual({
      AttributeName: 'expires_at',
      Enabled: true,
    });
  });

  test('buckets are encrypted and closed to the public', () => {
    for (const [, { Properties }] of all('AWS::S3::Bucket')) {
      const [rule] = Properties.BucketEncryption.ServerSideEncryptionConfiguration;
      expect(rule.ServerSideEncryptionByDefault.SSEAlgorithm).toBe('AES256');
      expect(Properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
  });

  test('the bucket keeps versions, forgets dead letters, jobs and uploads and sweeps broken ones', () => {
    const { VersioningConfiguration, LifecycleConfiguration } = resources.Bucket!.Properties;
    expect(VersioningConfiguration.Status).toBe('Enabled');
    const rules: Record<string, unknown>[] = LifecycleConfiguration.Rules;
    expect(rules).toContainEqual(
      expect.objectContaining({
        Prefix: 'dead-letters/',
        Status: 'Enabled',
        ExpirationInDays: 30,
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      }),
    );
    expect(rules).toContainEqual(
      expect.objectContaining({
        Status: 'Enabled',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      }),
    );
    // As long as predictions: they hold the same leads.
    for (const Prefix of [JOBS_FOLDER, UPLOADS_FOLDER]) {
      expect(rules).toContainEqual(
        expect.objectContaining({
          Prefix,
          Status: 'Enabled',
          ExpirationInDays: 7,
          NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        }),
      );
      expect(rules).toContainEqual(
        expect.objectContaining({ Prefix, Status: 'Enabled', ExpiredObjectDeleteMarker: true }),
      );
    }
    // Models are for ever, and so is what users put there.
    const expiring = rules.filter((rule) => Object.keys(rule).some((key) => key.includes('Expiration')));
    for (const rule of expiring)
      expect([DEAD_LETTERS_FOLDER, JOBS_FOLDER, UPLOADS_FOLDER]).toContain(rule.Prefix);
  });
});

describe('trainings', () => {
  // biome-ignore lint/suspicious/noExplicitAny: the states' language has no types here
  const states = (): Record<string, any> => resources.TrainingMachine!.Properties.Definition.States;

  test('every state that invokes a function is tried again, and its failure recorded', () => {
    const tasks = Object.entries(states()).filter(([, { Type }]) => Type === 'Task');
    expect(tasks.map(([name]) => name)).toEqual([
      ...['Check', 'Prepare', 'Evaluate', 'Register', 'Compare'],
      ...['Promote', 'SetAsChallenger', 'Keep', 'RecordFailure'],
    ]);
    const caught = [
      { ErrorEquals: ['RunClosedError'], ResultPath: '$.error', Next: 'Stopped' },
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'RecordFailure' },
    ];
    const branch = states().TrainCandidates.ItemProcessor.States.Train;
    for (const [name, { Retry, Catch }] of [...tasks, ['Train', branch] as const]) {
      expect(Retry[0].ErrorEquals).toContain('TransientError');
      expect(Retry[0].ErrorEquals).not.toContain('States.ALL');
      expect(Retry[0].BackoffRate).toBeGreaterThan(1);
      // Concurrency that somebody else holds comes back within minutes, not seconds.
      expect(Retry[1]).toMatchObject({ ErrorEquals: ['Lambda.TooManyRequestsException'], MaxAttempts: 10 });
      // A branch's failure is caught by its map.
      if (name !== 'RecordFailure' && name !== 'Train') expect(Catch).toEqual(caught);
    }
    expect(states().TrainCandidates.Catch).toEqual(caught);
  });

  test('substitutions and the definition speak of the same functions', () => {
    const { Definition, DefinitionSubstitutions } = resources.TrainingMachine!.Properties;
    const used = new Set([...JSON.stringify(Definition).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
    expect([...used].toSorted()).toEqual(Object.keys(DefinitionSubstitutions).toSorted());
    for (const [name, attribute] of Object.entries(DefinitionSubstitutions))
      expect(attribute).toEqual({ 'Fn::GetAtt': [`${name}LambdaFunction`, 'Arn'] });
  });

  test('new files under datasets/ start one, and so does the clock', () => {
    const rules = all('AWS::Events::Rule').map(([, { Properties }]) => Properties);
    const starting = rules.filter(({ Targets }) =>
      JSON.stringify(Targets).includes('StartTrainingLambdaFunction'),
    );
    expect(
      starting.map(({ ScheduleExpression, EventPattern }) => ScheduleExpression ?? EventPattern),
    ).toEqual(
      expect.arrayContaining([
        'cron(0 4 ? * MON *)',
        {
          source: ['aws.s3'],
          'detail-type': ['Object Created'],
          detail: { bucket: { name: [{ Ref: 'Bucket' }] }, object: { key: [{ prefix: 'datasets/' }] } },
        },
      ]),
    );
    const { NotificationConfiguration } = resources.Bucket!.Properties;
    expect(NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled).toBe(true);
  });
});

test('packaging warns of nothing', () => {
  expect(service.output).not.toMatch(/warning|deprecat/i);
});

test('a deploy tells where everything is', () => {
  expect(Object.keys(service.outputs)).toEqual(
    expect.arrayContaining([
      'ApiUrl',
      'BucketName',
      'PredictionsTableName',
      'RegistryTableName',
      'ScoreQueueUrl',
      'WebhookQueueUrl',
      'JobStepQueueUrl',
      'JobChunkQueueUrl',
      'TrainingMachineArn',
      'ScoreDeadLetterQueueUrl',
    ]),
  );
});
