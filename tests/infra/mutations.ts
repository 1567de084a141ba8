// biome-ignore-all lint/suspicious/noExplicitAny: each changes another value
import type { PackagedTemplate } from '../support/packaged-service.ts';

/** One value of a template, changed on purpose. */
export interface Mutation {
  /** What is wrong then. */
  readonly what: string;
  readonly change: (template: any) => void;
  /** The expectation that must notice: it guards this value for a reason of its own. */
  readonly noticed: string;
}

const of = (properties: (resources: any) => any, key: string, value: unknown) => (template: any) => {
  const target = properties(template.resources);
  if (!(key in target)) throw new Error(`expected ${key} to be there, to be changed`);
  target[key] = value;
};
const on = (name: string, key: string, value: unknown) =>
  of((resources) => resources[name].Properties, key, value);
const rule = (resources: any, reader: string, kind: 'ScheduleExpression' | 'EventPattern') =>
  Object.values<any>(resources).find(
    ({ Type, Properties }) =>
      Type === 'AWS::Events::Rule' && kind in Properties && JSON.stringify(Properties).includes(reader),
  ).Properties;
const mapping = (queue: string, key: string, value: unknown) =>
  of(
    (resources) =>
      Object.values<any>(resources).find(
        ({ Type, Properties }) =>
          Type === 'AWS::Lambda::EventSourceMapping' && Properties.EventSourceArn['Fn::GetAtt'][0] === queue,
      ).Properties,
    key,
    value,
  );
const variable = (name: string, key: string, value: unknown) =>
  of((resources) => resources[`${name}LambdaFunction`].Properties.Environment.Variables, key, value);
const machine = (key: string, value: unknown) =>
  of((resources) => resources.TrainingMachine.Properties.Definition, key, value);
const retry = (state: string, index: number, key: string, value: unknown) =>
  of((resources) => resources.TrainingMachine.Properties.Definition.States[state].Retry[index], key, value);
const redrive = (queue: string, value: number) =>
  of((resources) => resources[queue].Properties.RedrivePolicy, 'maxReceiveCount', value);
const lifecycle = (id: string, key: string, value: unknown) =>
  of(
    (resources) => resources.Bucket.Properties.LifecycleConfiguration.Rules.find(({ Id }: any) => Id === id),
    key,
    value,
  );
const cors = (key: string, value: unknown) =>
  of((resources) => resources.HttpApi.Properties.CorsConfiguration, key, value);
const without = (list: (resources: any) => unknown[], item: unknown) => (template: any) => {
  const found = list(template.resources);
  const at = found.indexOf(item);
  if (at < 0) throw new Error(`expected ${item} to be there, to be taken away`);
  found.splice(at, 1);
};
const alarm = (name: string, key: string, value: unknown) => on(`${name}Alarm`, key, value);
const headers = (key: string) => (resources: any) => resources.HttpApi.Properties.CorsConfiguration[key];

const RECEIVES_WEBHOOK =
  'a webhook that is still tried is no dead letter, not even after an outage of five hours';
const RECEIVES_JOB = 'a part of a job is no dead letter before the sweep has given up its job';
const IN_TIME = 'a message is among the dead letters long before its queue forgets it';
const WATCH = 'alarms watch what they say, of this stack';
const HEARD = 'somebody hears when an alarm rings and when it ends; silence is no alarm';
const AT_ONCE = 'what no function mends rings at once, within five minutes';
const WORK = 'functions have the time and the memory that their work takes';
const OUTAGE = 'what may work the next time is tried four times more within half a minute';
const THROTTLED =
  'concurrency that others hold is waited for: about twenty minutes, as long as a large job may take';
const AS_STAGE = 'as many functions run at a time as the stage says';
const LIFECYCLE =
  'dead letters and cohorts go after a month, jobs and uploads with the predictions, old versions of them the day after';
const CORS = 'pages may send every header that the API reads, and read every one that it answers with';
const CLOSED = 'buckets are encrypted and closed to the public';
const CHECKS = 'no role of the stack reads the checks of imported models, which are past leads';
const checksStatement = ({ resources }: any) => resources.BucketPolicy.Properties.PolicyDocument.Statement[1];
const checksFor = (template: any) => checksStatement(template).Condition.ArnEquals['aws:PrincipalArn'];
const TLS =
  'queues refuse what comes without TLS, and only the rules of the stack may put events among the dead letters';
