import { SFNClient } from '@aws-sdk/client-sfn';
import { runMachine } from '../../infra/local/state-machine.ts';
import { type StepFunctions, startStepFunctions } from '../../infra/local/step-functions.ts';
import { createStepFunctionsWorkflow } from '../../lib/adapters/aws/step-functions-workflow.ts';
import { TransientError } from '../../lib/errors.ts';
import type { Workflow } from '../../lib/trainings/ports.ts';
import { createMemoryWorkflow } from '../support/memory/memory-workflow.ts';
import { until } from '../support/until.ts';
import { describePort, inMemory } from './adapters.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:machine';
/** A machine of one task, which waits until it is let go. */
const DEFINITION = {
  StartAt: 'Work',
  States: {
    Work: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'f', Payload: { 'run_id.$': '$.run_id' } },
      End: true,
    },
  },
} as const;
const asked: unknown[] = [];
let letGo = () => {};
let server: StepFunctions | undefined;

async function onStepFunctions(): Promise<Workflow> {
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const invoke = async (_: string, payload: unknown) => {
    asked.push(payload);
    await gate;
    return {};
  };
  server = await startStepFunctions((input) => runMachine(DEFINITION, input, invoke));
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SFNClient({
    region: 'us-east-1',
    endpoint: server.endpoint,
    credentials,
    maxAttempts: 1,
  });
  return createStepFunctionsWorkflow(client, ARN);
}

describePort<Workflow>(
  'workflow',
  [
    inMemory(createMemoryWorkflow),
    { technology: 'Step Functions', make: onStepFunctions, close: async () => server?.stop() },
  ],
  (workflow) => {
    test('what is started or stopped twice is so once', async () => {
      await Promise.all([workflow().start('a'), workflow().start('a')]);
      await workflow().start('a');
      await workflow().stop('a');
      await workflow().stop('a');
      // It has ended: an execution of this name is not begun again.
      await workflow().start('a');
    });

    test('what was never started can be stopped', async () => {
      await workflow().stop('never');
    });
  },
);

test('an execution gets the training’s id, and only once', async () => {
  asked.length = 0;
  const workflow = await onStepFunctions();
  await workflow.start('b');
  await workflow.start('b');
  await until('the task', async () => asked[0]);
  letGo();
  expect(asked).toEqual([{ run_id: 'b' }]);
  server!.stop();
  await expect(workflow.start('c')).rejects.toThrow(TransientError);
});
