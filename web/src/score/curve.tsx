import type { LeadValue } from '../../../lib/lead/schema.ts';
import { percent } from '../parts/format.ts';
import type { SweptValue } from './sweep-field.ts';

export interface SweptProps {
  /** At least one; of a curve ascending. */
  readonly swept: readonly SweptValue[];
  /** In words. */
  readonly nameOf: (value: LeadValue) => string;
  /** Index of the lead's own; −1: none. */
  readonly now: number;
}

const [WIDTH, HEIGHT, LEFT, BELOW] = [400, 150, 46, 20];

/** Probabilities over an axis, as a line. */
export function Curve({ swept, nameOf, now }: SweptProps) {
  const [first, last] = [swept[0]!, swept.at(-1)!];
  const here = swept[now];
  const top = Math.max(...swept.map(({ probability }) => probability));
  const x = (at: number) => LEFT + ((WIDTH - LEFT - 6) * (at - first.at)) / (last.at - first.at || 1);
  const y = (probability: number) => HEIGHT - BELOW - (HEIGHT - BELOW - 8) * (probability / (top || 1));
  const say = ({ probability, value }: SweptValue) => `${percent(probability)} at ${nameOf(value)}`;
  const text = `From ${say(first)} to ${say(last)}${here === undefined ? '' : `; ${say(here)}, as it is now`}`;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={text}>
      <path class="axis" d={`M${LEFT} 8V${HEIGHT - BELOW}H${WIDTH - 6}`} />
      <text x={LEFT - 5} y="14" text-anchor="end">
        {percent(top)}
      </text>
      <text x={LEFT - 5} y={HEIGHT - BELOW} text-anchor="end">
        0 %
      </text>
      <text x={LEFT} y={HEIGHT - 5}>
        {nameOf(first.value)}
      </text>
      <text x={WIDTH - 6} y={HEIGHT - 5} text-anchor="end">
        {nameOf(last.value)}
      </text>
      <polyline
        class="curve"
        points={swept
          .map(({ at, probability }) => `${x(at).toFixed(1)},${y(probability).toFixed(1)}`)
          .join(' ')}
      />
      {here !== undefined && <circle class="here" cx={x(here.at)} cy={y(here.probability)} r="5" />}
    </svg>
  );
}
