import { composeTriggers } from '../../lib/runtime/compose-triggers.ts';
import { forTriggers } from '../../lib/worlds/aws.ts';
import { type Emulators, startEmulators } from '../support/emulators.ts';

let emulators: Emulators;
beforeAll(async () => {
  emulators = await startEmulators();
  const { environment, resources } = emulators;
  Object.assign(process.env, environment, {
    REGISTRY_TABLE: resources.RegistryTable,
    BUCKET: resources.Bucket,
    TRAINING_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:none',
    STAGE: 'dev',
    METRICS: 'emf',
  });
}, 60_000);
afterAll(() => emulators?.stop());

test('a training that fails before it has an execution is counted, for the alarm', async () => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => {});
  const start = composeTriggers(forTriggers);
  const event = (key: string) => ({
    'detail-type': 'Object Created',
    time: '2026-11-21T10:00:00Z',
    detail: { object: { key, etag: 'e', sequencer: '1' } },
  });
  try {
    expect(await start(event('datasets/m/README.md'))).toEqual([]);
    expect(log).not.toHaveBeenCalled();
    // Neither a policy file nor a champion says what to learn.
    expect(await start(event('datasets/m/a.csv'))).toMatchObject([
      { model: 'm', status: 'failed', steps: [] },
    ]);
    expect(JSON.parse(log.mock.calls[0]![0])).toMatchObject({ Stage: 'dev', TrainingsNotStarted: 1 });
  } finally {
    log.mockRestore();
  }
});
