import { gunzipSync } from 'node:zlib';
import type { Headers } from './answer.ts';
import { HttpProblem } from './problem.ts';

/** What a request's `Content-Encoding` may be. */
const CONTENT_CODINGS = 'gzip';

/** Whether a body is not what its content type says, but packed. */
export const isCoded = ({ 'content-encoding': coding = '' }: Headers): boolean =>
  !/^\s*(?:identity)?\s*$/i.test(coding);

/**
 * The bytes of a body that is coded, without its coding (RFC 9110 §8.4).
 *
 * @param most bytes: no more are unpacked, however small the body is
 * @throws {HttpProblem} 415 another coding, or more than one; 413 it unpacks to more; 400 it is not gzip
 */
export function decodeContent(
  bytes: Uint8Array,
  { 'content-encoding': coding = '' }: Headers,
  most: number,
): Uint8Array {
  if (!/^\s*(?:x-)?gzip\s*$/i.test(coding))
    throw new HttpProblem(
      'unsupported-media-type',
      `expected “content-encoding: ${CONTENT_CODINGS}” or none, got “${coding.slice(0, 100)}”`,
      { 'accept-encoding': CONTENT_CODINGS },
    );
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new HttpProblem(
        'body-too-large',
        `expected at most ${most} bytes, got more once it was unpacked`,
      );
    throw new HttpProblem('invalid-json', 'expected a body that is gzip, as its content-encoding says');
  }
}
