import type { ListedPrediction } from '../../lib/client/index.ts';
import { shortId } from '../short-id.ts';
import { formatTime } from '../terminal/print.ts';
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
        shortId(prediction_id),
      ]),
    ],
    ['left', 'left', 'right'],
  );
