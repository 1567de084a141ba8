import { percent } from '../parts/format.ts';

export interface Point {
  /** On the axis. */
  readonly at: number;
  readonly probability: number;
  /** In words. */
  readonly name: string;
}

interface Props {
  /** Ascending, at least one. */
  readonly points: readonly Point[];
  /** Index of the lead's own; −1: none. */
  readonly now: number;
}

const [WIDTH, HEIGHT, LEFT, BELOW] = [400, 150, 46, 20];

/** Probabilities over an axis, as a line. */
export function Curve({ points, now }: Props) {
  const [first, last] = [points[0]!, points.at(-1)!];
  const here = points[now];
  const top = Math.max(...points.map(({ probability }) => probability));
  const x = (at: number) => LEFT + ((WIDTH - LEFT - 6) * (at - first.at)) / (last.at - first.at || 1);
  const y = (probability: number) => HEIGHT - BELOW - (HEIGHT - BELOW - 8) * (probability / (top || 1));
  const say = ({ probability, name }: Point) => `${percent(probability)} at ${name}`;
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
        {first.name}
      </text>
      <text x={WIDTH - 6} y={HEIGHT - 5} text-anchor="end">
        {last.name}
      </text>
      <polyline
        class="curve"
        points={points
          .map(({ at, probability }) => `${x(at).toFixed(1)},${y(probability).toFixed(1)}`)
          .join(' ')}
      />
      {here !== undefined && <circle class="here" cx={x(here.at)} cy={y(here.probability)} r="5" />}
    </svg>
  );
}
