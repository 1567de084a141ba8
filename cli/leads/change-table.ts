import type { LeadState, ScoreChange } from '../../lib/client/index.ts';
import { formatPercent } from '../../lib/format-figures.ts';
import { formatSigned, formatTime } from '../terminal/format.ts';
import { type Column, tabulate } from '../terminal/table.ts';
import { displayWidth, oneLine, shortenText } from '../terminal/text.ts';

const COLUMNS: readonly Column[] = [
  { title: 'feature' },
  { title: 'from → to' },
  { title: 'value', align: 'right' },
  { title: 'model', align: 'right' },
];
/** A table that is wider is hard to read. */
const WIDTH = 80;
const FEATURE_WIDTH = 22;
/** Two columns of figures, and the space between all. */
const VALUES_WIDTH = WIDTH - FEATURE_WIDTH - 2 * 8 - 3 * 2;

/** Why a lead's score changed, as a table of at most 80 columns. */
export function describeChange({ reference }: Pick<LeadState, 'reference'>, change: ScoreChange): string[] {
  const { from, to, features, intercept_effect: intercept } = change;
  const sum = formatSigned(change.log_odds);
  const figures = [
    ...features.map(({ feature, from: before, to: after, input_effect: value, model_effect: model }) => [
      shortenText(feature, FEATURE_WIDTH),
      describeValues(before, after),
      formatSigned(value),
      formatSigned(model),
    ]),
    ...(intercept === 0 ? [] : [['(intercept)', '', '', formatSigned(intercept)]]),
    [
      'sum',
      `${sum} in ${change.unit === 'probability' ? 'probability' : 'log-odds'}`,
      formatSigned(change.input_effect),
      formatSigned(change.model_effect),
    ],
  ];
  return [
    `Lead   ${reference}`,
    `From   ${describeEnd(from)}`,
    `To     ${describeEnd(to)}`,
    '',
    ...tabulate(COLUMNS, figures),
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
  `${String(score).padStart(2)} of 99, ${formatPercent(probability)}, ${version}, ${formatTime(new Date(at))}\n       ${id}`;

type Value = ScoreChange['features'][number]['from'];

/** The two values within the width of their column; of the room each has a half, and what the other does not need. */
function describeValues(before: Value, after: Value): string {
  if (before === after) return shortenText(show(before), VALUES_WIDTH);
  const room = VALUES_WIDTH - ' → '.length;
  const [a, b] = [show(before), show(after)];
  const half = Math.floor(room / 2);
  const first = shortenText(a, Math.max(half, room - displayWidth(b)));
  return `${first} → ${shortenText(b, room - displayWidth(first))}`;
}

/** On one line, whatever a text holds. */
const show = (value: Value): string => (value === null ? '–' : oneLine(String(value)));
