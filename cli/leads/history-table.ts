import type { ListedPrediction } from '../../lib/client/index.ts';
import { shortId } from '../short-id.ts';
import { formatTime } from '../terminal/format.ts';
import { type Column, tabulate } from '../terminal/table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'submitted', drop: 1 },
  { title: 'version', drop: 2 },
  { title: 'score', align: 'right' },
  { title: 'grade' },
  { title: 'id' },
];

/** Predictions of a lead, in their order. */
export const tabulateHistory = (predictions: readonly ListedPrediction[]): string[] =>
  tabulate(
    COLUMNS,
    predictions.map(({ created_at, model_version, status, prediction, prediction_id }) => [
      formatTime(new Date(created_at)),
      model_version,
      prediction === null ? status : String(prediction.score),
      prediction?.grade ?? '',
      shortId(prediction_id),
    ]),
  );
