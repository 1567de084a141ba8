import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Endpoints } from './local-environment.ts';

export interface FaultProxies {
  readonly endpoints: Endpoints;
  stop(): void;
}

/**
 * Stands between the functions and the emulators, and lets a share of the requests fail: half of them before they took
 * effect, half after, as when a network breaks.
 */
export async function startFaultProxies(endpoints: Endpoints, rate: number): Promise<FaultProxies> {
  const servers: Server[] = [];
  const byTarget = new Map<string, string>();
  for (const target of new Set(Object.values(endpoints))) {
    const server = createProxy(target, rate).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    byTarget.set(target, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }
  const { sqs, s3, dynamodb } = endpoints;
  return {
    endpoints: { sqs: byTarget.get(sqs)!, s3: byTarget.get(s3)!, dynamodb: byTarget.get(dynamodb)! },
    stop() {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

function createProxy(target: string, rate: number): Server {
  return createServer((incoming, outgoing) => {
    const draw = Math.random();
    if (draw < rate / 2) {
      incoming.resume();
      outgoing.writeHead(500).end();
      return;
    }
    const answerIsLost = draw < rate;
    const passedOn = request(
      new URL(incoming.url ?? '/', target),
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        if (answerIsLost) {
          answer.resume();
          outgoing.destroy();
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    passedOn.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passedOn.destroy());
    incoming.pipe(passedOn);
  });
}
