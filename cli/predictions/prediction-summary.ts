import type { Prediction } from '../../lib/client/index.ts';
import { count } from '../../lib/count.ts';
import { formatPercent } from '../../lib/format-figures.ts';
import { paint } from '../terminal/screen.ts';

/** A prediction, for reading. */
export function summarisePrediction({
  prediction_id,
  reference,
  metadata = {},
  status,
  model,
  prediction,
  error,
}: Prediction): string[] {
  const texts = Object.entries(metadata).map(([name, text]) => `${name}=${text}`);
  const head = [
    `Prediction  ${prediction_id}, ${model.name}@${model.version}`,
    ...(reference === undefined ? [] : [`Lead        ${reference}`]),
    ...(texts.length === 0 ? [] : [`Metadata    ${texts.join(', ')}`]),
  ];
  if (prediction === null) {
    const state = status === 'failed' ? paint('error', 'failed') : status;
    return [...head, `Status      ${state}${error === undefined ? '' : `: ${error.message}`}`];
  }
  // A stage of an earlier release has no warnings.
  const { probability, horizon_days: days, score, grade, reasons, warnings = [] } = prediction;
  return [
    ...head,
    `Converts    ${days === undefined ? '' : `within ${count(days, 'day')} `}with a probability of ${formatPercent(probability)}`,
    `Score       ${score} of 99, grade ${grade}`,
    ...reasons.map(
      ({ text, effect }, i) => `${i === 0 ? 'Because' : '       '}     ${effect > 0 ? '+' : '−'} ${text}`,
    ),
    ...warnings.map(({ field, message }) => `${paint('warning', 'Warning')}     ${field}: ${message}`),
  ];
}
