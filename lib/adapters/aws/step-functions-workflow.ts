import { type SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { Workflow } from '../../trainings/ports.ts';
import { callAws } from './call-aws.ts';

/** A run is an execution of the state machine, and its id the execution's name: started twice, it runs once. */
export function createStepFunctionsWorkflow(client: SFNClient, stateMachineArn: string): Workflow {
  const executionArn = (id: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}`;
  return {
    async start(id) {
      const command = new StartExecutionCommand({
        stateMachineArn,
        name: id,
        input: JSON.stringify({ run_id: id }),
      });
      await callAws('starting a training', () => client.send(command), {
        // With the same input it is no error as long as it runs; from then on it is.
        ExecutionAlreadyExists: () => undefined,
      });
    },

    async stop(id) {
      const command = new StopExecutionCommand({ executionArn: executionArn(id), error: 'Canceled' });
      await callAws('stopping a training', () => client.send(command), {
        ExecutionDoesNotExist: () => undefined,
        // It has ended.
        ValidationException: () => undefined,
      });
    },
  };
}
