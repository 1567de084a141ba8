import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { createDynamoDbClient } from '../../lib/adapters/aws/aws-clients.ts';
import { createDynamoDbRegistryStore } from '../../lib/adapters/aws/dynamodb-registry-store.ts';
import { createDynamoDbTrainingStore } from '../../lib/adapters/aws/dynamodb-training-store.ts';
import { DATASETS_FOLDER, OUTCOMES_FOLDER } from '../../lib/bucket-folders.ts';
import type { Clock } from '../../lib/clock.ts';
import { createFileClock } from '../../lib/runtime/file-clock.ts';
import { fail } from '../../lib/trainings/steps/fail.ts';
import { OPEN_TRAINING } from '../../lib/trainings/training.ts';
import { invokeBundle } from './invoke-bundle.ts';
import { ACCOUNT_ID, REGION } from './local-environment.ts';
import type { References } from './resolve-references.ts';
import type { Serverless } from './serverless-types.ts';
import { readDefinition, runMachine } from './state-machine.ts';
import { startStepFunctions } from './step-functions.ts';
import { watchFolder } from './watch-folder.ts';

const MACHINE = 'TrainingMachine';
/** Folder of the bucket → the function that is told of its new objects. */
const WATCHED = [
  [DATASETS_FOLDER, 'startTraining'],
  [OUTCOMES_FOLDER, 'importOutcomes'],
] as const;

type Service = Serverless['service'];

/** A function by the logical name that osls gives it. */
const logicalNameOf = (key: string): string => `${key[0]!.toUpperCase()}${key.slice(1)}LambdaFunction`;
const arnOf = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${name}`;

/** The names of the template, and those of its functions. */
function withFunctions(references: References, { functions }: Service): References {
  const attributes = Object.entries(functions).map(([key, { name }]) => [
    logicalNameOf(key),
    { Arn: arnOf(name) },
  ]);
  return { ...references, attributes: { ...references.attributes, ...Object.fromEntries(attributes) } };
}

/**
 * Trainings in the local stack: the template's own state machine on an interpreter that answers as Step Functions does,
 * and a look at `datasets/` and `outcomes/` in the place of EventBridge.
 *
 * @param references what resources are called
 */
export async function startTrainings({ service, serviceDir }: Serverless, references: References) {
  const ending = new AbortController();
  const clockFile = service.provider.environment?.CLOCK_FILE;
  const definition = readDefinition(
    service.resources.Resources[MACHINE]!,
    withFunctions(references, service),
  );
  const byArn = new Map(
    Object.values(service.functions).map((definition) => [arnOf(definition.name), definition]),
  );
  const invoke = (arn: string, payload: unknown): Promise<unknown> => {
    const { handler, environment } = byArn.get(arn)!;
    const own = { ...service.provider.environment, ...environment } as Record<string, string>;
    // serverless-offline leaves here what the function that it ran last would have; these have what the machine has.
    const { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: _, ...env } = process.env;
    const bundle = join(serviceDir, handler.replace(/\.[^.]+$/, '.js'));
    return invokeBundle(bundle, { ...env, ...own }, payload, ending.signal);
  };
  const { endpoint, stop } = await startStepFunctions((input) => runMachine(definition, input, invoke));
  return {
    endpoint,

    /** The stores and the functions are there. */
    async serve(): Promise<void> {
      await failOrphans(references.refs.RegistryTable!, createFileClock(String(clockFile)));
      const s3 = new S3Client({ forcePathStyle: true });
      for (const [folder, name] of WATCHED) {
        const arn = arnOf(service.functions[name]!.name);
        const tell = async (event: unknown) => {
          await invoke(arn, event).catch((error: unknown) => {
            if (!ending.signal.aborted) console.error(`${name}: ${error}`);
          });
        };
        void watchFolder(s3, references.refs.Bucket!, folder, tell, ending.signal);
      }
    },

    stop(): void {
      ending.abort();
      stop();
    },
  };
}

/** Executions end with the process; on AWS a rule tells of those that were aborted. */
async function failOrphans(table: string, clock: Clock): Promise<void> {
  const client = createDynamoDbClient();
  const deps = {
    trainings: createDynamoDbTrainingStore(client, table),
    registry: createDynamoDbRegistryStore(client, table),
    clock,
  };
  const { trainings } = await deps.trainings.list({ limit: 100 });
  for (const { id, status } of trainings)
    if (OPEN_TRAINING.includes(status))
      await fail(deps, id, { Error: 'ABORTED', Cause: 'the local stack was stopped while it ran' });
}
