import type { ScoreChange } from '../../../lib/client/index.ts';
import { moment, number, percent } from '../parts/format.ts';

/** Why the score changed: per feature what its new value does, and what the new version does. */
export function ChangeView({ change }: { readonly change: ScoreChange }) {
  const {
    from,
    to,
    features,
    intercept_effect: intercept,
    input_effect: inputs,
    model_effect: model,
  } = change;
  const largest = Math.max(
    ...features.flatMap((one) => [Math.abs(one.input_effect), Math.abs(one.model_effect)]),
    Math.abs(intercept),
    0.001,
  );
  const sameVersion = from.model_version === to.model_version;
  return (
    <section class="card" aria-label="Why it changed">
      <h2>Why it changed</h2>
      <p>
        From <strong>{from.score}</strong> ({percent(from.probability)}, {from.model_version},{' '}
        {moment(from.created_at)}) to <strong>{to.score}</strong> ({percent(to.probability)},{' '}
        {to.model_version}, {moment(to.created_at)}).{' '}
        {sameVersion
          ? 'The same version answered both times.'
          : 'Another version answered: the second bar is what that changes.'}
      </p>
      {features.length === 0 && intercept === 0 && <p>Nothing that the model looks at changed.</p>}
      <ul class="changes">
        {features.map(({ feature, text, input_effect, model_effect }) => (
          <li key={feature}>
            {text}
            <Bar name="value" effect={input_effect} largest={largest} />
            {!sameVersion && <Bar name="model" effect={model_effect} largest={largest} />}
          </li>
        ))}
        {intercept !== 0 && (
          <li key="intercept">
            The version itself, whatever the lead is
            <Bar name="model" effect={intercept} largest={largest} />
          </li>
        )}
      </ul>
      <p class="hint">
        {change.unit === 'probability' ? 'Probability' : 'Log-odds'}: values {signed(inputs)}, model{' '}
        {signed(model)}, together {signed(change.log_odds)}.
      </p>
    </section>
  );
}

interface BarProps {
  readonly name: 'value' | 'model';
  readonly effect: number;
  readonly largest: number;
}

function Bar({ name, effect, largest }: BarProps) {
  return (
    <span class={`change ${effect < 0 ? 'down' : 'up'}`}>
      <span>{name}</span>
      <span class="bar" aria-hidden="true">
        <span style={{ width: `${(50 * Math.abs(effect)) / largest}%` }} />
      </span>
      <span class="effect">{signed(effect)}</span>
    </span>
  );
}

/** @example signed(-0.5) // '−0.5' */
const signed = (effect: number): string => {
  const digits = number(Math.abs(effect), 3);
  return digits === '0' ? digits : `${effect < 0 ? '−' : '+'}${digits}`;
};
