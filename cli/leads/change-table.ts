import type { LeadState, ScoreChange } from '../../lib/client/index.ts';
import { formatTime } from '../terminal/format.ts';
import { alignCells, shortenText } from '../terminal/text-table.ts';

const WIDTH = 80;
const FEATURE_WIDTH = 22;
/** Two columns of figures, and the space between all. */
const VALUES_WIDTH = WIDTH - FEATURE_WIDTH - 2 * 8 - 3 * 2;

/** Why a lead's score changed, as a table of at most 80 columns. */
export function describeChange({ reference }: Pick<LeadState, 'reference'>, change: ScoreChange): string[] {
  const { from, to, features, intercept_effect: intercept } = change;
  const sum = signed(change.log_odds);
  const figures = [
    ['feature', 'from → to', 'value', 'model'],
    ...features.map(({ feature, from: before, to: after, input_effect: value, model_effect: model }) => [
      shortenText(feature, FEATURE_WIDTH),
      describeValues(before, after),
      signed(value),
      signed(model),
    ]),
    ...(intercept === 0 ? [] : [['(intercept)', '', '', signed(intercept)]]),
    ['sum', `${sum} in log-odds`, signed(change.input_effect), signed(change.model_effect)],
  ];
  return [
    `Lead   ${reference}`,
    `From   ${describeEnd(from)}`,
    `To     ${describeEnd(to)}`,
    '',
    ...alignCells(figures, ['left', 'left', 'right', 'right']),
    '',
    'value: the effect of the new value under the earlier version; model: that of the',
    'later version for the new value. All of them add up to the sum.',
  ];
}

const describeEnd = ({
  score,
  probability,
  model_version: version,
  created_at: at,
  prediction_id: id,
}: ScoreChange['from']): string =>
  `${String(score).padStart(2)} of 99, ${(100 * probability).toFixed(1)} %, ${version}, ${formatTime(new Date(at))}\n       ${id}`;

type Value = ScoreChange['features'][number]['from'];

/** The two values within the width of their column; of the room each has a half, and what the other does not need. */
function describeValues(before: Value, after: Value): string {
  if (before === after) return shortenText(show(before), VALUES_WIDTH);
  const room = VALUES_WIDTH - ' → '.length;
  const [a, b] = [show(before), show(after)];
  const half = Math.floor(room / 2);
  const first = shortenText(a, Math.max(half, room - b.length));
  return `${first} → ${shortenText(b, room - first.length)}`;
}

/** On one line, whatever a text holds. */
const show = (value: Value): string => (value === null ? '–' : String(value).replace(/\p{Cc}+/gu, ' '));

/** @example signed(-0.5) // '−0.500' */
const signed = (effect: number): string => {
  const digits = Math.abs(effect).toFixed(3);
  return Number(digits) === 0 ? digits : `${effect > 0 ? '+' : '−'}${digits}`;
};
