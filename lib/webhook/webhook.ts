import { countCharacters, isLonger } from '../contract/characters.ts';
import type { WEBHOOK_KINDS, WEBHOOK_STATES } from '../contract/words.ts';
import { InputError } from '../errors.ts';
import { mayBePublic } from './public-host.ts';

/** Where the end of a prediction, or of a whole batch, is to be told, and what came of it. */
export interface Webhook {
  readonly url: string;
  /** The id of the key that asked for it: the signing secret is that key's. */
  readonly caller: string;
  /** Oldest first, those of earlier rounds included. */
  readonly attempts: readonly WebhookAttempt[];
  /** How often it was sent once more by request: each time begins a round of attempts. Absent: never. */
  readonly resends?: number;
}

export interface WebhookAttempt {
  readonly at: Date;
  readonly durationMs: number;
  /** The HTTP status that came back; undefined: none did. */
  readonly status?: number;
  /** Why there was no answer, or none that was asked for. */
  readonly error?: string;
  /** The address is none that is ever called. */
  readonly refused?: true;
  /** The round that it belongs to: `resends` of its webhook when it was made. Absent: the first. */
  readonly resend?: number;
}

export type WebhookState = (typeof WEBHOOK_STATES)[number];
/** What it tells the end of. */
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

/** Waits between attempts, seconds: as Standard Webhooks recommends, within a day in all. */
export const RETRY_SECONDS = [5, 300, 1800, 7200, 18_000, 28_800, 28_800] as const;
export const MOST_ATTEMPTS = RETRY_SECONDS.length + 1;
const GONE = 410;

/** The attempts of the present round, oldest first: they alone say what state a webhook is in. */
const roundOf = ({ attempts, resends = 0 }: Webhook): readonly WebhookAttempt[] =>
  attempts.filter(({ resend = 0 }) => resend === resends);

export function stateOf(webhook: Webhook): WebhookState {
  const attempts = roundOf(webhook);
  const last = attempts.at(-1);
  if (last === undefined) return 'pending';
  if (attempts.some(isDelivery)) return 'delivered';
  if (last.refused || last.status === GONE) return 'stopped';
  return attempts.length >= MOST_ATTEMPTS ? 'gave_up' : 'pending';
}

/** Whether the receiver took it. */
export const isDelivery = ({ status = 0 }: WebhookAttempt): boolean => status >= 200 && status < 300;

/** When the next attempt is due; undefined: there will be none, or it is due at once. */
export function nextAttemptAt(webhook: Webhook): Date | undefined {
  const attempts = roundOf(webhook);
  const last = attempts.at(-1);
  if (last === undefined || stateOf(webhook) !== 'pending') return undefined;
  return new Date(last.at.getTime() + 1000 * RETRY_SECONDS[attempts.length - 1]!);
}

/** Of the address of a webhook, characters. */
export const LONGEST_WEBHOOK_URL = 2000;

/**
 * Checks the address of a webhook. Where a name leads to is checked when it is called: it may have changed by then.
 *
 * @param hosts `any` lets http through, too: for the local stack
 * @throws {InputError} it is none that can be called
 */
export function readWebhookUrl(text: string, hosts: WebhookHosts): string {
  const expected = hosts === 'any' ? 'an http or https URL' : 'an https URL';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw new InputError(`expected ${expected}, found what is no URL`);
  if (url.protocol !== 'https:' && !(hosts === 'any' && url.protocol === 'http:'))
    throw new InputError(`expected ${expected}, found one that begins with ${url.protocol}`);
  if (url.username !== '' || url.password !== '')
    throw new InputError(
      'expected a URL without user and password: what is sent is signed, see the documentation',
    );
  if (isLonger(text, LONGEST_WEBHOOK_URL))
    throw new InputError(
      `expected a URL of at most ${LONGEST_WEBHOOK_URL} characters, found ${countCharacters(text)}`,
    );
  if (hosts === 'public' && !mayBePublic(url.hostname))
    throw new InputError(`expected a host of the public internet, found ${url.hostname}`);
  url.hash = '';
  return url.href;
}

/** Which addresses are called: only those of the public internet, or any, which is for the local stack. */
export type WebhookHosts = 'public' | 'any';
