import { openLeads } from '../../cli/files/open-leads.ts';
import type { TableOptions } from '../../lib/files/open-table.ts';
import type { LeadSchema, LeadValue } from '../../lib/lead/schema.ts';
import { parseWord } from '../../lib/lead/value-words.ts';
import { type LeadSource, readLeads, type UnreadLeads } from '../../lib/learning/table/read-leads.ts';

/** What training reads in a small file. */
export interface TrainingReading {
  readonly schema: LeadSchema;
  readonly leftOut: ReadonlyMap<string, string>;
  /** Per field the values of all rows, in the file's order. */
  readonly values: Readonly<Record<string, readonly LeadValue[]>>;
  /** Row in the file → 1 or 0; of rows that are not learned from there is none. */
  readonly outcomes: ReadonlyMap<number, number>;
}

/**
 * Reads a file as `scorelane train` does.
 *
 * @throws {InputError} it is refused
 */
export async function readToTrain(
  path: string,
  told: Omit<LeadSource, 'data' | 'fileName'>,
  options: TableOptions = {},
): Promise<TrainingReading> {
  let rules: UnreadLeads['rules'] | undefined;
  const words = new Map<string, string[]>();
  const source = { ...told, ...(await openLeads(path, options)) };
  const { schema, leads, labels, fileRows, leftOut } = readLeads(source, 1, (unread) => {
    rules = unread.rules;
    // They are used up afterwards.
    for (const column of unread.table.columns)
      if (column.kind === 'words')
        words.set(
          column.name,
          [...column.codes].map((code) => column.words[code]!),
        );
  });
  const values: Record<string, LeadValue[]> = {};
  for (const field of schema.fields) {
    values[field.name] = words.get(field.name)!.map((word) => {
      const value = parseWord(field, word, rules!);
      if (value === undefined) throw new Error(`${field.name} cannot be “${word}”`);
      return value;
    });
    const feature = leads.features.find((one) => one.field === field.name && one.part === undefined);
    if (feature?.kind !== 'number') continue;
    // The numbers that are learned from are those.
    const learned = [...feature.values].map((value) => (Number.isNaN(value) ? null : value));
    const same = learned.every((value, lead) => value === values[field.name]![fileRows[lead]!]);
    if (!same) throw new Error(`${field.name} is learned from otherwise than its words are read`);
  }
  return {
    schema,
    leftOut,
    values,
    outcomes: new Map([...fileRows].map((row, lead) => [row, labels[lead]!])),
  };
}
