import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readInput } from '../../cli/files/files.ts';
import { InputError } from '../../lib/errors.ts';
import { parseWords } from '../../lib/lead/parse-words.ts';
import { DEFAULT_MISSING_WORDS, type LeadSchema, type LeadValue } from '../../lib/lead/schema.ts';
import { makeWordRules } from '../../lib/lead/value-words.ts';
import { profileLeads } from '../../lib/learning/profile/profile-leads.ts';
import { type LeadSource, readLeads } from '../../lib/learning/table/read-leads.ts';
import { readTable } from '../../lib/learning/table/read-table.ts';
import type { FileCase } from './file-case.ts';

const subjects = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe.each(subjects.map(({ name }) => name))('files: %s', (subject) => {
  const { cases } = require(`./${subject}/cases.ts`) as { cases: readonly FileCase[] };

  test.each(cases.map((aCase) => [`${aCase.file} ${aCase.shows}`, aCase] as const))('%s', (_, aCase) => {
    const source: LeadSource = {
      target: 'converted',
      force: true,
      ...aCase.told,
      data: readInput(join(__dirname, subject, aCase.file)),
      fileName: aCase.file,
      ...(aCase.joined === undefined
        ? {}
        : { joined: { data: readInput(join(__dirname, subject, aCase.joined)), fileName: aCase.joined } }),
    };
    if (aCase.refused !== undefined) {
      for (const read of [() => readLeads(source, 1), () => profileLeads(source)]) {
        const message = messageOf(read);
        for (const part of aCase.refused) expect(message).toContain(part);
      }
      return;
    }
    const read = readLeads(source, 1);
    const profile = profileLeads(source);
    const { schema } = read;
    if (aCase.converted !== undefined) {
      expect(read.converted).toBe(aCase.converted);
      expect(profile.outcome!.converted).toBe(aCase.converted);
    }
    if (aCase.rows !== undefined) expect(read.file.rows).toBe(aCase.rows);
    if (aCase.fields !== undefined) {
      expect(schema.fields.map(({ name }) => name)).toEqual(Object.keys(aCase.fields));
      for (const field of schema.fields) expect(field).toMatchObject(aCase.fields[field.name]!);
    }
    for (const [column, reason] of Object.entries(aCase.leftOut ?? {}))
      expect(read.leftOut.get(column)).toContain(reason);
    for (const part of aCase.warnings ?? []) {
      expect(read.warnings.join('\n')).toContain(part);
      if (aCase.joined !== undefined) expect(profile.notes.join('\n')).toContain(part);
    }

    // The profile reads every column as training does.
    for (const { name, type } of schema.fields)
      expect(profile.columns.find((column) => column.name === name)).toMatchObject({ type });

    // A row that is scored is read as training read it.
    const scored = readScored(source, schema);
    for (const [column, values] of Object.entries(aCase.values ?? {}))
      expect(scored(column).slice(0, values.length)).toEqual(values);
    for (const { name, type } of schema.fields) {
      const feature = read.leads.features.find(({ field, part }) => field === name && part === undefined);
      if (type !== 'number' || feature?.kind !== 'number') continue;
      // Training has them in an order of its own, and leaves leads of unknown outcome out.
      if (read.leads.count === read.file.rows)
        expect(sorted(scored(name))).toEqual(sorted([...feature.values]));
    }
  });
});

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('expected an InputError');
}

/** The values of a column, in the file's order. */
function readScored(source: LeadSource, schema: LeadSchema): (column: string) => LeadValue[] {
  const table = readTable(source.data, { fileName: source.fileName, encoding: source.encoding });
  const rules = makeWordRules([...DEFAULT_MISSING_WORDS, ...(source.missing ?? [])], source.decimal);
  const columns = schema.fields.map(({ name }) => table.columns.find((column) => column.name === name)!);
  const rows = Array.from({ length: table.rowCount }, (_, row) =>
    parseWords(
      schema,
      columns.map(({ words, codes }) => words[codes[row]!]),
      rules,
    ),
  );
  expect(rows.flatMap(({ errors }) => errors)).toEqual([]);
  return (column) => rows.map(({ values }) => values[column] ?? null);
}

/** Ascending; a missing number comes first. */
const sorted = (values: readonly (LeadValue | number)[]): number[] =>
  values
    .map((value) => (value === null || Number.isNaN(value) ? Number.NEGATIVE_INFINITY : Number(value)))
    .sort((a, b) => (a === b ? 0 : a - b));
