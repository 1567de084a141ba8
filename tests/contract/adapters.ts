import { createDynamoDbClient, createS3Client, createSqsClient } from '../../lib/adapters/aws/aws-clients.ts';
import { type Emulators, startEmulators } from '../support/emulators.ts';

/** One adapter of a port under test. `make` is called once, before the suite's tests. */
export interface AdapterUnderTest<Port> {
  readonly technology: string;
  make(): Promise<Port>;
  close(): Promise<void>;
}

export const inMemory = <Port>(make: () => Port): AdapterUnderTest<Port> => ({
  technology: 'memory',
  make: async () => make(),
  close: async () => {},
});

/** The AWS adapter over the real SDK and the emulators, which hold the resources of the template. */
export function onAws<Port>(make: (aws: AwsUnderTest) => Port): AdapterUnderTest<Port> {
  let emulators: Emulators;
  return {
    technology: 'AWS',
    async make() {
      emulators = await startEmulators();
      Object.assign(process.env, emulators.environment);
      return make({
        dynamoDb: createDynamoDbClient(),
        s3: createS3Client('path'),
        sqs: createSqsClient(),
        resource(logicalName) {
          const name = emulators.resources[logicalName];
          if (name === undefined) throw new Error(`the template has no resource ${logicalName}`);
          return name;
        },
      });
    },
    close: () => emulators.stop(),
  };
}

export interface AwsUnderTest {
  readonly dynamoDb: ReturnType<typeof createDynamoDbClient>;
  readonly s3: ReturnType<typeof createS3Client>;
  readonly sqs: ReturnType<typeof createSqsClient>;
  /** A table's or bucket's name or a queue's URL, by its logical name in the template. */
  resource(logicalName: string): string;
}

/** Runs one suite of promises on every adapter of a port. */
export function describePort<Port>(
  port: string,
  adapters: readonly AdapterUnderTest<Port>[],
  suite: (get: () => Port) => void,
): void {
  describe.each(adapters.map((adapter) => [adapter.technology, adapter] as const))(
    `${port} on %s`,
    (_, adapter) => {
      let subject: Port;
      beforeAll(async () => {
        subject = await adapter.make();
      });
      afterAll(() => adapter.close());
      suite(() => subject);
    },
  );
}
