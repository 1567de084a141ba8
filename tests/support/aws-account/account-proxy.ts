import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeRequest, type RecordedRequest } from './aws-call.ts';

/** A call that is to fail, as AWS would refuse it. */
export interface Fault {
  readonly action: string;
  /** Part of the resource; any, when it is left out. */
  readonly resource?: string;
  /** How many calls may still pass before it; none. */
  readonly after?: number;
}

export interface AccountProxy {
  readonly endpoint: string;
  /** Every call so far, each once. */
  calls(): readonly RecordedRequest[];
  /** Every operation on CloudFormation, in order. */
  readonly log: readonly string[];
  faults: Fault[];
  /** Concurrent executions that the account has. */
  concurrency: number;
  /** The stacks that refuse deletion. */
  readonly isProtected: Set<string>;
  stop(): void;
}

/**
 * Stands before moto: records what is asked, refuses what a test wants refused, and answers two operations that moto lacks
 * (GetAccountSettings, UpdateTerminationProtection).
 */
export async function startProxy(moto: string): Promise<AccountProxy> {
  const calls = new Map<string, RecordedRequest>();
  const log: string[] = [];
  const proxy = { faults: [] as Fault[], concurrency: 1000, isProtected: new Set<string>() };
  const server = createServer(async (request, response) => {
    try {
      await answer(request, response);
    } catch (error) {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`stand-in for AWS: ${error}`);
      console.error(error);
    }
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { method = 'GET', url = '/', headers } = request;
    const described = describeRequest({ method, url, headers, body });
    for (const call of described) {
      calls.set(JSON.stringify(call), call);
      if (call.action.startsWith('cloudformation:')) log.push(call.action);
      if (isRefused(call)) return refuse(response, call, headers);
    }
    const [{ action } = { action: '' }] = described;
    const own = OWN[action]?.(new URLSearchParams(body.toString()));
    if (own !== undefined) {
      response
        .writeHead(200, { 'content-type': own.startsWith('<') ? 'text/xml' : 'application/json' })
        .end(own);
      return;
    }
    const passed = await fetch(new URL(url, moto), {
      method,
      headers: Object.entries(headers).flatMap(([name, value]) =>
        HOP_BY_HOP.includes(name) ? [] : [[name, String(value)] as [string, string]],
      ),
      ...(body.length === 0 ? {} : { body }),
    });
    const answered = Buffer.from(await passed.arrayBuffer());
    const kept = [...passed.headers].filter(([name]) => !HOP_BY_HOP.includes(name));
    response
      .writeHead(passed.status, [...kept, ['content-length', lengthOf(method, passed, answered)]].flat())
      .end(answered);
  }

  const OWN: Readonly<Record<string, (form: URLSearchParams) => string>> = {
    'lambda:GetAccountSettings': () =>
      JSON.stringify({ AccountLimit: { ConcurrentExecutions: proxy.concurrency }, AccountUsage: {} }),
    'cloudformation:UpdateTerminationProtection'(form) {
      proxy.isProtected.add(form.get('StackName') ?? '');
      return '<UpdateTerminationProtectionResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><UpdateTerminationProtectionResult><StackId>s</StackId></UpdateTerminationProtectionResult></UpdateTerminationProtectionResponse>';
    },
  };

  function isRefused({ action, resource }: RecordedRequest): boolean {
    const at = proxy.faults.findIndex(
      (fault) => fault.action === action && resource.includes(fault.resource ?? ''),
    );
    const fault = proxy.faults[at];
    if (fault === undefined) return false;
    const { after = 0 } = fault;
    if (after === 0) return true;
    proxy.faults[at] = { ...fault, after: after - 1 };
    return false;
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(proxy, {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => [...calls.values()],
    log,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  });
}

const HOP_BY_HOP = [
  'connection',
  'content-length',
  'content-encoding',
  'expect',
  'keep-alive',
  'transfer-encoding',
  'host',
];

/** HEAD tells the length of what it does not send. */
const lengthOf = (method: string, { headers }: Response, answered: Buffer): string =>
  method === 'HEAD' ? (headers.get('content-length') ?? '0') : String(answered.length);

/** In the form of the protocol that was spoken. */
function refuse(
  response: ServerResponse,
  { action, resource }: RecordedRequest,
  headers: IncomingMessage['headers'],
): void {
  const message = `not authorized to perform: ${action} on resource: ${resource}`;
  if (headers['x-amz-target'] !== undefined || action.startsWith('lambda:')) {
    response.writeHead(400, {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-errortype': 'AccessDeniedException',
    });
    response.end(JSON.stringify({ __type: 'AccessDeniedException', message }));
    return;
  }
  response.writeHead(403, { 'content-type': 'text/xml' });
  response.end(
    action.startsWith('s3:')
      ? `<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`
      : `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );
}
