import type { ListedPrediction } from '../../lib/client/index.ts';
import { formatRow } from '../../lib/files/csv/csv-cell.ts';
import { escapeFormula } from '../../lib/files/csv/formulas.ts';
import { nameResults } from '../../lib/lead/name-results.ts';

/** As `GET /predictions.csv` has them. */
const COLUMNS = [
  ...['prediction_id', 'created_at', 'model_version', 'status', 'probability', 'score', 'grade'],
  ...['reason_1', 'reason_2', 'reason_3', 'reference', 'metadata'],
];

/** Whole predictions as a file: CSV with a column for each field that one of the leads has, or a JSON object a line. */
export function writePredictions(predictions: readonly ListedPrediction[], format: 'csv' | 'jsonl'): string {
  if (format === 'jsonl') return predictions.map((each) => `${JSON.stringify(each)}\n`).join('');
  const fields = [...new Set(predictions.flatMap(({ lead }) => Object.keys(lead)))];
  const header = [...nameResults(COLUMNS, fields), ...fields.map(escapeFormula)];
  return [header, ...predictions.map((each) => cellsOf(each, fields))]
    .map((cells) => `${formatRow(cells, ',')}\n`)
    .join('');
}

function cellsOf(each: ListedPrediction, fields: readonly string[]): string[] {
  const { prediction, reference = '', metadata, lead } = each;
  const numbers = [prediction?.probability.toFixed(6), prediction?.score, prediction?.grade];
  const reasons = [0, 1, 2].map((i) => prediction?.reasons[i]?.text ?? '');
  const tags = [reference, metadata === undefined ? '' : JSON.stringify(metadata)];
  const values = fields.map((name) => lead[name] ?? '');
  return [
    ...[each.prediction_id, each.created_at, each.model_version, each.status],
    ...numbers.map((value) => String(value ?? '')),
    ...[...reasons, ...tags].map(escapeFormula),
    ...values.map((value) => (typeof value === 'string' ? escapeFormula(value) : String(value))),
  ];
}
