import type { ApiRequest } from './api-route.ts';
import { HttpProblem } from './problem.ts';

/** The largest body that is read, bytes of UTF-8. */
export const MAX_BODY_BYTES = 1_000_000;

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/**
 * The JSON body of a request.
 *
 * @throws {HttpProblem} 415 not JSON by its content type, 413 too large, 400 broken
 */
export function readJson({ headers, body }: Pick<ApiRequest, 'headers' | 'body'>): unknown {
  const contentType = headers['content-type'] ?? '';
  if (!JSON_TYPE.test(contentType)) {
    throw new HttpProblem(
      'unsupported-media-type',
      `expected "content-type: application/json", got ${contentType === '' ? 'none' : `"${contentType}"`}`,
      { accept: 'application/json' },
    );
  }
  const bytes = body.isBase64 ? Buffer.from(body.text, 'base64') : undefined;
  const size = bytes?.byteLength ?? Buffer.byteLength(body.text);
  if (size > MAX_BODY_BYTES) {
    throw new HttpProblem('body-too-large', `expected at most ${MAX_BODY_BYTES} bytes, got ${size}`);
  }
  try {
    return JSON.parse(
      bytes === undefined ? body.text : new TextDecoder('utf-8', { fatal: true }).decode(bytes),
    );
  } catch (error) {
    throw new HttpProblem('invalid-json', `expected JSON, got ${describe(error, size)}`);
  }
}

/** V8 quotes the text around the error, which may be personal data: only the position goes out. */
function describe(error: unknown, length: number): string {
  if (length === 0) return 'an empty body';
  if (!(error instanceof SyntaxError)) return 'bytes that are not UTF-8';
  const position = /at position (\d+)(?: \((line \d+ column \d+)\))?/.exec(error.message);
  if (position === null) return 'text that is not JSON or ends too early';
  return `a syntax error at ${position[2] ?? `position ${position[1]}`}`;
}
