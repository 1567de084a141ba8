import { readModel } from '../cli/models/read-model.ts';
import type { Lead } from '../lib/lead/schema.ts';
import { writeOut } from './hand-written.ts';
import { median, peakMegabytes } from './measure.ts';
import { readLeads } from './read-leads.ts';

/**
 * one-lead.ts MODEL.json TABLE.csv: microseconds per lead in memory, one at a time, with reasons and without,
 * and as the yardstick does it, in turn.
 */
const ROUNDS = 60;

const [, , modelFile, table] = process.argv;
const model = readModel(modelFile!);
const leads = readLeads(table!, model.artifact.schema);

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
