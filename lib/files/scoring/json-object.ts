/** The object that a text is as JSON; undefined, when it is none. */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

export const isJsonObject = (text: string): boolean => parseJsonObject(text) !== undefined;

/** What a plain JSON value is in the cell of a table. @example textOfValue(12.5) // '12.5' */
export const textOfValue = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const OPENING = new Set([91, 123]); // [ {
const CLOSING = new Set([93, 125]); // ] }

/**
 * The names of an object's fields in the order in which they stand, twice when they stand twice: `JSON.parse` would keep the
 * last one in silence.
 *
 * @param text a JSON object
 */
export function listNames(text: string): string[] {
  const names: string[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const close = findClosingQuote(text, at);
      if (depth === 1 && followedByColon(text, close + 1)) {
        const name = text.slice(at + 1, close);
        names.push(name.includes('\\') ? (JSON.parse(`"${name}"`) as string) : name);
      }
      at = close;
    } else if (OPENING.has(code)) depth += 1;
    else if (CLOSING.has(code)) depth -= 1;
  }
  return names;
}

function findClosingQuote(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); ; close = text.indexOf('"', close + 1)) {
    let before = close;
    while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
    // An even number of backslashes stands for themselves.
    if ((close - before) % 2 === 0) return close;
  }
}

function followedByColon(text: string, from: number): boolean {
  let at = from;
  while (text.charCodeAt(at) <= 32) at += 1;
  return text.charCodeAt(at) === COLON;
}
