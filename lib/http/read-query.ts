import { HttpProblem } from './problem.ts';

/**
 * Reads the parameters of a query, each by its pattern.
 *
 * @throws {HttpProblem} 400 naming the parameter that is wrong
 */
export function readQuery(query: URLSearchParams) {
  const read = (name: string, pattern: RegExp, expected: string): string | undefined => {
    const text = query.get(name);
    if (text === null || pattern.test(text)) return text ?? undefined;
    throw new HttpProblem('bad-request', `${name}: expected ${expected}`);
  };
  const readWhole = (name: string, least: number, most: number): number | undefined => {
    const expected = `a whole number from ${least} to ${most}`;
    const text = read(name, /^\d{1,4}$/, expected);
    const value = Number(text);
    if (value < least || value > most) throw new HttpProblem('bad-request', `${name}: expected ${expected}`);
    return text === undefined ? undefined : value;
  };
  return { read, readWhole };
}
