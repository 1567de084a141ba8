import { createClient } from '../../lib/client/create-client.ts';

/** What lib/client, and so the page, asks of a browser across origins. */
export interface Asked {
  readonly methods: readonly string[];
  /** Headers of requests and of answers, in lower case. */
  readonly sent: readonly string[];
  readonly read: readonly string[];
}

/** Whatever a method takes besides what it is about. */
const OPTIONS = {
  model: 'm',
  webhook: 'https://example.com/',
  lenient: true,
  expiresAfterSeconds: 60,
  idempotencyKey: 'k',
  limit: 1,
  wait: 1,
};

type Method = (...args: unknown[]) => Promise<unknown>;

/** Those of its subjects included, such as `client.webhooks.test`. */
const methodsOf = (client: object): Method[] =>
  Object.values(client).flatMap((part) => (typeof part === 'function' ? [part as Method] : methodsOf(part)));

let asked: Promise<Asked> | undefined;

/** Calls every method of the client, once with an answer and once with a problem, and notes what goes over the wire. */
export const callEverything = (): Promise<Asked> => {
  asked ??= callAll();
  return asked;
};

async function callAll(): Promise<Asked> {
  const [methods, sent, read] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const status of [200, 404]) {
    const answer: typeof fetch = async (_url, init = {}) => {
      methods.add(init.method ?? 'GET');
      for (const name of new Headers(init.headers).keys()) sent.add(name);
      const response = new Response('{}', { status, headers: { 'content-type': 'application/json' } });
      const get = response.headers.get.bind(response.headers);
      Object.defineProperty(response.headers, 'get', {
        value: (name: string) => {
          read.add(name.toLowerCase());
          return get(name);
        },
      });
      return response;
    };
    const client = createClient({
      baseUrl: 'https://api.example.com',
      apiKey: 'key',
      retries: 0,
      fetch: answer,
      // Whoever waits has asked already.
      waiting: { sleep: () => Promise.reject(new Error('enough')), random: () => 0 },
    });
    for (const call of methodsOf(client)) await call('x', OPTIONS).catch(() => {});
  }
  return { methods: [...methods], sent: [...sent], read: [...read] };
}
