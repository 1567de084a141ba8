import { countCharacters, isLonger } from '../contract/characters.ts';
import { toWord } from '../to-word.ts';
import { describeJson, isIsoDate } from './json-value.ts';
import { levelOf } from './level-of.ts';
import { nearestName } from './nearest-name.ts';
import {
  type Field,
  type FieldError,
  type Lead,
  type LeadSchema,
  type LeadValue,
  MAX_TEXT_LENGTH,
} from './schema.ts';
import { shortenWord } from './shorten-word.ts';
import { parseBooleanWord } from './value-words.ts';

export type Validation =
  | {
      readonly ok: true;
      readonly lead: Lead;
      /** Fields of the input that the schema does not have and that were left out, shortened; absent when there are none. */
      readonly ignored?: readonly string[];
    }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

export interface ValidateOptions {
  /** False: of an unknown field it is not said which one may have been meant, which takes time to find out. */
  readonly explain?: boolean;
  /** Leave out fields that the schema does not have, and name them, in place of refusing the lead. */
  readonly ignoreUnknown?: boolean;
}

/**
 * Checks a parsed JSON value against the schema and reports everything that is wrong with it at once.
 * Numbers and dates are not coerced: `"12"` is not a number, and an empty text is not "missing". A boolean may also be one of
 * the words by which files say it (`"yes"`, `"No"`, `"f"`), and becomes true or false.
 * A category may have a value that training never saw; it is scored as "other". Texts are read as a file's words are:
 * without the space around them, in Unicode's composed form, in the case of their level where the field merges cases. A field
 * that the model does not use may hold any text, number, true or false.
 *
 * @returns the lead with every field of the schema as a key (missing → null), in the schema's order
 */
export function validateLead(
  schema: LeadSchema,
  input: unknown,
  { explain = true, ignoreUnknown = false }: ValidateOptions = {},
): Validation {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return {
      ok: false,
      errors: [{ field: '', message: `expected a lead as a JSON object, got ${describeJson(input)}` }],
    };
  }
  const given = input as Record<string, unknown>;
  const errors: FieldError[] = [];
  const { names, levels, missingWords } = prepare(schema);
  const lead: Record<string, LeadValue> = {};
  schema.fields.forEach((field, f) => {
    const { name } = field;
    const found = Object.hasOwn(given, name) ? given[name] : undefined;
    const value = typeof found === 'string' ? readText(field, found, levels[f]!, missingWords[f]!) : found;
    const message = isTooLong(field, found, levels[f]!)
      ? describeLong(found)
      : checkValue(field, value, levels[f]!, missingWords[f]!);
    if (message !== undefined) errors.push({ field: name, message });
    const taken =
      field.unused === true ? takeUnused(field, value, levels[f]!, missingWords[f]!) : (value ?? null);
    if (name === '__proto__') Object.defineProperty(lead, name, { ...OWN, value: taken });
    else lead[name] = taken as LeadValue;
  });
  const unknown = Object.keys(given).filter((name) => !names.has(name));
  if (!ignoreUnknown)
    unknown.forEach((name, u) => {
      // A hostile lead has a hundred thousand of them, and each would be compared with every name.
      const message = explain && u < MOST_EXPLAINED ? describeUnknown(name, names) : UNKNOWN_FIELD;
      errors.push({ field: clip(name), message });
    });
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, lead, ...(unknown.length > 0 && { ignored: unknown.map(clip) }) };
}

const UNKNOWN_FIELD = 'unknown field';

/** Whether it is said of a field that the schema does not have. */
export const isUnknownField = ({ message }: FieldError): boolean => message.startsWith(UNKNOWN_FIELD);

/** A text as the field has it; one that is no word of the field stays as it is, for the message. */
function readText(
  field: Field,
  text: string,
  levels: ReadonlySet<unknown>,
  missingWords: ReadonlySet<string>,
): LeadValue {
  if (field.type === 'category') return levels.has(text) ? text : levelOf(field, text) || text;
  if (field.type !== 'boolean') return text;
  const word = text.trim();
  return missingWords.has(word.toLowerCase()) ? text : (parseBooleanWord(word) ?? text);
}

const OWN = { enumerable: true, configurable: true, writable: true } as const;

/** What every lead is held against, for quick look-ups. */
interface Prepared {
  /** Of the fields, in the schema's order. */
  readonly names: ReadonlySet<string>;
  /** Per field: the levels of a category. */
  readonly levels: readonly ReadonlySet<unknown>[];
  /** Per field. */
  readonly missingWords: readonly ReadonlySet<string>[];
}

