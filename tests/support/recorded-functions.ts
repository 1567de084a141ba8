import type { Context, SQSEvent } from 'aws-lambda';
import { type Execution, readDefinition, runMachine } from '../../infra/local/state-machine.ts';
import { startStepFunctions } from '../../infra/local/step-functions.ts';
import { composeApi } from '../../lib/runtime/compose-api.ts';
import { composeGiveUp } from '../../lib/runtime/compose-give-up.ts';
import { composeJobs } from '../../lib/runtime/compose-jobs.ts';
import { composeOutcomeImport, type NewFileEvent } from '../../lib/runtime/compose-outcome-import.ts';
import { composeRefresh } from '../../lib/runtime/compose-refresh.ts';
import { composeScorer } from '../../lib/runtime/compose-scorer.ts';
import { composeSweep } from '../../lib/runtime/compose-sweep.ts';
import { composeTraining, type FinishingStep } from '../../lib/runtime/compose-training.ts';
import { composeTriggers, type TriggerEvent } from '../../lib/runtime/compose-triggers.ts';
import { composeWebhooks } from '../../lib/runtime/compose-webhooks.ts';
import { SETTINGS } from '../../lib/runtime/config.ts';
import {
  createGiveUpHandler,
  createJobHandler,
  createScoreHandler,
  createWebhookHandler,
  type SqsHandler,
} from '../../lib/runtime/sqs-handlers.ts';
import {
  forApi,
  forGiveUp,
  forJobs,
  forOutcomeImport,
  forRefresh,
  forScorer,
  forSweep,
  forTraining,
  forTriggers,
  forWebhooks,
} from '../../lib/worlds/aws.ts';
import { createCaller } from './call-api.ts';
import { startEmulators } from './emulators.ts';
import { readRoles } from './packaged-roles.ts';
import type { PackagedService } from './packaged-service.ts';
import { recordCalls } from './record-calls.ts';
import { createStoreTools, type TakenMessage } from './store-tools.ts';

