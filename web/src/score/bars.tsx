import { percent } from '../parts/format.ts';
import type { SweptProps } from './curve.tsx';

/** A probability per value, as bars. */
export function Bars({ swept, nameOf, now }: SweptProps) {
  const highest = Math.max(...swept.map(({ probability }) => probability)) || 1;
  return (
    <ul class="bars">
      {swept.map(({ value, probability }, i) => (
        <li key={nameOf(value)} class={i === now ? 'now' : ''}>
          <span>{nameOf(value)}</span>
          <span class="length" aria-hidden="true">
            <span class="fill" style={{ width: `${(100 * probability) / highest}%` }} />
          </span>
          <span>
            {percent(probability)}
            {i === now && <span class="only-read"> (now)</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