const prepared = new WeakMap<LeadSchema, Prepared>();

function prepare(schema: LeadSchema): Prepared {
  let found = prepared.get(schema);
  if (found === undefined) {
    const shared = new Set(schema.missing_words);
    found = {
      names: new Set(schema.fields.map((field) => field.name)),
      levels: schema.fields.map((field) => new Set(field.type === 'category' ? field.levels : [])),
      missingWords: schema.fields.map((field) =>
        field.missing_words === undefined ? shared : new Set(field.missing_words),
      ),
    };
    prepared.set(schema, found);
  }
  return found;
}

/** What is wrong with a value, or undefined. */
function checkValue(
  field: Field,
  value: unknown,
  levels: ReadonlySet<unknown>,
  missingWords: ReadonlySet<string>,
): string | undefined {
  if (value === undefined || value === null) {
    return field.required ? `expected ${expectation(field)}; this field is required` : undefined;
  }
  if (field.unused === true) {
    return typeof value === 'object'
      ? `expected text, a number, true, false or null, got ${describeJson(value)}; the model does not use this field, so that it can be left out`
      : undefined;
  }
  switch (field.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : describeWrong(field, value);
    case 'boolean':
      if (typeof value === 'boolean') return undefined;
      return typeof value === 'string' && missingWords.has(value.trim().toLowerCase())
        ? describeMissing(value)
        : describeWrong(field, value);
    case 'date':
      return typeof value === 'string' && isIsoDate(value) ? undefined : describeWrong(field, value);
    case 'category':
      if (levels.has(value)) return undefined;
      if (typeof value !== 'string' || toWord(value) === '') return describeWrong(field, value);
      // Scoring it as an unseen level would silently differ from training, where the word meant "missing".
      return missingWords.has(value.toLowerCase()) ? describeMissing(value) : undefined;
  }
}

const describeMissing = (text: string): string =>
  `the text "${text}" meant "missing" in the training data; send null instead`;

/** Of a category, as it was sent: the JSON Schema of a lead can say nothing else. */
const isTooLong = (field: Field, found: unknown, levels: ReadonlySet<unknown>): found is string =>
  field.type === 'category' &&
  field.unused !== true &&
  typeof found === 'string' &&
  isLonger(found, MAX_TEXT_LENGTH) &&
  !levels.has(found);

const describeLong = (text: string): string =>
  `expected at most ${MAX_TEXT_LENGTH} characters, got ${countCharacters(text)}`;

/** Kept where another version, which uses the field, could read it: a challenger is compared on the same leads. */
const takeUnused = (
  field: Field,
  value: unknown,
  levels: ReadonlySet<unknown>,
  missingWords: ReadonlySet<string>,
): LeadValue => {
  const { unused: _, ...used } = field;
  if (typeof value === 'string' && isLonger(value, MAX_TEXT_LENGTH)) return null;
  return checkValue({ ...used, required: false }, value, levels, missingWords) === undefined
    ? ((value ?? null) as LeadValue)
    : null;
};

/** Made for values that are wrong only: most are right. */
function describeWrong(field: Field, value: unknown): string {
  const hint = field.required ? '' : '; send null when it is not known';
  return `expected ${expectation(field)}, got ${describeJson(value)}${hint}`;
}

function expectation(field: Field): string {
  switch (field.type) {
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false, or a word for it such as "yes" or "no"';
    case 'date':
      return 'an ISO 8601 date such as "2026-01-31"';
    case 'category':
      return field.levels.length > 0 ? `text such as "${clip(field.levels[0]!)}"` : 'text';
  }
}

/** Unknown fields of a lead that are explained; of the others it is said only that they are. */
const MOST_EXPLAINED = 20;
/** Names that an explanation lists. */
const MOST_NAMES = 20;

function describeUnknown(name: string, names: ReadonlySet<string>): string {
  const all = [...names];
  const nearest = nearestName(name, all);
  if (nearest !== undefined) return `${UNKNOWN_FIELD}; did you mean "${clip(nearest)}"?`;
  const more = all.length > MOST_NAMES ? ` and ${all.length - MOST_NAMES} more` : '';
  return `${UNKNOWN_FIELD}; the model's fields are ${all.slice(0, MOST_NAMES).map(clip).join(', ')}${more}`;
}

const clip = (name: string): string => shortenWord(name, 100);
