import type { Headers } from './answer.ts';
import { HttpProblem } from './problem.ts';

interface Range {
  readonly type: string;
  readonly quality: number;
}

/**
 * The media type that a client wants most of those that can be had (RFC 9110 §12.5.1): of the ranges that fit a type the most
 * specific one says its quality; among equals the first of ours is taken. Parameters other than `q` are not looked at:
 * what is answered has one form of each type.
 *
 * @param offered in our order, at least one
 * @throws {HttpProblem} 406 it wants none of them
 * @example
 * chooseMediaType({ accept: 'text/*;q=0.5, application/json' }, ['text/csv', 'application/json']); // 'application/json'
 */
export function chooseMediaType({ accept = '' }: Headers, offered: readonly string[]): string {
  // An empty field says as much as none.
  if (accept.trim() === '') return offered[0]!;
  const ranges = readAccept(accept);
  let best: string | undefined;
  let most = 0;
  for (const type of offered) {
    const quality = qualityOf(type, ranges);
    if (quality > most) [best, most] = [type, quality];
  }
  if (best !== undefined) return best;
  throw new HttpProblem(
    'not-acceptable',
    `expected an Accept header that takes ${offered.join(' or ')}, got “${accept.slice(0, LONGEST)}”`,
  );
}

const LONGEST = 200;
const QUALITY = /^(?:0?\.\d+|[01](?:\.\d*)?)$/;

/** Of a quality that is no number, the range counts as not there. */
const readAccept = (text: string): Range[] =>
  splitOutsideQuotes(text, ',').flatMap((element) => {
    const [type = '', ...parameters] = splitOutsideQuotes(element, ';').map((part) => part.trim());
    const given = parameters.map((part) => /^q\s*=\s*(.*)$/i.exec(part)?.[1]).find((q) => q !== undefined);
    if (type === '' || (given !== undefined && !QUALITY.test(given))) return [];
    // Java's HttpURLConnection writes `*` for `*/*`.
    return { type: type === '*' ? '*/*' : type.toLowerCase(), quality: Number(given ?? 1) };
  });

function qualityOf(type: string, ranges: readonly Range[]): number {
  for (const fitting of [type, type.replace(/\/.*$/, '/*'), '*/*']) {
    const found = ranges.filter((range) => range.type === fitting);
    if (found.length > 0) return Math.max(...found.map(({ quality }) => quality));
  }
  return 0;
}

/** The parts of a field's value; separators inside of a quoted string (RFC 9110 §5.6.4) separate nothing. */
export const splitOutsideQuotes = (text: string, separator: ',' | ';'): string[] => {
  const parts = [''];
  // A quoted string, one that has no end, or one character: each is looked at once.
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"?|./gs)) {
    if (piece === separator) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
};
