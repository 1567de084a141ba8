import type { ApiRequest } from './api-route.ts';
import { decodeContent, isCoded } from './decode-content.ts';
import { HttpProblem } from './problem.ts';

/** The largest body that is read, bytes of UTF-8. */
const MAX_BODY_BYTES = 1_000_000;

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** What stands for bytes that are not UTF-8 once they were made text of, as API Gateway does. */
const REPLACEMENT = '\ufffd';
/** Half of a surrogate pair, escaped; only text with one can hold a string that is not Unicode. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/**
 * The JSON body of a request. Text that no UTF-8 can hold is refused: neither DynamoDB nor S3 would store it unchanged.
 *
 * @throws {HttpProblem} 415 not JSON by its content type, or packed in another way than gzip, 413 too large, 400 broken, not UTF-8, or with a string that holds
 * half of a surrogate pair (I-JSON, RFC 7493 §2.1)
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
  const sent = body.isBase64 ? Buffer.from(body.text, 'base64') : undefined;
  const sentSize = sent?.byteLength ?? Buffer.byteLength(body.text);
  if (sentSize > MAX_BODY_BYTES) {
    throw new HttpProblem('body-too-large', `expected at most ${MAX_BODY_BYTES} bytes, got ${sentSize}`);
  }
  const bytes = isCoded(headers)
    ? decodeContent(sent ?? Buffer.from(body.text), headers, MAX_BODY_BYTES)
    : sent;
  const size = bytes?.byteLength ?? sentSize;
  const text = bytes === undefined ? body.text.replace(/^\ufeff/, '') : decodeUtf8(bytes);
  // The decoder of bytes has found them already.
  if (text === undefined || (bytes === undefined && text.includes(REPLACEMENT)))
    throw new HttpProblem(
      'invalid-json',
      'expected JSON, got bytes that are not UTF-8, or the character U+FFFD, which is to be written \\ufffd',
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new HttpProblem('invalid-json', `expected JSON, got ${describe(error, size)}`);
  }
  if (SURROGATE_ESCAPE.test(text) && !isWellFormed(value))
    throw new HttpProblem(
      'invalid-json',
      'expected Unicode text, got half of a surrogate pair such as "\\ud800"',
    );
  return value;
}

/** Without a byte order mark; undefined: it is not UTF-8. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Whether each string in it is Unicode text, the names of members too. With a list of its own, because nesting may be deep. */
function isWellFormed(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string' && !next.isWellFormed()) return false;
    if (typeof next === 'object' && next !== null)
      for (const [name, inner] of Object.entries(next)) left.push(name, inner);
  }
  return true;
}

/** V8 quotes the text around the error, which may be personal data: only the position goes out. */
function describe(error: unknown, length: number): string {
  if (length === 0) return 'an empty body';
  const { message } = error as SyntaxError;
  const position = /at position (\d+)(?: \((line \d+ column \d+)\))?/.exec(message);
  if (position === null) return 'text that is not JSON or ends too early';
  return `a syntax error at ${position[2] ?? `position ${position[1]}`}`;
}
