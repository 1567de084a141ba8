import type { Bucket } from '../../bucket/ports.ts';
import { OutcomeMapping } from '../../contract/outcome-mapping.ts';
import { OTHERS, OUTCOME_EVENTS } from '../../contract/words.ts';
import { InputError, messageOf } from '../../errors.ts';
import { parseDateForm } from '../../lead/date-form.ts';
import { explainIssues } from '../../trainings/training-options.ts';
import { mappingKey } from './outcome-file.ts';
import type { OutcomeTable } from './outcome-rows.ts';
import { mapWords, type OutcomeWords } from './outcome-words.ts';
import { asMember } from './setting-name.ts';

const MOST_BYTES = 100_000;
const COLUMN = 'expected the name of a column, as text';
const WORDS = 'expected a list of words of the column of outcomes, such as ["Won"]';
const EXPECTED = {
  ...{ reference: COLUMN, outcome: COLUMN, at: COLUMN, value: COLUMN },
  ...Object.fromEntries(OUTCOME_EVENTS.map((kind) => [kind, WORDS])),
  other: `expected ${OTHERS.map((word) => `"${word}"`).join(' or ')}`,
  date_form: 'expected a form of dates as text, such as "dd/mm/yyyy"',
  decimal: 'expected "." or ","',
};

/**
 * How the files of outcomes of a model are read.
 *
 * @throws {InputError} there is no mapping file, or naming everything that is wrong with it
 */
export async function readMapping(
  files: Pick<Bucket, 'stat' | 'read'>,
  model: string,
): Promise<Omit<OutcomeTable, 'fileName'>> {
  const key = mappingKey(model);
  const found = await files.stat(key);
  if (found === undefined)
    throw new InputError(
      `expected the mapping file ${key}, which says what the columns and words of the file mean; found none. Put it there, ` +
        'and then this file once more.',
    );
  const bytes = await files.read(key, 0, Math.min(found.bytes, MOST_BYTES), found.etag);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new InputError(`${key}: expected JSON of at most ${MOST_BYTES} bytes, got something else.`);
  }
  return parseMapping(key, json);
}

/** @param json untrusted @throws {InputError} naming everything that is wrong */
export function parseMapping(key: string, json: unknown): Omit<OutcomeTable, 'fileName'> {
  const parsed = OutcomeMapping.safeParse(json);
  const wrong = parsed.success
    ? []
    : explainIssues(parsed.error.issues as never, EXPECTED).map(
        ({ field, message }) => `${field}: ${message}`,
      );
  // What can be told of the other members is told, too.
  const said = (typeof json === 'object' && json !== null ? json : {}) as Partial<OutcomeMapping>;
  let form: string | undefined;
  if (typeof said.date_form === 'string') {
    try {
      form = parseDateForm(said.date_form);
    } catch (error) {
      wrong.push(`date_form: ${messageOf(error).replace(/\.$/, '')}`);
    }
  }
  const words = wordsOf(said);
  const kinds = mapWords(words, (message) => wrong.push(message), asMember);
  if (!parsed.success || wrong.length > 0) throw new InputError(`${key}: ${[...new Set(wrong)].join('; ')}.`);
  const { reference, outcome, at, value, other, decimal, date_form: told } = parsed.data;
  return {
    ...{ reference, outcome, at, words, kinds, say: asMember },
    ...(value === undefined ? {} : { value }),
    ...(other === undefined ? {} : { others: other }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(told === undefined ? {} : { dateForm: { form } }),
  };
}

const wordsOf = (said: Partial<OutcomeMapping>): OutcomeWords =>
  Object.fromEntries(
    OUTCOME_EVENTS.flatMap((kind) => {
      const list: unknown = said[kind];
      return Array.isArray(list) && list.every((word) => typeof word === 'string') ? [[kind, list]] : [];
    }),
  );
