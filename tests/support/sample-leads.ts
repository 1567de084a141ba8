import { inferSchema } from '../../lib/lead/infer-schema.ts';
import { makeWordRules } from '../../lib/lead/value-words.ts';
import { buildDataset } from '../../lib/learning/table/build-dataset.ts';
import { encodeLeads } from '../../lib/learning/table/encode-leads.ts';
import { readTable } from '../../lib/learning/table/read-table.ts';
import { summariseColumn } from '../../lib/learning/table/table.ts';

/** Reads a CSV text as training does, but leaves the leads in the file's order. */
export function readSampleLeads(text: string, drop: readonly string[], target = 'converted') {
  const rules = makeWordRules();
  const dataset = buildDataset(readTable(text), { target, drop }, rules);
  const { schema } = inferSchema(
    dataset.columns.map((column) => summariseColumn(column, dataset.rows)),
    rules,
  );
  const columns = schema.fields.map(({ name }) => dataset.columns.find((column) => column.name === name)!);
  const leads = encodeLeads(schema, columns, dataset.rows, rules);
  return { schema, leads, features: leads.features, labels: dataset.labels };
}

export const everyRow = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);
