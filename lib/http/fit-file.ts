import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Headers } from './answer.ts';
import { MOST_ANSWER_BYTES, sentBytes } from './answer-size.ts';

/** For the other headers. */
const MARGIN = 20_000;
const MOST_BYTES = MOST_ANSWER_BYTES - MARGIN;

/** The fastest: the client waits. */
const LEVEL = 1;

export const acceptsGzip = ({ 'accept-encoding': accepted = '' }: Headers): boolean =>
  accepted
    .toLowerCase()
    .split(',')
    .some((coding) => /^\s*(gzip|\*)\s*(;(?!\s*q=0(\.0*)?\s*$)|$)/.test(coding));

/**
 * A file as it fits into an answer: its text, or gzip of a large one where the client takes that, as browsers do.
 *
 * @returns undefined: it does not fit
 */
export async function fitFile(bytes: Uint8Array, headers: Headers): Promise<string | Uint8Array | undefined> {
  // A byte of JSON in quotes is never less than one.
  const text = bytes.length > MOST_BYTES ? undefined : new TextDecoder().decode(bytes);
  if (text !== undefined && sentBytes(text) <= MOST_BYTES) return text;
  if (!acceptsGzip(headers)) return undefined;
  const packed = await promisify(gzip)(bytes, { level: LEVEL });
  return Math.ceil(packed.length / 3) * 4 <= MOST_BYTES ? packed : undefined;
}
