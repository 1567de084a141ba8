import { foldCase } from '../../lead/level-of.ts';
import type { CategoryField, Field, LeadSchema } from '../../lead/schema.ts';
import type { DatePart } from '../../model/artifact.ts';
import { toWord } from '../../to-word.ts';
import { missingNumbersOf, missingWordsOf } from '../missing-words.ts';
import { isSqlText, sqlName, sqlNumber, sqlText } from './quote.ts';

/** Spaces around a text, as `toWord` takes them away. */
export const SPACES =
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff';
// biome-ignore lint/suspicious/noControlCharactersInRegex: it tells ASCII from the rest
const ASCII = /^[\x00-\x7f]*$/;

/** What a row of the table is called; no table has such a column. */
export const ROW = 'scorelane_lead';

/** Columns that are computed of those of the stages before, each once. Their names are unique in the statement. */
export class Stage {
  readonly name: string;
  readonly #columns = new Map<string, string>();

  constructor(name: string) {
    this.name = name;
  }

  /** @returns the column's name */
  add(column: string, makeSql: () => string): string {
    if (!this.#columns.has(column)) this.#columns.set(column, makeSql());
    return column;
  }

  get isEmpty(): boolean {
    return this.#columns.size === 0;
  }

  /**
   * The stage as a query. `OFFSET 0` keeps PostgreSQL from putting a column's expression wherever the column is named.
   *
   * @param before what else it selects
   */
  toSql(before: string, from: string): string {
    const columns = [...this.#columns].map(([column, sql]) => `,\n    ${sql} AS ${column}`);
    return `${this.name} AS (\n  SELECT\n    ${before}${columns.join('')}\n  FROM ${from}\n  OFFSET 0\n)`;
  }
}

/** Numbers beyond these would end a statement with an overflow or an underflow, where the scorer goes on. */
export const LARGEST = 1e100;
export const SMALLEST = 1e-100;

/** What the columns of the table become: numbers and levels, NULL where a value is missing. */
export class TableColumns {
  readonly #schema: LeadSchema;
  readonly #positions: ReadonlyMap<string, number>;
  readonly stage = new Stage('read');
  /** Texts are trimmed: the statement needs the constant of `SPACES`. */
  trims = false;

  constructor(schema: LeadSchema) {
    this.#schema = schema;
    this.#positions = new Map(schema.fields.map(({ name }, f) => [name, f]));
  }

  /** The fields that were asked for, in the schema's order. */
  readonly used = new Set<string>();

  #field(name: string): Field {
    this.used.add(name);
    return this.#schema.fields[this.#positions.get(name)!]!;
  }

  #add(feature: string, reading: string, makeSql: (field: Field, given: string) => string): string {
    const field = this.#field(feature);
    const name = `${slugOf(feature)}_${this.#positions.get(feature)! + 1}${reading === '' ? '' : `_${reading}`}`;
    return this.stage.add(name, () => makeSql(field, `${ROW}.${sqlName(feature)}`));
  }

