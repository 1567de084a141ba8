import { readFileSync } from 'node:fs';
import { readModel } from '../cli/models/read-model.ts';
import { parseWords } from '../lib/lead/parse-words.ts';
import type { Lead } from '../lib/lead/schema.ts';
import { makeWordRules } from '../lib/lead/value-words.ts';
import { writeOut } from './hand-written.ts';
import { median, peakMegabytes } from './measure.ts';

/**
 * one-lead.ts MODEL.json TABLE.csv: microseconds per lead in memory, one at a time, with reasons and without,
 * and as the yardstick does it, in turn.
 */
const LEADS = 2000;
const ROUNDS = 60;

const [, , modelFile, table] = process.argv;
const model = readModel(modelFile!);
const { schema } = model.artifact;
const rules = makeWordRules(schema.missing_words);
const [header, ...lines] = readFileSync(table!, 'latin1').split('\n', LEADS + 1);
const at = new Map(header!.split(',').map((name, i) => [name, i]));
const leads = lines.map((line) => {
  const cells = line.split(',');
  return parseWords(
    schema,
    schema.fields.map(({ name }) => cells[at.get(name)!]),
    rules,
  ).values as Lead;
});

let check = 0;
const measure = (act: (lead: Lead) => number): number => {
  const start = performance.now();
  for (const lead of leads) check += act(lead);
  return (1000 * (performance.now() - start)) / leads.length;
};
const withReasons: number[] = [];
const without: number[] = [];
const handWritten: number[] = [];
const byHand = writeOut(model.artifact);
for (let round = 0; round < ROUNDS; round++) {
  withReasons.push(measure((lead) => model.explain(lead).probability));
  without.push(measure((lead) => model.score(lead).probability));
  handWritten.push(measure(byHand));
}
console.log(
  JSON.stringify({
    with_reasons_us: median(withReasons),
    without_us: median(without),
    by_hand_us: median(handWritten),
    check,
    seconds: 0,
    peak_mb: peakMegabytes(),
  }),
);
