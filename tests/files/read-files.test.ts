import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openLeads } from '../../cli/files/open-leads.ts';
import { InputError } from '../../lib/errors.ts';
import { parseWords } from '../../lib/lead/parse-words.ts';
import { DEFAULT_MISSING_WORDS, type LeadSchema, type LeadValue } from '../../lib/lead/schema.ts';
import { makeWordRules } from '../../lib/lead/value-words.ts';
import { type FileFindings, findLeakSuspects } from '../../lib/learning/profile/find-leak-suspects.ts';
import type { Profile } from '../../lib/learning/profile/profile.ts';
import { profileLeads } from '../../lib/learning/profile/profile-leads.ts';
import { type LeadSource, readLeads } from '../../lib/learning/table/read-leads.ts';
import { readTable } from '../../lib/learning/table/read-table.ts';
import { datePart } from '../../lib/model/date-part.ts';
import type { FileCase } from './file-case.ts';

const subjects = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe.each(subjects.map(({ name }) => name))('files: %s', (subject) => {
  const { cases } = require(`./${subject}/cases.ts`) as { cases: readonly FileCase[] };

  test.each(cases.map((aCase) => [`${aCase.file} ${aCase.shows}`, aCase] as const))(
    '%s',
    async (_, aCase) => {
      const open = async (): Promise<LeadSource> => ({
        target: 'converted',
        force: true,
        ...aCase.told,
        ...(await openLeads(join(__dirname, subject, aCase.file), {
          encoding: aCase.told?.encoding,
          sheet: aCase.sheet,
        })),
        ...(aCase.joined === undefined
          ? {}
          : { joined: await openLeads(join(__dirname, subject, aCase.joined)) }),
      });
      if (aCase.refused !== undefined) {
        const training = await messageOf(async () => readLeads(await open(), 1));
        // Training ends; the profile shows it beside the column, unless no column can be read at all.
        const profile =
          (await messageOf(async () => profileLeads(await open()))) ??
          tellLeftOut(profileLeads(await open()));
        for (const message of [training, profile])
          for (const part of aCase.refused) expect(message).toContain(part);
        return;
      }
      const source = await open();
      let found: FileFindings | undefined;
      const read = readLeads(source, 1, (leads) => {
        found = findLeakSuspects(leads, source.time);
      });
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
      const warnings = read.warnings.join('\n');
      const notes = profile.notes.join('\n');
      for (const part of aCase.warnings ?? []) {
        expect(warnings).toContain(part);
        expect(notes).toContain(part);
      }

      if (aCase.suspects !== undefined) {
        const suspects = profile.leak_suspects.flatMap(({ column, grade }) =>
          grade === 'suspect' ? [column] : [],
        );
        expect(suspects).toEqual(aCase.suspects);
      }
      // Training says what the profile does.
      expect(found!.suspects).toEqual(profile.leak_suspects);

      // The profile reads every column as training does.
      for (const { name, type } of schema.fields)
        expect(profile.columns.find((column) => column.name === name)).toMatchObject({ type });

      for (const field of schema.fields)
        if (field.type === 'date')
          expect(profile.columns.find(({ name }) => name === field.name)?.form).toBe(field.form);

      // A row that is scored is read as training read it.
      const scored = readScored(source, schema);
      for (const [column, values] of Object.entries(aCase.values ?? {}))
        expect(scored(column).slice(0, values.length)).toEqual(values);
      for (const { name, type } of schema.fields) {
        if (type === 'date' && read.leads.count === read.file.rows) {
          for (const part of read.leads.features) {
            if (part.kind !== 'level' || part.field !== name) continue;
            const scoredParts = scored(name).map((date) => date && datePart(part.part!, String(date)));
            const learned = [...part.codes].map((code) => part.levels[code] ?? null);
            expect(scoredParts.sort()).toEqual(learned.sort());
          }
        }
        const feature = read.leads.features.find(({ field, part }) => field === name && part === undefined);
        if (type !== 'number' || feature?.kind !== 'number') continue;
        // Training has them in an order of its own, and leaves leads of unknown outcome out.
        if (read.leads.count === read.file.rows)
          expect(sorted(scored(name))).toEqual(sorted([...feature.values]));
      }
    },
  );
});

const tellLeftOut = ({ columns }: Profile): string => columns.map(({ left_out }) => left_out).join('\n');

/** Undefined: nothing is refused. */
async function messageOf(read: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await read();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return undefined;
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