const TRIED = 'what EventBridge cannot hand over is tried as long as it can help, and then kept';
const REACH = 'new files, the clock and executions that ended outside reach their function';
const LOGS =
  'logs are kept as long as the stage says: of every function, of the API and of the state machine';
const BUDGET = 'the budget counts this stack, and tells of it in time';
const ADDRESS = 'alarms reach the stage’s address, where it has one, and so does its budget';

const list = (
  entries: readonly (readonly [what: string, change: (template: any) => void, noticed: string])[],
): Mutation[] => entries.map(([what, change, noticed]) => ({ what, change, noticed }));

export const MUTATIONS: readonly Mutation[] = list([
  // Queues
  [
    'webhooks are forgotten after an hour',
    on('WebhookQueue', 'MessageRetentionPeriod', 3600),
    'webhooks are kept for twice their schedule of attempts, and each wait is one that SQS knows',
  ],
  [
    'leads are forgotten after a day',
    on('ScoreQueue', 'MessageRetentionPeriod', 86_400),
    'jobs and leads wait out a weekend, and two days in which somebody mends what is broken',
  ],
  [
    'chunks are forgotten after an hour',
    on('JobChunkQueue', 'MessageRetentionPeriod', 3600),
    'jobs and leads wait out a weekend, and two days in which somebody mends what is broken',
  ],
  [
    'dead leads are forgotten after a day',
    on('ScoreDeadLetterQueue', 'MessageRetentionPeriod', 86_400),
    'dead letters are kept as long as SQS can, and have more than half of it left when they arrive',
  ],
  [
    'dead events are forgotten after four days',
    on('EventDeadLetterQueue', 'MessageRetentionPeriod', 345_600),
    'dead letters are kept as long as SQS can, and have more than half of it left when they arrive',
  ],
  [
    'leads come back while they are scored',
    on('ScoreQueue', 'VisibilityTimeout', 30),
    'messages stay hidden for six times the timeout of their reader',
  ],
  [
    'a failed step comes back a tenth as late',
    on('JobStepQueue', 'VisibilityTimeout', 540),
    'messages stay hidden for six times the timeout of their reader',
  ],
  [
    'a webhook that came to nothing is hidden for half an hour',
    on('WebhookQueue', 'VisibilityTimeout', 1800),
    'messages stay hidden for six times the timeout of their reader',
  ],
  [
    'leads are given up at the first failure',
    redrive('ScoreQueue', 1),
    'leads are tried five times, and the sweep does not look before',
  ],
  [
    'leads are tried for an hour',
    redrive('ScoreQueue', 20),
    'leads are tried five times, and the sweep does not look before',
  ],
  ['webhooks are dead after eight receives', redrive('WebhookQueue', 8), RECEIVES_WEBHOOK],
  ['webhooks are never dead', redrive('WebhookQueue', 1000), IN_TIME],
  ['chunks are dead after five receives', redrive('JobChunkQueue', 5), RECEIVES_JOB],
  ['steps are never dead', redrive('JobStepQueue', 1000), IN_TIME],
  [
    'dead webhooks are scored',
    (t) =>
      (t.resources.WebhookQueue.Properties.RedrivePolicy.deadLetterTargetArn = {
        'Fn::GetAtt': ['ScoreQueue', 'Arn'],
      }),
    'every queue that a function reads has its own dead-letter queue, but that of dead letters',
  ],
  [
    'chunks have no dead-letter queue',
    (t) => delete t.resources.JobChunkQueue.Properties.RedrivePolicy,
    'every queue that a function reads has its own dead-letter queue, but that of dead letters',
  ],
  [
    'messages begin late',
    (t) => (t.resources.ScoreQueue.Properties.DelaySeconds = 60),
    'nobody waits for a batch to fill',
  ],
  [
    'single leads wait a minute for others',
    mapping('ScoreQueue', 'MaximumBatchingWindowInSeconds', 60),
    'nobody waits for a batch to fill',
  ],
  [
    'webhooks wait five minutes for others',
    mapping('WebhookQueue', 'MaximumBatchingWindowInSeconds', 300),
    'nobody waits for a batch to fill',
  ],
  [
    'a function scores one lead at a time',
    mapping('ScoreQueue', 'BatchSize', 1),
    'functions report the messages that failed, and get as many as they can do in their time',
  ],
  [
    'ten chunks go to one function',
    mapping('JobChunkQueue', 'BatchSize', 10),
    'functions report the messages that failed, and get as many as they can do in their time',
  ],
  [
    'one failure fails ten leads',
    mapping('ScoreQueue', 'FunctionResponseTypes', []),
    'functions report the messages that failed, and get as many as they can do in their time',
  ],
  [
    'dead letters are not read',
    mapping('ScoreDeadLetterQueue', 'Enabled', false),
    'functions report the messages that failed, and get as many as they can do in their time',
  ],
  [
    'a thousand functions score',
    mapping('ScoreQueue', 'ScalingConfig', { MaximumConcurrency: 1000 }),
    AS_STAGE,
  ],
  [
    'two functions score chunks',
    mapping('JobChunkQueue', 'ScalingConfig', { MaximumConcurrency: 2 }),
    AS_STAGE,
  ],
  [
    'webhooks take what scoring needs',
    mapping('WebhookQueue', 'ScalingConfig', { MaximumConcurrency: 100 }),
    AS_STAGE,
  ],
  ['a queue is not encrypted', on('JobStepQueue', 'SqsManagedSseEnabled', false), 'queues are encrypted'],
  [
    'a queue takes what comes without TLS',
    (t) => (t.resources.WebhookQueuePolicy.Properties.PolicyDocument.Statement[0].Effect = 'Allow'),
    TLS,
  ],
  ['dead letters come without TLS', (t) => t.resources.DeadLetterQueuesPolicy.Properties.Queues.pop(), TLS],
  [
    'any rule may write dead letters',
    (t) => (t.resources.EventDeadLetterQueuePolicy.Properties.PolicyDocument.Statement[1].Condition = {}),
    TLS,
  ],
  [
    'a rule may not keep its events',
    (t) =>
      t.resources.EventDeadLetterQueuePolicy.Properties.PolicyDocument.Statement[1].Condition.ArnEquals[
        'aws:SourceArn'
      ].pop(),
    TLS,
  ],

  [
    'a queue is read by another function',
    mapping('JobChunkQueue', 'FunctionName', { 'Fn::GetAtt': ['RunJobLambdaFunction', 'Arn'] }),
    'every queue is read by one function, or waits for a person',
  ],
  // Functions
  [
    'the API has half a minute',
    on('ApiLambdaFunction', 'Timeout', 30),
    'the API answers before API Gateway gives it up',
  ],
  ['the API has three seconds', on('ApiLambdaFunction', 'Timeout', 3), WORK],
  [
    'a receiver of webhooks has five seconds',
    on('DeliverWebhooksLambdaFunction', 'Timeout', 5),
    'a receiver of webhooks may take all of its time, and a row be written after it',
  ],
  ['a file is cut in a minute', on('RunJobLambdaFunction', 'Timeout', 60), WORK],
  ['a chunk is scored by half a core', on('ScoreChunkLambdaFunction', 'MemorySize', 884), WORK],
  ['a dataset has 512 MB', on('CheckDatasetLambdaFunction', 'MemorySize', 512), WORK],
  [
    'a new account is asked for 10 GB',
    on('TrainCandidateLambdaFunction', 'MemorySize', 10_240),
    'functions may be deployed to a new account, which has no more memory than that',
  ],
  [
    'another runtime',
    on('ApiLambdaFunction', 'Runtime', 'nodejs22.x'),
    'functions are those of functions/, on Node 24 and arm64',
  ],
  [
    'the API asks for no keys',
    variable('Api', 'API_AUTH', 'off'),
    'the API asks for keys, and webhooks go to public addresses only',
  ],
  [
    'webhooks go anywhere',
    variable('DeliverWebhooks', 'WEBHOOK_HOSTS', 'any'),
    'the API asks for keys, and webhooks go to public addresses only',
  ],
  [
    'predictions are kept for ten years',
    variable('Api', 'RECORD_TTL_DAYS', '3650'),
    'predictions and outcomes are kept as long as the stage says, values of leads only where it says so',
  ],
  [
    'a worker keeps the values of leads',
    variable('ScoreLeads', 'LEAD_DAYS', '30'),
    'predictions and outcomes are kept as long as the stage says, values of leads only where it says so',
  ],
  [
    'a moved alias serves after an hour',
    variable('ScoreLeads', 'ALIAS_TTL_SECONDS', '3600'),
    'a moved alias serves everywhere as soon as the code says',
  ],
  [
    'chunks that S3 cannot join',
    variable('RunJob', 'JOB_CHUNK_BYTES', '4000000'),
    'chunks are larger than the least part that S3 joins by itself, and one fits a function twice',
  ],
  [
    'webhooks are queued to be scored',
    variable('ScoreLeads', 'WEBHOOK_QUEUE_URL', { Ref: 'ScoreQueue' }),
    'functions get the settings that they need, of the right resources, and no others',
  ],
  [
    'metrics go nowhere',
    variable('RequeueStale', 'METRICS', 'off'),
    'functions get the settings that they need, of the right resources, and no others',
  ],
  [
    'a function has another’s role',
    on('FailPredictionsLambdaFunction', 'Role', { 'Fn::GetAtt': ['ApiRole', 'Arn'] }),
    'every function has a role of its own',
  ],
  ['logs are kept for ever', (t) => delete t.resources.ApiLogGroup.Properties.RetentionInDays, LOGS],
  ['access logs are kept for a day', on('HttpApiLogGroup', 'RetentionInDays', 1), LOGS],

  // HTTP
  [
    'one request a second',
    of((r) => r.HttpApiStage.Properties.DefaultRouteSettings, 'ThrottlingRateLimit', 1),
    'the gateway throttles what all callers do together, as the stage says',
  ],
  [
    'no burst at all',
    of((r) => r.HttpApiStage.Properties.DefaultRouteSettings, 'ThrottlingBurstLimit', 0),
    'the gateway throttles what all callers do together, as the stage says',
  ],
  ['a page cannot send its key', without(headers('AllowHeaders'), 'authorization'), CORS],
  [
    'a page cannot ask for a wait',
    without(headers('AllowHeaders'), 'prefer'),
    'pages may send and read what the client sends and reads',
  ],
  [
    'a page cannot see when to come back',
    without(headers('ExposeHeaders'), 'retry-after'),
    'pages may send and read what the client sends and reads',
  ],
  ['a page cannot move aliases', without(headers('AllowMethods'), 'PUT'), CORS],
  [
    'any page may call',
    cors('AllowOrigins', ['*']),
    'pages on one other host may call the API, without credentials',
  ],
  ['browsers ask before every request', cors('MaxAge', 0), CORS],
  [
    'the path is logged',
    (t) => (t.resources.HttpApiStage.Properties.AccessLogSettings.Format = '{"path":"$context.path"}'),
    'requests are logged with what came of them, and never with their path',
  ],
  [
    'no request is logged',
    (t) => delete t.resources.HttpApiStage.Properties.AccessLogSettings,
    'requests are logged with what came of them, and never with their path',
  ],
  [
    'only GET is answered',
    on('HttpApiRouteDefault', 'RouteKey', 'GET /'),
    'every path and method is answered through one route',
  ],

  // Events
  [
    'the sweep comes every hour',
    (t) => (rule(t.resources, 'RequeueStale', 'ScheduleExpression').ScheduleExpression = 'rate(60 minutes)'),
    REACH,
  ],
  [
    'the clock starts trainings every night',
    (t) =>
      (rule(t.resources, 'StartTraining', 'ScheduleExpression').ScheduleExpression = 'cron(0 4 * * ? *)'),
    REACH,
  ],
  [
    'new files are looked for elsewhere',
    (t) =>
      (rule(t.resources, 'StartTraining', 'EventPattern').EventPattern.detail.object.key[0].prefix =
        'uploads/'),
    REACH,
  ],
  [
    'files of outcomes are looked for elsewhere',
    (t) =>
      (rule(t.resources, 'ImportOutcomes', 'EventPattern').EventPattern.detail.object.key[0].prefix =
        'datasets/'),
    REACH,
  ],
  [
    'executions that time out are not told',
    (t) => rule(t.resources, 'FinishTraining', 'EventPattern').EventPattern.detail.status.splice(1, 1),
    REACH,
  ],
  [
    'the bucket tells nobody',
    (t) =>
      (t.resources.Bucket.Properties.NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled = false),
    REACH,
  ],
  [
    'a rule is off',
    (t) => (rule(t.resources, 'RequeueStale', 'ScheduleExpression').State = 'DISABLED'),
    REACH,
  ],
  [
    'an ended execution is told as another step',
    (t) =>
      (rule(t.resources, 'FinishTraining', 'EventPattern').Targets[0].InputTransformer.InputTemplate =
        '{"step": "register", "run_id": <run>}'),
    'an execution that ended outside is told as a failed step',
  ],
  [
    'a new file is tried for a minute',
    (t) =>
      (rule(t.resources, 'StartTraining', 'EventPattern').Targets[0].RetryPolicy.MaximumEventAgeInSeconds =
        60),
    TRIED,
  ],
  [
    'a new file is tried once',
    (t) =>
      (rule(t.resources, 'StartTraining', 'EventPattern').Targets[0].RetryPolicy.MaximumRetryAttempts = 0),
    TRIED,
  ],
  [
    'a schedule that cannot be handed over is gone',
    (t) => delete rule(t.resources, 'StartTraining', 'ScheduleExpression').Targets[0].DeadLetterConfig,
    TRIED,
  ],
  [
    'a new file that failed is not tried again',
    on('StartTrainingLambdaEvConf', 'MaximumRetryAttempts', 0),
    'what a function fails on three times is kept',
  ],
  [
    'what failed is kept nowhere',
    (t) =>
      (t.resources.FinishTrainingLambdaEvConf.Properties.DestinationConfig = {
        OnFailure: { Destination: { 'Fn::GetAtt': ['ScoreQueue', 'Arn'] } },
      }),
    'what a function fails on three times is kept',
  ],
  [
    'sweeps queue up for hours',
    on('RequeueStaleLambdaEvConf', 'MaximumEventAgeInSeconds', 21_600),
    'events wait for a throttled function as long as Lambda can keep them; a sweep until the next one',
  ],

  [
    'a rule may not invoke its function',
    on('StartTrainingEventBridgeLambdaPermission1', 'Principal', 's3.amazonaws.com'),
    'every rule may invoke its function',
  ],
  // Stores
  [
    'predictions never expire',
    (t) => (t.resources.PredictionsTable.Properties.TimeToLiveSpecification.Enabled = false),
    'what is kept of leads expires by the attribute that the code writes',
  ],
  [
    'predictions expire by another attribute',
    (t) => (t.resources.PredictionsTable.Properties.TimeToLiveSpecification.AttributeName = 'ttl'),
    'what is kept of leads expires by the attribute that the code writes',
  ],
  [
    'references never expire',
    (t) => (t.resources.ReferencesTable.Properties.TimeToLiveSpecification.Enabled = false),
    'what is kept of leads expires by the attribute that the code writes',
  ],
  [
    'outcomes never expire',
    (t) => (t.resources.OutcomesTable.Properties.TimeToLiveSpecification.Enabled = false),
    'what is kept of leads expires by the attribute that the code writes',
  ],
  [
    'kept leads expire by another attribute',
    (t) => (t.resources.KeptLeadsTable.Properties.TimeToLiveSpecification.AttributeName = 'ttl'),
    'what is kept of leads expires by the attribute that the code writes',
  ],
  [
    'outcomes go with the stack',
    (t) => delete t.resources.OutcomesTable.DeletionPolicy,
    'tables and bucket outlive the stack',
  ],
  [
    'references have no time',
    (t) => t.resources.ReferencesTable.Properties.KeySchema.pop(),
    'tables have the keys and the indexes that the code asks for',
  ],
  [
    'references go with the stack',
    (t) => delete t.resources.ReferencesTable.DeletionPolicy,
    'tables and bucket outlive the stack',
  ],
  [
    'a table cannot be restored',
    (t) =>
      (t.resources.RegistryTable.Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled = false),
    'tables can be restored to any second',
  ],
  [
    'a table is not encrypted',
    (t) => (t.resources.PredictionsTable.Properties.SSESpecification.SSEEnabled = false),
    'tables are encrypted and paid per request',
  ],
  [
    'a table goes with the stack',
    (t) => (t.resources.PredictionsTable.DeletionPolicy = 'Delete'),
    'tables and bucket outlive the stack',
  ],
  [
    'the bucket goes when it is replaced',
    (t) => delete t.resources.Bucket.UpdateReplacePolicy,
    'tables and bucket outlive the stack',
  ],
  [
    'a table is deleted by mistake',
    on('RegistryTable', 'DeletionProtectionEnabled', 'other'),
    'tables are protected from deletion where the stage says so',
  ],
  [
    'an index is sorted by another key',
    (t) =>
      (t.resources.PredictionsTable.Properties.GlobalSecondaryIndexes[1].KeySchema[1].AttributeName =
        'created_at'),
    'tables have the keys and the indexes that the code asks for',
  ],
  [
    'the bucket is open',
    (t) => (t.resources.Bucket.Properties.PublicAccessBlockConfiguration.BlockPublicPolicy = false),
    CLOSED,
  ],
  [
    'the bucket is not encrypted as it was',
    (t) =>
      (t.resources.Bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm =
        'aws:kms'),
    CLOSED,
  ],
  [
    'the bucket keeps no old versions',
    (t) => (t.resources.Bucket.Properties.VersioningConfiguration.Status = 'Suspended'),
    'the bucket keeps old versions',
  ],
  [
    'dead letters are kept for ten years',
    lifecycle('ExpireDeadLetters', 'ExpirationInDays', 3650),
    LIFECYCLE,
  ],
  ['results of jobs go the next day', lifecycle('ExpireJobs', 'ExpirationInDays', 1), LIFECYCLE],
  [
    'old versions of uploads stay',
    lifecycle('ExpireUploads', 'NoncurrentVersionExpiration', { NoncurrentDays: 365 }),
    LIFECYCLE,
  ],
  ['a rule of the lifecycle is off', lifecycle('ExpireJobs', 'Status', 'Disabled'), LIFECYCLE],
  [
    'models go after a month',
    lifecycle('ExpireDeadLetters', 'Prefix', 'models/'),
    'models are for ever, and so is what users put there; uploads that broke off go after a day',
  ],
  [
    'uploads that broke off stay',
    lifecycle('AbortIncompleteUploads', 'AbortIncompleteMultipartUpload', { DaysAfterInitiation: 365 }),
    'models are for ever, and so is what users put there; uploads that broke off go after a day',
  ],
  [
    'objects belong to who put them',
    (t) => (t.resources.Bucket.Properties.OwnershipControls.Rules[0].ObjectOwnership = 'ObjectWriter'),
    'the bucket belongs to its account alone, and refuses what comes without TLS',
  ],
  ['a function reads past leads of an import', (t) => checksFor(t).pop(), CHECKS],
  [
    'functions read past leads of an import where they lie',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how Fn::Sub is written
    (t) => (checksStatement(t).Resource['Fn::Sub'] = '${Bucket.Arn}/checks/*'),
    CHECKS,
  ],
  ['nobody reads the checks of imports', (t) => delete checksStatement(t).Condition, CHECKS],

  // Trainings
  ['an outage ends a training', retry('Check', 0, 'MaxAttempts', 0), OUTAGE],
  ['a state is tried again at once', retry('Evaluate', 0, 'IntervalSeconds', 0), OUTAGE],
  ['branches come back together', retry('Register', 0, 'JitterStrategy', 'NONE'), OUTAGE],
  ['an outage is not retried', retry('Promote', 0, 'ErrorEquals', ['Lambda.ServiceException']), OUTAGE],
  ['held concurrency ends a training', retry('Prepare', 1, 'MaxAttempts', 1), THROTTLED],
  ['held concurrency is waited for a day', retry('Prepare', 1, 'MaxDelaySeconds', 18_000), THROTTLED],
  [
    'a training has 24 minutes',
    machine('TimeoutSeconds', 1440),
    'an execution may take as long as its states, and as long again to retry and to wait',
  ],
  [
    'a training has forty hours',
    machine('TimeoutSeconds', 144_000),
    'an execution may take as long as its states, and as long again to retry and to wait',
  ],
  [
    'a failure is not recorded',
    (t) => delete t.resources.TrainingMachine.Properties.Definition.States.Compare.Catch,
    'every failure is recorded in the run',
  ],
  [
    'every model is promoted',
    (t) => (t.resources.TrainingMachine.Properties.Definition.States.Decide.Default = 'Promote'),
    'states follow one another as the run says',
  ],
  [
    'forty candidates at a time',
    (t) => (t.resources.TrainingMachine.Properties.Definition.States.TrainCandidates.MaxConcurrency = 40),
    'as many candidates are trained at a time as the stage says',
  ],
  [
    'executions are of the other kind',
    on('TrainingMachine', 'StateMachineType', 'EXPRESS'),
    'the machine is kept for a year by its kind, and is named as the deploy role expects',
  ],
  [
    'data of executions is logged',
    (t) => (t.resources.TrainingMachine.Properties.LoggingConfiguration.IncludeExecutionData = true),
    'executions that fail are logged, without what was handed to them',
  ],
  [
    'executions are not logged',
    (t) => (t.resources.TrainingMachine.Properties.LoggingConfiguration.Level = 'OFF'),
    'executions that fail are logged, without what was handed to them',
  ],

  [
    'one function does another’s states',
    of((r) => r.TrainingMachine.Properties.DefinitionSubstitutions, 'TrainCandidate', {
      'Fn::GetAtt': ['CheckDatasetLambdaFunction', 'Arn'],
    }),
    'substitutions and the definition speak of the same functions',
  ],
  // Alarms
  [
    'leads wait for a month',
    alarm('ScoreQueueAge', 'Threshold', 2_592_000),
    'leads that wait ring long before the sweep looks for them',
  ],
  [
    'leads ring after an hour of it',
    alarm('ScoreQueueAge', 'EvaluationPeriods', 60),
    'leads that wait ring long before the sweep looks for them',
  ],
  ['the average age is watched', alarm('ScoreQueueAge', 'Statistic', 'Average'), WATCH],
  ['another metric is watched', alarm('WebhookDeadLetters', 'MetricName', 'NumberOfMessagesSent'), WATCH],
  [
    'another queue is watched',
    alarm('WebhookDeadLetters', 'Dimensions', [
      { Name: 'QueueName', Value: { 'Fn::GetAtt': ['WebhookQueue', 'QueueName'] } },
    ]),
    WATCH,
  ],
  ['a metric that is not ours', alarm('FailedPredictions', 'MetricName', 'Failures'), WATCH],
  [
    'another stage is watched',
    alarm('FailedPredictions', 'Dimensions', [{ Name: 'Stage', Value: 'staging' }]),
    WATCH,
  ],
  [
    'an alarm rings below its threshold',
    alarm('ApiErrors', 'ComparisonOperator', 'LessThanThreshold'),
    HEARD,
  ],
  ['silence rings', alarm('JobsGivenUp', 'TreatMissingData', 'breaching'), HEARD],
  ['nobody hears', alarm('ApiErrors', 'AlarmActions', []), HEARD],
  ['nobody hears of the end', alarm('Concurrency', 'OKActions', []), HEARD],
  ['thousands of failures do not ring', alarm('FailedPredictions', 'Threshold', 10_000), AT_ONCE],
  ['dead letters do not ring', alarm('JobStepDeadLetters', 'Threshold', 1_000_000), AT_ONCE],
  ['dead events ring after a day', alarm('EventDeadLetters', 'Period', 86_400), AT_ONCE],
  ['failed trainings do not ring', alarm('FailedTrainings', 'Threshold', 1000), AT_ONCE],
  ['given-up jobs ring after an hour', alarm('JobsGivenUp', 'EvaluationPeriods', 12), AT_ONCE],
  [
    'steps wait for days',
    alarm('JobStepQueueAge', 'Threshold', 259_200),
    'steps of jobs ring when all that run at a time have ended four times',
  ],
  [
    'chunks wait until they are forgotten',
    alarm('JobChunkQueueAge', 'Threshold', 345_600),
    'chunks ring after the sweep has had its chance, and days before their queue forgets them',
  ],
  [
    'chunks ring while all is well',
    alarm('JobChunkQueueAge', 'Threshold', 600),
    'chunks ring after the sweep has had its chance, and days before their queue forgets them',
  ],
  [
    'webhooks ring while they wait for an attempt',
    alarm('WebhookQueueAge', 'Threshold', 300),
    'webhooks ring when they are not tried, and not while they wait for a later attempt',
  ],
  [
    'dead leads ring after a day',
    alarm('DeadLetterDepth', 'EvaluationPeriods', 1440),
    'dead letters of leads ring when their function has had five minutes, hidden ones too',
  ],
  [
    'dead leads that are hidden do not count',
    (t) => t.resources.DeadLetterDepthAlarm.Properties.Metrics.pop(),
    'alarms of several metrics add them up, and miss none that says nothing',
  ],
  [
    'a single requeued prediction wakes somebody',
    alarm('RequeuedPredictions', 'EvaluationPeriods', 1),
    'predictions that are queued again ring when two sweeps in a row find some',
  ],
  [
    'a sweep that fails all day does not ring',
    alarm('SweepErrors', 'Threshold', 288),
    'a sweep rings when three in a row have failed',
  ],
  [
    'the API fails for an hour',
    alarm('ApiErrors', 'EvaluationPeriods', 60),
    'the API rings when it answers with 5xx for three minutes, more than five a minute',
  ],
  [
    'the API fails a thousand times a minute',
    alarm('ApiErrors', 'Threshold', 1000),
    'the API rings when it answers with 5xx for three minutes, more than five a minute',
  ],
  [
    'a throttled API does not ring',
    alarm('ApiThrottles', 'Threshold', 1000),
    'throttling rings: of the API within three minutes, of any function before a lead is given up for it',
  ],
  [
    'throttling rings after leads are given up',
    alarm('Throttles', 'EvaluationPeriods', 4),
    'throttling rings: of the API within three minutes, of any function before a lead is given up for it',
  ],
  [
    'concurrency rings when it is used up',
    alarm('Concurrency', 'Threshold', 1000),
    'concurrency rings at four fifths of what the account may have',
  ],
  [
    'timed-out trainings are not added',
    (t) =>
      (t.resources.FailedTrainingsAlarm.Properties.Metrics[0].Expression =
        'FILL(failed, 0) + FILL(refused, 0)'),
    'alarms of several metrics add them up, and miss none that says nothing',
  ],
  [
    'dropped events are averaged',
    (t) => (t.resources.EventsDroppedAlarm.Properties.Metrics[1].MetricStat.Stat = 'Average'),
    'alarms of several metrics add them up, and miss none that says nothing',
  ],
  ['the address is a text message’s', on('AlarmEmail', 'Protocol', 'sms'), ADDRESS],
  [
    'the address is not asked for',
    (t) => (t.conditions.HasAlarmEmail = { 'Fn::Equals': [{ Ref: 'AlarmAddress' }, ''] }),
    ADDRESS,
  ],
  [
    'the budget is another stage’s',
    (t) => (t.resources.Budget.Properties.Budget.CostFilters.TagKeyValue = ['user:stage$prod']),
    BUDGET,
  ],
  [
    'the budget tells when it is spent ten times',
    (t) => (t.resources.Budget.Properties.NotificationsWithSubscribers[0].Notification.Threshold = 1000),
    BUDGET,
  ],
  ['the budget is a day’s', (t) => (t.resources.Budget.Properties.Budget.TimeUnit = 'DAILY'), BUDGET],

  [
    'a queue is not watched',
    (t) => delete t.resources.JobChunkDeadLettersAlarm,
    'costs know what the alarms watch, each metric of which is billed',
  ],
  [
    'a new queue is watched by nothing',
    (t) => (t.resources.NewQueue = t.resources.JobStepDeadLetterQueue),
    'every queue is watched: its age where a function reads it, every message where none does',
  ],
  // Outputs
  [
    'nobody learns where alarms go',
    (t) => delete t.outputs.AlarmTopicArn,
    'a deployment tells where everything is',
  ],
  [
    'an output tells of another queue',
    (t) => (t.outputs.WebhookDeadLetterQueueUrl.Value = { Ref: 'WebhookQueue' }),
    'a deployment tells where everything is',
  ],
]);

/** A template with the change in it; the one that is given stays. */
export function mutate(template: PackagedTemplate, { change }: Mutation): Omit<PackagedTemplate, 'all'> {
  const { resources, outputs, parameters, conditions } = template;
  const copy = structuredClone({ resources, outputs, parameters, conditions });
  change(copy);
  return copy;
}
