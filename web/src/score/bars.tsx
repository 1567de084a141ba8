import { percent } from '../parts/format.ts';

export interface Bar {
  readonly name: string;
  readonly probability: number;
  /** Whether it is the lead's own. */
  readonly isNow: boolean;
}

/** A probability per value, as bars. */
export function Bars({ bars }: { readonly bars: readonly Bar[] }) {
  const highest = Math.max(...bars.map(({ probability }) => probability)) || 1;
  return (
    <ul class="bars">
      {bars.map(({ name, probability, isNow }) => (
        <li key={name} class={isNow ? 'now' : ''}>
          <span>{name}</span>
          <span class="length" aria-hidden="true">
            <span class="fill" style={{ width: `${(100 * probability) / highest}%` }} />
          </span>
          <span>
            {percent(probability)}
            {isNow && <span class="only-read"> (now)</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
