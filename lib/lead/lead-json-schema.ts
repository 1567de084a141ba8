import { describeField } from './describe-field.ts';
import { ISO_DATE } from './json-value.ts';
import { type Field, type Lead, type LeadSchema, type LeadValue, MAX_TEXT_LENGTH } from './schema.ts';
import { BOOLEAN_WORD } from './value-words.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface JsonSchemaOptions {
  /** Lists only so many levels of a category, and how many there are. */
  readonly mostLevels?: number;
  /** A lead of common values, for the examples; without it they are made of levels and ranges. */
  readonly common?: Lead;
}

/**
 * The schema as JSON Schema 2020-12: what `POST /predict` accepts. It describes exactly what `validateLead` accepts, so that a
 * client or a form that is made of it alone sends leads that are accepted. Two things differ: to those who check formats, a date
 * has no time of day; and a word that meant "missing" in training is refused as a category also when its letters are written as
 * combining characters.
 */
export function leadJsonSchema(
  schema: LeadSchema,
  { mostLevels = Number.POSITIVE_INFINITY, common = {} }: JsonSchemaOptions = {},
): JsonSchema {
  const properties = schema.fields.map((field): [string, JsonSchema] => [
    field.name,
    field.unused === true
      ? unusedJsonSchema(field)
      : fieldJsonSchema(field, mostLevels, field.missing_words ?? schema.missing_words, common[field.name]),
  ]);
  const example = properties.map(([name, { examples }]) => [name, (examples as readonly unknown[])[0]]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Lead',
    type: 'object',
    additionalProperties: false,
    required: schema.fields.filter((field) => field.required).map((field) => field.name),
    properties: Object.fromEntries(properties),
    examples: [Object.fromEntries(example)],
    'x-missing-words': schema.missing_words,
  };
}

/** Anything but a list or an object; `x-unused` is the type that the training data has it in. */
function unusedJsonSchema(field: Field): JsonSchema {
  const {
    minLength,
    maxLength,
    pattern,
    not,
    format,
    'x-levels': levels,
    ...facts
  } = fieldJsonSchema(field, 0, [], undefined);
  return {
    ...facts,
    type: ['string', 'number', 'boolean', ...(field.required ? [] : ['null'])],
    examples: [field.type === 'category' ? ANY_TEXT : exampleOf(field)],
    'x-unused': field.type,
  };
}

function fieldJsonSchema(
  field: Field,
  mostLevels: number,
  missingWords: readonly string[],
  common: LeadValue | undefined,
): JsonSchema {
  const examples = [...new Set([common ?? exampleOf(field), ...moreExamples(field)])];
  const notes = {
    title: field.label ?? field.name,
    description: field.help ?? describeField(field),
    ...(field.help === undefined && { 'x-described': true }),
    examples,
    ...(field.unit !== undefined && { 'x-unit': field.unit }),
    ...(field.missing_words !== undefined && { 'x-missing-words': field.missing_words }),
    ...('form' in field && field.form !== undefined && { 'x-form': field.form }),
  };
  const type = <T extends string>(name: T): T | [T, 'null'] => (field.required ? name : [name, 'null']);
  // Of texts only: a pattern says nothing of other values, which `not` alone would refuse.
  const notMissing = missingWords.length > 0 && {
    not: { type: 'string', pattern: anyOf(missingWords) },
  };
  switch (field.type) {
    case 'number':
      return { type: type('number'), ...notes, 'x-integer': field.integer, 'x-training-range': field.range };
    case 'boolean':
      // `boolean` stands first: a form that is made of this shows its kind of input.
      return {
        type: ['boolean', 'string', ...(field.required ? [] : ['null'])],
        pattern: BOOLEAN_WORD.source,
        ...notes,
      };
    case 'date':
      return {
        type: type('string'),
        format: 'date',
        pattern: DATE_PATTERN,
        ...notes,
        'x-format': 'date',
        'x-training-range': field.range,
      };
    case 'category':
      return {
        type: type('string'),
        minLength: 1,
        maxLength: MAX_TEXT_LENGTH,
        pattern: `[^${SPACE}]`,
        ...notMissing,
        ...notes,
        ...(field.merge_case === true && { 'x-merge-case': true }),
        'x-levels': field.levels.length > mostLevels ? field.levels.slice(0, mostLevels) : field.levels,
        ...(field.levels.length > mostLevels && { 'x-levels-total': field.levels.length }),
        ...(field.rare_levels !== undefined && { 'x-rare-levels': field.rare_levels.hashes.length }),
      };
  }
}

/** A value of which training may know nothing. */
const ANY_TEXT = 'any other';

/** A value that is accepted, in the middle of those of training where there is a middle. */
function exampleOf(field: Field): LeadValue {
  switch (field.type) {
    case 'number': {
      const [low, high] = field.range;
      const middle = low / 2 + high / 2;
      return field.integer ? Math.round(middle) : Number(middle.toPrecision(3));
    }
    case 'boolean':
      return true;
    case 'date':
      return field.range[1];
    case 'category':
      return field.levels[0] ?? ANY_TEXT;
  }
}

/** Besides the first one. */
function moreExamples(field: Field): readonly LeadValue[] {
  if (field.type === 'category') return field.levels.slice(0, 3);
  return field.type === 'boolean' ? [true, false] : [];
}

/** What `toWord` takes off, in a class of a pattern. */
const SPACE = '\\s\\u0085\\u200b\\u2060\\ufeff';

/** A day that the calendar has, as `isIsoDate` checks it. */
const LEAP_YEAR = '(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
const DAY = [
  '\\d{4}-(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])',
  '\\d{4}-(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)',
  '\\d{4}-02-(?:0[1-9]|1\\d|2[0-8])',
  `${LEAP_YEAR}-02-29`,
].join('|');
const DATE_PATTERN = ISO_DATE.source.replace('(\\d{4})-(\\d{2})-(\\d{2})', `(?:${DAY})`);

/** A pattern of one of these words in any case, with space around it: patterns of JSON Schema have no flags. */
function anyOf(words: readonly string[]): string {
  const spelled = words.map((word) => Array.from(word, anyCase).join(''));
  return `^[${SPACE}]*(?:${spelled.join('|')})[${SPACE}]*$`;
}

/** Letters that have the lower case of another one: kelvin, ångström, ohm, the sigma at the end of a word, the capital ß. */
const UPPER_TOO: Readonly<Record<string, string>> = { k: '\u212a', å: '\u212b', ω: '\u2126', ς: 'Σ', ß: 'ẞ' };

/** The letters whose lower case is this one. */
function anyCase(letter: string): string {
  const upper = letter.toUpperCase();
  const letters = [
    letter,
    ...(letter !== upper && upper.toLowerCase() === letter ? [upper] : []),
    ...(UPPER_TOO[letter] ?? ''),
  ].map((each) => each.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'));
  return letters.length === 1 ? letters[0]! : `[${letters.join('')}]`;
}
