import type { Explanation } from '../../../lib/model/compile-model.ts';
import { percent } from '../parts/format.ts';

interface Props {
  readonly title: string;
  readonly shown: Explanation;
  /** What the API said of the lead that was submitted, where the inputs are others by now. */
  readonly submitted?: Explanation;
  readonly children?: preact.ComponentChildren;
}

/** Probability, score and grade as a picture, and the reasons as bars up and down. */
export function ResultView({ title, shown, submitted, children }: Props) {
  const strongest = Math.max(...shown.reasons.map(({ effect }) => Math.abs(effect)), 0.001);
  return (
    <section class="card result" aria-live="polite" aria-label={title}>
      <h2>{title}</h2>
      <p class="figures">
        <span class={`grade grade-${shown.grade}`} role="img" aria-label={`Grade ${shown.grade}`}>
          {shown.grade}
        </span>
        <span class="score">
          <strong>{shown.score}</strong> of 99
          <Change from={submitted?.score} to={shown.score} />
        </span>
        <span class="probability">
          {shown.horizon_days === undefined ? 'converts' : `converts within ${shown.horizon_days} days`} with
          a probability of{' '}
          <strong>
            <data value={String(shown.probability)}>{percent(shown.probability)}</data>
          </strong>
          {submitted !== undefined && submitted.probability !== shown.probability && (
            <> (submitted: {percent(submitted.probability)})</>
          )}
        </span>
      </p>
      <meter min={1} max={99} value={shown.score} aria-label="Score, 1 to 99" />
      <h3>Why</h3>
      {shown.reasons.length === 0 && <p>Nothing about this lead differs from the average one.</p>}
      <ul class="reasons">
        {shown.reasons.map(({ feature, effect, text }) => (
          <li key={feature} class={effect > 0 ? 'up' : 'down'}>
            <span class="bar" aria-hidden="true">
              <span style={{ width: `${(50 * Math.abs(effect)) / strongest}%` }} />
            </span>
            {text}
          </li>
        ))}
      </ul>
      {shown.warnings?.length > 0 && (
        <>
          <h3>Unlike the training data</h3>
          <ul class="warnings" aria-label="Warnings">
            {shown.warnings.map(({ field, message }) => (
              <li key={field}>
                {field}: {message}
              </li>
            ))}
          </ul>
        </>
      )}
      {children}
    </section>
  );
}

function Change({ from, to }: { readonly from: number | undefined; readonly to: number }) {
  if (from === undefined || from === to) return null;
  return <span class={to > from ? 'up' : 'down'}> {to > from ? `+${to - from}` : `−${from - to}`}</span>;
}
