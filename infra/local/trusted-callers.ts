import type { IncomingMessage } from 'node:http';
import { isIPv4 } from 'node:net';
import { LocalStackError } from './local-stack-error.ts';

/** Why a request is refused, as a sentence; undefined: it may pass. */
export type RefuseCaller = (request: Pick<IncomingMessage, 'headers'>) => string | undefined;

/**
 * Who may speak to a local stack: programs of this machine, and pages of loopback addresses, of `PAGE_ORIGIN` and of the
 * hosts in `SCORELANE_HOSTS`. Every page that a developer visits can send requests to 127.0.0.1, and a name that its owner
 * points to 127.0.0.1 makes a browser take the answers for that page's own (DNS rebinding); so the `Origin` and the
 * `Host` of each request are checked. Programs send no `Origin`.
 *
 * @param pageOrigins such as `https://leads.example.com`
 * @param hosts names; one that begins with a dot stands for all below it
 */
export function refuseForeign(pageOrigins: readonly string[], hosts: readonly string[]): RefuseCaller {
  const isOurs = (name: string): boolean =>
    isLoopback(name) || hosts.some((host) => (host.startsWith('.') ? name.endsWith(host) : name === host));
  const origins = pageOrigins.map((origin) => origin.toLowerCase());
  return ({ headers: { host, origin } }) => {
    if (!isOurs(hostOf(`http://${host ?? ''}`)))
      return `this stack answers to localhost only, not to “${host ?? ''}”; SCORELANE_HOSTS names further hosts`;
    if (origin === undefined || origins.includes(origin.toLowerCase()) || isOurs(hostOf(origin)))
      return undefined;
    return `this stack does not answer pages of ${origin}; PAGE_ORIGIN or SCORELANE_HOSTS allows them`;
  };
}

/** Empty: there is none. `Origin: null`, of a sandboxed page or a file, names none. */
function hostOf(url: string): string {
  if (!URL.canParse(url)) return '';
  return new URL(url).hostname.toLowerCase();
}

/** `localhost` and all below it (RFC 6761 §6.3), 127.0.0.0/8 and ::1. */
function isLoopback(name: string): boolean {
  if (isIPv4(name)) return name.startsWith('127.');
  return name === '[::1]' || name === 'localhost' || name.endsWith('.localhost');
}

const HOST = /^\.?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

/**
 * The hosts of `SCORELANE_HOSTS`, separated by commas: `laptop.lan,.app.github.dev`.
 *
 * @throws LocalStackError one of them is not a host name
 */
export function readHosts(text: string | undefined): string[] {
  const hosts = (text ?? '')
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '');
  const wrong = hosts.find((host) => !HOST.test(host));
  if (wrong === undefined) return hosts;
  throw new LocalStackError(
    `SCORELANE_HOSTS holds "${wrong}": expected host names without scheme and port, such as laptop.lan or .app.github.dev.`,
  );
}
