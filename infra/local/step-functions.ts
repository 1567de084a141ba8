import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Execution } from './state-machine.ts';

export interface StepFunctions {
  readonly endpoint: string;
  stop(): void;
}

interface Known {
  readonly input: string;
  readonly startDate: number;
  readonly execution: Execution;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
}

type Request = Readonly<Record<string, string | undefined>>;

/**
 * Answers as Step Functions does, as far as the functions ask it: StartExecution, StopExecution and DescribeExecution
 * (AWS JSON 1.0). Executions live as long as this process.
 *
 * @param run starts an execution
 */
export async function startStepFunctions(run: (input: unknown) => Execution): Promise<StepFunctions> {
  const known = new Map<string, Known>();
  const operations: Readonly<Record<string, (request: Request) => object>> = {
    StartExecution({ stateMachineArn = '', name = '', input = '{}' }) {
      const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      const before = known.get(executionArn);
      if (before !== undefined) {
        if (before.status !== 'RUNNING' || before.input !== input)
          throw new AwsError('ExecutionAlreadyExists');
        return { executionArn, startDate: before.startDate };
      }
      const execution = run(JSON.parse(input));
      const entry: Known = { input, startDate: Date.now() / 1000, execution, status: 'RUNNING' };
      known.set(executionArn, entry);
      void execution.ended.then((error) => {
        if (entry.status === 'RUNNING') entry.status = error === undefined ? 'SUCCEEDED' : 'FAILED';
      });
      return { executionArn, startDate: entry.startDate };
    },
    StopExecution({ executionArn = '' }) {
      const entry = known.get(executionArn);
      if (entry === undefined) throw new AwsError('ExecutionDoesNotExist');
      if (entry.status === 'RUNNING') {
        entry.status = 'ABORTED';
        entry.execution.abort();
      }
      return { stopDate: Date.now() / 1000 };
    },
    DescribeExecution({ executionArn = '' }) {
      const entry = known.get(executionArn);
      if (entry === undefined) throw new AwsError('ExecutionDoesNotExist');
      const { status, startDate, input } = entry;
      return { executionArn, name: executionArn.split(':').at(-1), status, startDate, input };
    },
  };
  const server = createServer(async (request, response) => {
    const [, name = ''] = String(request.headers['x-amz-target']).split('.');
    let [status, body]: [number, object] = [200, {}];
    try {
      const operation = operations[name];
      if (operation === undefined) throw new AwsError('UnknownOperationException');
      body = operation(JSON.parse(await readBody(request)));
    } catch (error) {
      const type = error instanceof AwsError ? error.message : 'InternalFailure';
      [status, body] = [error instanceof AwsError ? 400 : 500, { __type: type, message: String(error) }];
    }
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      for (const entry of known.values()) {
        if (entry.status !== 'RUNNING') continue;
        entry.status = 'ABORTED';
        entry.execution.abort();
      }
      server.close();
      server.closeAllConnections();
    },
  };
}

class AwsError extends Error {}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