export const MACHINE = 'TrainingMachine';
/** What emulators-main.ts names its resources with. */
const PREFIX = 'scorelane-test';
/** Step Functions Developer Guide, "IAM policies for logging to CloudWatch Logs". */
const LOG_DELIVERY = [
  ...['CreateLogDelivery', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery'],
  ...['ListLogDeliveries', 'PutResourcePolicy', 'DescribeResourcePolicies', 'DescribeLogGroups'],
];
const SILENT = { warn: () => {}, error: () => {} };
/**
 * Not as the template has it: a receiver in a test has no certificate, the smallest chunks that S3 may join by itself will do, and
 * the values of leads are kept, as a stage may ask for.
 */
const OVERRIDES = { WEBHOOK_HOSTS: 'any', JOB_CHUNK_BYTES: String(6 * 2 ** 20), LEAD_DAYS: '30' };

/**
 * Every function of the template in this process, with the environment that the template gives it, on the emulators, and with
 * a record of what it asks of AWS. The state machine runs, too, and invokes them.
 */
export async function startRecordedFunctions(service: PackagedService) {
  const emulators = await startEmulators();
  const roles = readRoles(service, PREFIX, emulators.endpoints);
  const executions: Execution[] = [];
  const world = { stepFunctionsAreThere: true, beforeTraining: async () => {} };
  const stepFunctions = await startStepFunctions((input) => {
    if (!world.stepFunctionsAreThere) throw new Error('out of reach');
    const execution = runMachine(definition, input, invoke, 1);
    executions.push(execution);
    return execution;
  });
  Object.assign(process.env, emulators.environment, { AWS_ENDPOINT_URL_SFN: stepFunctions.endpoint });
  const stores = createStoreTools(emulators.resources);
  const recorder = recordCalls();
  const named = (name: string) => roles.functions.find((each) => each.name === name)!;

  /** As Lambda starts a function: it has the settings that the template gives it, and no others. */
  function start<T>(name: string, compose: () => T): T {
    for (const setting of Object.keys(SETTINGS)) if (!setting.startsWith('AWS_')) delete process.env[setting];
    Object.assign(process.env, named(name).environment, OVERRIDES);
    return recorder.as(name, compose);
  }
  /** Wraps a function, so that what it does is its own. */
  const acting =
    <A extends unknown[], R>(name: string, work: (...args: A) => R) =>
    (...args: A): R =>
      recorder.as(name, () => work(...args));

  const training = Object.fromEntries(
    ['checkDataset', 'trainCandidate', 'finishTraining'].map((name) => [
      name,
      start(name, () => composeTraining(forTraining)),
    ]),
  );
  const definition = readDefinition(roles.machine, roles.references);
  /** As functions/*.ts. Every registration is done twice at once, as a retry may. */
  const steps: Record<string, (event: FinishingStep & { readonly trainer: string }) => Promise<unknown>> = {
    checkDataset: ({ step, run_id }) => training.checkDataset![step as 'check' | 'prepare'](run_id),
    trainCandidate: ({ run_id, trainer }) => training.trainCandidate!.train(run_id, trainer),
    async finishTraining(event) {
      const { finish } = training.finishTraining!;
      const [answer] = await Promise.all([finish(event), event.step === 'register' && finish(event)]);
      return answer;
    },
  };
  async function invoke(arn: string, payload: unknown): Promise<unknown> {
    recorder.add(MACHINE, 'lambda:InvokeFunction', arn);
    const { name } = roles.functions.find((each) => each.arn === arn)!;
    if (name === 'trainCandidate') await world.beforeTraining();
    return recorder.as(name, () => steps[name]!(payload as never));
  }

  const consumers: Record<string, () => SqsHandler> = {
    scoreLeads: () => createScoreHandler(composeScorer(forScorer), SILENT),
    failPredictions: () => createGiveUpHandler(composeGiveUp(forGiveUp), SILENT),
    runJob: () => createJobHandler(composeJobs(forJobs).steps, SILENT),
    scoreChunk: () => createJobHandler(composeJobs(forJobs).chunks, SILENT),
    deliverWebhooks: () => createWebhookHandler(composeWebhooks(forWebhooks)),
  };
  /** Hands messages to a function that has just started. @returns how many it could not work off */
  async function handle(name: string, messages: readonly TakenMessage[]): Promise<number> {
    const Records = messages.map((message) => ({
      ...message,
      attributes: { SentTimestamp: String(Date.now()), ApproximateReceiveCount: '1' },
    }));
    const handler = start(name, consumers[name]!);
    const { batchItemFailures } = await acting(name, handler)(
      { Records } as unknown as SQSEvent,
      {} as Context,
    );
    return batchItemFailures.length;
  }

  const api = createCaller(
    acting(
      'api',
      start('api', () => composeApi(forApi)),
    ),
  );
  const triggers = acting(
    'startTraining',
    start('startTraining', () => composeTriggers(forTriggers)),
  );
  const sweep = acting(
    'requeueStale',
    start('requeueStale', () => composeSweep(forSweep)),
  );
  const refresh = acting(
    'refreshPerformance',
    start('refreshPerformance', () => composeRefresh(forRefresh)),
  );
  const importOutcomes = acting(
    'importOutcomes',
    start('importOutcomes', () => composeOutcomeImport(forOutcomeImport)),
  );
  // Step Functions writes its log with the machine's.
  for (const action of LOG_DELIVERY) recorder.add(MACHINE, `logs:${action}`, '*');
  // What Lambda does with the rights of a function: it reads the queues, writes the log, and keeps events that came to nothing.
  for (const { name, queues, log, keeps } of roles.functions) {
    if (keeps !== undefined) recorder.add(name, 'sqs:SendMessage', keeps);
    for (const action of ['CreateLogStream', 'PutLogEvents'])
      recorder.add(name, `logs:${action}`, log.replace(/\*$/, 'log-stream:a'));
    for (const queue of queues)
      for (const action of ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])
        recorder.add(name, `sqs:${action}`, queue);
  }

  return {
    /** Of each function, and of the machine. */
    policies: new Map([
      ...roles.functions.map(({ name, policies }) => [name, policies] as const),
      [MACHINE, roles.machinePolicies] as const,
    ]),
    calls: recorder.calls,
    api,
    triggers: (event: TriggerEvent) => triggers(event),
    sweep,
    refresh,
    importOutcomes: (event: NewFileEvent) => importOutcomes(event),
    handle,
    /** Takes what waits on a queue and hands it to a function; what fails is not delivered again. */
    async work(name: string, queue: string): Promise<number> {
      const messages = await stores.take(queue);
      const failed = messages.length === 0 ? 0 : await handle(name, messages);
      await stores.forget(queue, messages);
      return failed;
    },
    /** What a test may change about the world. */
    world,
    /** Until nothing is trained any more. */
    async trained(): Promise<void> {
      while (executions.length > 0) await executions.pop()!.ended;
    },
    stores,
    /** The registry, for the test itself. */
    environment: {
      ...emulators.environment,
      PREDICTIONS_TABLE: emulators.resources.PredictionsTable!,
      REFERENCES_TABLE: emulators.resources.ReferencesTable!,
      REGISTRY_TABLE: emulators.resources.RegistryTable!,
      BUCKET: emulators.resources.Bucket!,
    },
    async stop(): Promise<void> {
      recorder.restore();
      stepFunctions.stop();
      stores.close();
      await emulators.stop();
    },
  };
}
