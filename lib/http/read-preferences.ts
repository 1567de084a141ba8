import { MOST_WAIT_SECONDS } from '../contract/words.ts';
import { splitOutsideQuotes } from './choose-media-type.ts';

/** What a client prefers, as far as this API knows it. */
export interface Preferences {
  /** Seconds that it waits for the result; undefined: it does not. */
  readonly wait: number | undefined;
  /** Accept what is good and report the rest. */
  readonly lenient: boolean;
  /**
   * The value of `Preference-Applied`, of those that were heeded; empty: none was.
   *
   * @param heeded names, such as `wait`
   */
  readonly applied: (heeded: readonly string[]) => string;
}

const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

/**
 * `Prefer` (RFC 7240): a list of `name[=value][;parameters]`, of which the first of a name counts; several fields are one list.
 * What is not known, or malformed, is ignored, as the RFC asks.
 *
 * - `wait=10`: the client waits so many seconds for the result; `wait` alone: as long as it takes; `wait=0`: it does not wait
 * - `respond-async`: it wants an answer at once, which is what it gets without `wait`, too
 * - `handling=lenient`: accept what is good and report the rest; `handling=strict`: all or nothing, which is the default
 */
export function readPreferences(prefer = ''): Preferences {
  const given = new Map<string, string>();
  for (const element of splitOutsideQuotes(prefer, ',')) {
    const [name = '', value = ''] = splitOnce(splitOutsideQuotes(element, ';')[0]!);
    if (TOKEN.test(name) && !given.has(name)) given.set(name, value);
  }
  const seconds = given.get('wait');
  const wait = seconds === undefined ? undefined : readSeconds(seconds);
  const handling = given.get('handling')?.toLowerCase();
  const words: Readonly<Record<string, string | undefined>> = {
    wait: wait === undefined ? undefined : seconds === '' ? 'wait' : `wait=${wait}`,
    'respond-async': given.has('respond-async') ? 'respond-async' : undefined,
    handling: handling === 'lenient' || handling === 'strict' ? `handling=${handling}` : undefined,
  };
  return {
    wait: wait === 0 ? undefined : wait,
    lenient: handling === 'lenient',
    applied: (heeded) => heeded.flatMap((name) => words[name] ?? []).join(', '),
  };
}

const splitOnce = (text: string): [name: string, value: string] => {
  const at = text.indexOf('=');
  if (at < 0) return [text.trim().toLowerCase(), ''];
  return [text.slice(0, at).trim().toLowerCase(), unquote(text.slice(at + 1).trim())];
};

const unquote = (text: string): string =>
  /^".*"$/s.test(text) ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : text;

/** Undefined: it is no number of seconds. */
function readSeconds(text: string): number | undefined {
  if (text === '') return MOST_WAIT_SECONDS;
  return /^\d+$/.test(text) ? Math.min(Number(text), MOST_WAIT_SECONDS) : undefined;
}
