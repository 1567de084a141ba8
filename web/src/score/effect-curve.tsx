import type { Field, Lead } from '../../../lib/lead/schema.ts';
import type { CompiledModel } from '../../../lib/model/compile-model.ts';
import { labelOf } from '../../../lib/model/sentences.ts';
import { number, percent } from '../parts/format.ts';
import { type SweptValue, sweepField } from './sweep-field.ts';

interface Props {
  readonly model: CompiledModel;
  readonly field: Field;
  readonly lead: Lead;
}

/** How the lead's probability moves with one field, all else as it is. */
export function EffectCurve({ model, field, lead }: Props) {
  const swept = sweepField(model, field, lead);
  const now = lead[field.name] ?? null;
  const known = swept.filter(({ value }) => value !== null);
  const title = `Probability by ${labelOf(field)}, all else alike`;
  if (field.type === 'number' || field.type === 'date') {
    const missing = swept.find(({ value }) => value === null);
    return (
      <figure class="effect">
        <figcaption>{title}</figcaption>
        <Curve field={field} points={known} now={now} />
        {missing !== undefined && (
          <p class="hint">
            Not known: {percent(missing.probability)}
            {now === null && ' (now)'}
          </p>
        )}
      </figure>
    );
  }
  const highest = Math.max(...swept.map(({ probability }) => probability));
  return (
    <figure class="effect">
      <figcaption>{title}</figcaption>
      <ul class="bars">
        {swept.map(({ value, probability }) => (
          <li key={String(value)} class={value === now ? 'now' : ''}>
            <span>{nameOf(value)}</span>
            <span class="length" aria-hidden="true">
              <span class="fill" style={{ width: `${(100 * probability) / highest}%` }} />
            </span>
            <span>
              {percent(probability)}
              {value === now && <span class="only-read"> (now)</span>}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

const nameOf = (value: SweptValue['value']): string =>
  value === null ? 'not known' : value === true ? 'yes' : value === false ? 'no' : String(value);

const [WIDTH, HEIGHT, LEFT, BELOW] = [400, 150, 46, 20];

function Curve({
  field,
  points,
  now,
}: {
  readonly field: Field;
  readonly points: readonly SweptValue[];
  readonly now: SweptValue['value'];
}) {
  const [first, last] = [points[0]!, points.at(-1)!];
  const top = Math.max(...points.map(({ probability }) => probability));
  const x = (at: number) => LEFT + ((WIDTH - LEFT - 6) * (at - first.at)) / (last.at - first.at || 1);
  const y = (probability: number) => HEIGHT - BELOW - (HEIGHT - BELOW - 8) * (probability / (top || 1));
  const day = (value: SweptValue['value']) => String(value).slice(0, 10);
  const show = ({ value }: SweptValue) => (field.type === 'date' ? day(value) : number(value as number));
  const here = points.find(({ value }) => (field.type === 'date' ? day(value) === day(now) : value === now));
  const text = `From ${percent(first.probability)} at ${show(first)} to ${percent(last.probability)} at ${show(last)}${here === undefined ? '' : `; ${percent(here.probability)} at ${show(here)}, as it is now`}`;
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
        {show(first)}
      </text>
      <text x={WIDTH - 6} y={HEIGHT - 5} text-anchor="end">
        {show(last)}
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
