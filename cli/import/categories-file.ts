import { InputError } from '../../lib/errors.ts';
import { readInput } from '../files/files.ts';
import { nameOfInput } from '../terminal/standard-streams.ts';

/** Column → the words of its codes, in their order. @throws {InputError} the file is another one */
export function readCategories(path: string): Readonly<Record<string, readonly unknown[]>> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(readInput(path)));
  } catch (error) {
    if (error instanceof InputError) throw error;
  }
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  if (isObject && Object.values(json as object).every(isList)) return json as Record<string, unknown[]>;
  throw new InputError(
    `${nameOfInput(path)}: expected a JSON object of lists, such as {"city": ["Berlin", "Köln"]}: of each column the words in the order of its codes. In Python: json.dump({c: list(X[c].cat.categories) for c in X.select_dtypes("category")}, file).`,
  );
}

const isList = (words: unknown): boolean =>
  Array.isArray(words) && words.every((word) => ['string', 'number', 'boolean'].includes(typeof word));