  /** A number, or the days of a date. @param held within `SMALLEST` and `LARGEST`, so that it can be computed with */
  number(feature: string, part: 'days' | undefined, held: boolean): string {
    if (part === 'days') {
      return this.#add(feature, 'days', (_, given) =>
        whereFinite(given, `(${given}::timestamp::date - DATE '1970-01-01')::float8`),
      );
    }
    return this.#add(feature, held ? 'held' : '', (field, given) => {
      const x = `${given}::float8`;
      const none = missingNumbersOf(field, this.#schema).map(sqlNumber);
      const isMissing = none.length === 0 ? '' : ` WHEN ${x} IN (${none.join(', ')}) THEN NULL`;
      const inRange = `${x} > '-Infinity' AND ${x} < 'Infinity'`;
      return held
        ? `CASE${isMissing} WHEN abs(${x}) < ${SMALLEST} THEN 0 WHEN ${inRange} THEN LEAST(GREATEST(${x}, -${LARGEST}), ${LARGEST}) END`
        : `CASE${isMissing} WHEN ${inRange} THEN ${x} END`;
    });
  }

  /** The level of a text, of a boolean or of a part of a date. */
  level(feature: string, part: DatePart | undefined): string {
    if (part !== undefined) return this.#add(feature, part, (_, given) => partToSql(part, given));
    return this.#add(feature, '', (field, given) => {
      if (field.type === 'boolean')
        return `CASE ${given}::boolean WHEN true THEN 'true' WHEN false THEN 'false' END`;
      return this.#textToSql(field as CategoryField, given, (word) => word);
    });
  }

  /** @param shape of the trimmed word */
  #textToSql(field: CategoryField, given: string, shape: (word: string) => string): string {
    const word = this.#trim(field, given);
    const missing = ['', ...missingWordsOf(field, this.#schema)].filter(isSqlText);
    return `CASE WHEN lower(${word}) NOT IN (${missing.map(sqlText).join(', ')}) THEN ${shape(word)} END`;
  }

  #trim(field: CategoryField, given: string): string {
    this.trims = true;
    const trimmed = `btrim(${given}::text, space.kinds)`;
    const words = [...field.levels, ...missingWordsOf(field, this.#schema)];
    const isAscii = field.rare_levels === undefined && words.every((word) => ASCII.test(word));
    return isAscii ? trimmed : `normalize(${trimmed}, NFC)`;
  }

  /**
   * What a level is compared with, and each key as it is compared. Keys that no column can have are left out.
   *
   * @param keys levels as the model writes them
   */
  match(
    feature: string,
    part: DatePart | undefined,
    keys: readonly string[],
  ): { readonly level: string; readonly words: ReadonlyMap<string, string> } {
    const field = this.#field(feature);
    const level = this.level(feature, part);
    if (field.type !== 'category')
      return { level, words: new Map(keys.filter(isSqlText).map((key) => [key, key])) };
    const words = new Map<string, string>();
    for (const key of keys) {
      const word = toWord(key);
      // A level that is spelled so is meant before one that has to be composed.
      if (isSqlText(word) && (!words.has(word) || word === key)) words.set(word, key);
    }
    if (field.merge_case !== true) return { level, words };
    const folded = new Map<string, string>();
    for (const [word, key] of words) if (!folded.has(foldCase(word))) folded.set(foldCase(word), key);
    const compared = this.#add(feature, 'folded', (_, given) =>
      this.#textToSql(field, given, (word) => `lower(upper(${word}))`),
    );
    return { level: compared, words: folded };
  }

  /** The hash that stands for a rare level. */
  hash(feature: string, salt: string): string {
    const level = this.level(feature, undefined);
    const found = this.#salts.indexOf(salt);
    const place = found >= 0 ? found : this.#salts.push(salt) - 1;
    return this.hashes.add(`${level}_hash${place === 0 ? '' : place + 1}`, () => {
      const salted = `${sqlText(`${salt}\n`)} || ${level}`;
      return `left(encode(sha256(convert_to(${salted}, 'UTF8')), 'hex'), 16)`;
    });
  }

  readonly hashes = new Stage('hashed');
  readonly #salts: string[] = [];
}

/** Readable, and never a word of SQL: a number follows. */
const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 30) || 'field';

const whereFinite = (given: string, sql: string): string =>
  `CASE WHEN isfinite(${given}::timestamp) THEN ${sql} END`;

/** As `datePart` reads a date: as it is written, whatever its offset. */
function partToSql(part: DatePart, given: string): string {
  const at = `${given}::timestamp`;
  switch (part) {
    case 'weekday':
      return whereFinite(given, `EXTRACT(ISODOW FROM ${at})::integer::text`);
    case 'month':
      return whereFinite(given, `to_char(${at}, 'MM')`);
    case 'hour':
      return whereFinite(given, `to_char(${at}, 'HH24')`);
    case 'daypart':
      // Midnight to the millisecond stands for “no time”.
      return (
        `CASE WHEN NOT isfinite(${at}) OR ${at}::time < TIME '00:00:00.001' THEN NULL ` +
        `WHEN ${at}::time < TIME '06:00' THEN 'night' WHEN ${at}::time < TIME '12:00' THEN 'morning' ` +
        `WHEN ${at}::time < TIME '18:00' THEN 'afternoon' WHEN ${at} IS NOT NULL THEN 'evening' END`
      );
  }
}
