import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Server } from 'node:net';
import { type FauxqsServer, startFauxqs } from 'fauxqs';

/** What S3 takes in one request. */
const MOST_BYTES = 5 * 1024 ** 3;

/** Starts SQS and S3 with two things that fauxqs has no options for. */
export async function startFauxqsOn(
  host: string,
  port: number,
  dataDir: string | undefined,
): Promise<FauxqsServer> {
  const { listen } = Server.prototype;
  Server.prototype.listen = listenOn(host, listen);
  subscribe(FASTIFY, liftBodyLimit);
  try {
    return await startFauxqs({ port, logger: false, ...(dataDir && { dataDir }) });
  } finally {
    Server.prototype.listen = listen;
    unsubscribe(FASTIFY, liftBodyLimit);
  }
}

/** It listens on every interface; leads must not be readable from the network. */
function listenOn(host: string, listen: Server['listen']): Server['listen'] {
  return function (this: Server, ...args: unknown[]) {
    const [options] = args;
    if (typeof options === 'object' && options !== null && 'host' in options && options.host === '0.0.0.0') {
      args[0] = { ...options, host };
    }
    return Reflect.apply(listen, this, args) as Server;
  } as typeof listen;
}

/** fauxqs is a Fastify application, and Fastify tells here of every one that is made. */
const FASTIFY = 'fastify.initialization';

interface FastifyMade {
  readonly fastify: {
    addHook(name: 'onRoute', hook: (route: { bodyLimit?: number }) => void): void;
  };
}

/** It takes 11 MiB a request; a file that is uploaded, and parts of results, are larger. */
function liftBodyLimit(message: unknown): void {
  (message as FastifyMade).fastify.addHook('onRoute', (route) => {
    route.bodyLimit = MOST_BYTES;
  });
}
