import type { ListedPrediction } from '../../lib/client/index.ts';
import { formatTime } from '../terminal/format.ts';
import { alignCells } from '../terminal/text-table.ts';

/** Predictions of a lead, in their order. */
export const tabulateHistory = (predictions: readonly ListedPrediction[]): string[] =>
  alignCells(
    [
      ['submitted', 'version', 'score', 'grade', 'id'],
      ...predictions.map(({ created_at, model_version, status, prediction, prediction_id }) => [
        formatTime(new Date(created_at)),
        model_version,
        prediction === null ? status : String(prediction.score),
        prediction?.grade ?? '',
        prediction_id,
      ]),
    ],
    ['left', 'left', 'right'],
  );
