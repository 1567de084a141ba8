import type { ApiRequest } from './api-route.ts';
import { HttpProblem } from './problem.ts';
import { parseJson, readJsonText } from './read-json.ts';

/** A string of JSON, with the colon behind it where it is a name; a string without an end; what JSON has no word for. */
const TOKENS = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"(\s*:)?|$)|(?<![\w.+-])(?:NaN|-?Infinity)(?!\w)/g;
/** Stands before names that begin with a digit: an object would sort those that are whole numbers to its front. */
const MARK = '\0';
/** No JSON string holds the mark itself, but an escape may stand for it, or for a digit. */
const TO_MARK = /^"\d|\\/;

/**
 * A body as Python's `json` and `requests` write it: `NaN` is null, and a string may hold the JSON. `Infinity` is read and, as it
 * is no value of a lead, refused with its field. A body without a content type is taken for JSON.
 *
 * @returns plain JSON, whose objects are to be read with `entriesOf`
 * @throws {HttpProblem} as `readJson` does
 */
export function readPythonJson(request: Pick<ApiRequest, 'headers' | 'body'>): unknown {
  const value = parsePythonJson(readJsonText(request, true));
  if (typeof value !== 'string') return value;
  try {
    return parsePythonJson(value);
  } catch {
    throw new HttpProblem('invalid-json', 'expected JSON, or a string that holds JSON, got another string');
  }
}

/** The same of a text. @throws {HttpProblem} it is no JSON */
export const parsePythonJson = (text: string): unknown => parseJson(text, parse);

function parse(text: string): unknown {
  const marked = text.replace(TOKENS, (token, colon: string | undefined) => {
    if (token.startsWith('"'))
      return colon !== undefined && TO_MARK.test(token) ? `"\\u0000${token.slice(1)}` : token;
    return token === 'NaN' ? 'null' : token.replace('Infinity', '1e999');
  });
  try {
    return JSON.parse(marked);
  } catch (error) {
    // Once more with words of the same length, so that the place in the message is that in the text.
    JSON.parse(text.replace(TOKENS, (token) => (token.startsWith('"') ? token : '1'.repeat(token.length))));
    throw error;
  }
}

/** Names and values of an object of `readPythonJson`, in the order of the text. */
export const entriesOf = (object: object): [name: string, value: unknown][] =>
  Object.entries(object).map(([name, value]) => [name.startsWith(MARK) ? name.slice(1) : name, value]);
