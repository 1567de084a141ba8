import { type LookupAddress, lookup as lookUp } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { messageOf } from '../../errors.ts';
import type { WebhookSender } from '../../webhook/ports.ts';
import { isPublicAddress, mayBePublic } from '../../webhook/public-host.ts';
import type { WebhookHosts } from '../../webhook/webhook.ts';

type Answer = Awaited<ReturnType<WebhookSender['post']>>;
type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export const TIMEOUT_MS = 10_000;

/** The host leads to an address that is not of the public internet. */
class RefusedAddressError extends Error {
  constructor() {
    super('refused: the host leads to an address that is not public');
  }
}

/**
 * Posts webhooks over HTTPS. With `public`, a host that resolves to any loopback, private, link-local or otherwise
 * special address is refused, and the connection is made to the very addresses that were looked at, so that a name
 * cannot lead elsewhere the second time (DNS rebinding). A redirect is an answer like any other.
 */
export function createHttpsWebhookSender(
  hosts: WebhookHosts,
  { resolve = resolveAll, timeoutMs = TIMEOUT_MS }: { resolve?: Resolve; timeoutMs?: number } = {},
): WebhookSender {
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        if (hosts === 'public' && !addresses.every(({ address }) => isPublicAddress(address)))
          return callback(new RefusedAddressError(), '');
        if (options.all) callback(null, [...addresses]);
        else callback(null, addresses[0]!.address, addresses[0]!.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };

  return {
    post: (url, headers, body) =>
      new Promise<Answer>((done) => {
        const target = new URL(url);
        if (hosts === 'public' && target.protocol !== 'https:')
          return done({ error: 'refused: not https', refused: true });
        // An address is not looked up.
        if (hosts === 'public' && !mayBePublic(target.hostname))
          return done(describeFailure(new RefusedAddressError()));
        const send = target.protocol === 'https:' ? requestHttps : requestHttp;
        const sending = send(
          target,
          {
            method: 'POST',
            headers: {
              ...headers,
              'content-length': Buffer.byteLength(body),
              'user-agent': 'Scorelane-Webhooks/1',
            },
            lookup,
            // No connection is kept: the receivers are many, and a function may be frozen at any time.
            agent: false,
            signal: AbortSignal.timeout(timeoutMs),
          },
          (response) => {
            // What the receiver says besides its status is nobody's business.
            response.destroy();
            done(describeStatus(response.statusCode ?? 0));
          },
        );
        sending.on('error', (error) => done(describeFailure(error)));
        sending.end(body);
      }),
  };
}

const resolveAll: Resolve = (hostname) =>
  new Promise((done, fail) => {
    lookUp(hostname, { all: true }, (error, addresses) => (error ? fail(error) : done(addresses)));
  });

function describeStatus(status: number): Answer {
  if (status >= 300 && status < 400) return { status, error: 'redirects are not followed' };
  return { status };
}

function describeFailure(error: Error): Answer {
  if (error instanceof RefusedAddressError) return { error: error.message, refused: true };
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return { error: 'no answer in time' };
  // A code such as ENOTFOUND or CERT_HAS_EXPIRED; never more of it.
  return { error: (error as NodeJS.ErrnoException).code ?? messageOf(error) };
}
