import { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { RefuseCaller } from './trusted-callers.ts';

/** What a request arrives as: `upgrade` and `connect` have a bare socket in the response's place. */
const ARRIVALS = ['request', 'checkContinue', 'checkExpectation', 'upgrade', 'connect'];

/**
 * Lets every HTTP server that begins to listen in this process refuse foreign callers, the emulators' and
 * serverless-offline's too: none of them has a setting for it, and dynalite and hapi allow every origin.
 *
 * @returns servers that begin to listen from then on are not guarded
 */
export function guardServers(refuse: RefuseCaller): () => void {
  const { listen } = NetServer.prototype;
  NetServer.prototype.listen = function (this: NetServer, ...args: unknown[]) {
    if (this instanceof Server) guard(this, refuse);
    return Reflect.apply(listen, this, args) as NetServer;
  } as typeof listen;
  return () => {
    NetServer.prototype.listen = listen;
  };
}

function guard(server: Server, refuse: RefuseCaller): void {
  const emit = server.emit.bind(server);
  server.emit = (name: string, ...args: unknown[]): boolean => {
    const [request, response] = args;
    if (!ARRIVALS.includes(name) || !(request instanceof IncomingMessage)) return emit(name, ...args);
    const reason = refuse(request);
    if (reason === undefined) return emit(name, ...args);
    if (response instanceof ServerResponse) {
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(`${reason}\n`);
      // What a client still sends of its body is thrown away, so that it reads the answer.
      request.resume();
    } else request.socket.destroy();
    return true;
  };
}
