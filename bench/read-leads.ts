import { readFileSync } from 'node:fs';
import { parseWords } from '../lib/lead/parse-words.ts';
import type { Lead, LeadSchema } from '../lib/lead/schema.ts';
import { makeWordRules } from '../lib/lead/value-words.ts';

/** The first 2,000 leads of a table of `makeTable`, which quotes nothing. */
export function readLeads(table: string, schema: LeadSchema): Lead[] {
  const rules = makeWordRules(schema.missing_words);
  const [header, ...lines] = readFileSync(table, 'latin1').trimEnd().split('\n', 2001);
  const at = new Map(header!.split(',').map((name, i) => [name, i]));
  return lines.map((line) => {
    const cells = line.split(',');
    const words = schema.fields.map(({ name }) => cells[at.get(name)!]);
    return parseWords(schema, words, rules).values as Lead;
  });
}
