import { join } from 'node:path';
import { scanCells } from '../../lib/files/csv/decode-cells.ts';
import { formatCount, formatPercent } from '../../lib/format-figures.ts';
import type { TrainingRecord } from '../../lib/learning/training-record.ts';
import { formatMetric } from '../terminal/format.ts';
import { hint } from '../terminal/hint.ts';
import { listFacts } from '../terminal/table.ts';

/** A row of scored.csv. */
export interface ScoredLead {
  readonly lead_id: string;
  readonly probability: number;
  readonly score: number;
  readonly grade: string;
  readonly reasons: readonly string[];
}

const CALLS = 5;
/** Of each lead, the strongest ones. */
const REASONS = 2;

/** The leads of scored.csv, the most promising first. */
export function readScored(csv: Uint8Array): ScoredLead[] {
  const rows: string[][] = [];
  scanCells(csv, ',', (cells) => rows.push(cells));
  const [header = [], ...leads] = rows;
  const at = (name: string) => header.indexOf(name);
  return leads
    .map((cells) => ({
      lead_id: cells[at('lead_id')]!,
      probability: Number(cells[at('probability')]),
      score: Number(cells[at('score')]),
      grade: cells[at('grade')]!,
      reasons: [1, 2, 3].map((n) => cells[at(`reason_${n}`)]!).filter((reason) => reason !== ''),
    }))
    .sort((a, b) => b.probability - a.probability);
}

/** What the demo made, whom to call first, and what to try next. */
export function describeDemo(
  folder: string,
  { data, winner, candidates }: TrainingRecord,
  leads: readonly ScoredLead[],
): string[] {
  const path = (name: string) => join(folder, name);
  const { roc_auc } = candidates.find(({ trainer }) => trainer === winner)!.holdout!;
  const made: [string, string][] = [
    ['leads.csv', `${formatCount(data.rows)} past leads; ${formatPercent(data.base_rate)} of them converted`],
    ['model/model.json', `${winner}; ROC-AUC ${formatMetric('roc_auc', roc_auc)} on leads held out`],
    ['model/report.html', 'how good it is, and what moves the odds'],
    ['new-leads.csv', `${leads.length} new leads`],
    ['scored.csv', 'the new leads with probability, score, grade and reasons'],
  ];
  const calls = leads
    .slice(0, CALLS)
    .flatMap(({ lead_id, probability, score, grade, reasons }) => [
      `  ${lead_id}  grade ${grade}, score ${score} of 99, probability ${formatPercent(probability)}`,
      ...reasons.slice(0, REASONS).map((reason) => `           ${reason}`),
    ]);
  return [
    'These leads are invented. They show what Scorelane does, not how well it does on yours.',
    '',
    `Wrote to ${folder}:`,
    ...listFacts(made, { indent: 2 }),
    '',
    `Of the ${leads.length} new leads, call these first:`,
    ...calls,
    '',
    'Next, your own leads, with a column that says which of them converted:',
    `  ${hint(['profile', 'your-leads.csv', '--target', 'converted'])}`,
    `  ${hint(['train', 'your-leads.csv', '--target', 'converted'])}`,
    'Or change a value in new-leads.csv and score it again:',
    `  ${hint(['score', path('model/model.json'), path('new-leads.csv'), '--out', path('scored-again.csv')])}`,
  ];
}
