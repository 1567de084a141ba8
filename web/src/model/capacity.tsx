import { useMemo, useState } from 'preact/hooks';
import { planCapacity } from '../../../lib/training/evaluation/plan-capacity.ts';
import type { Expected } from '../../../lib/training/evaluation/predict-count.ts';
import type { Curves } from '../../../lib/training/run-record.ts';
import { number, percent, whole } from '../parts/format.ts';

const MOST_LEADS = 10_000;

/** "We can call 40 of 500 leads a week": from which score on, and what to expect of it. */
export function Capacity({ curves }: { readonly curves: Curves }) {
  const [leads, setLeads] = useState(500);
  const [wanted, setCalls] = useState(40);
  const calls = Math.min(wanted, leads);
  const plan = useMemo(() => planCapacity(curves, leads, calls), [curves, leads, calls]);
  const most = Math.max(plan.byScore.high, plan.atRandom.high, 1);
  return (
    <section class="card" aria-label="Capacity">
      <h2>Whom can you call?</h2>
      <div class="fields capacity">
        <div class="field">
          <label for="capacity-leads">Leads that come in a week</label>
          <input
            id="capacity-leads"
            type="number"
            min={1}
            max={MOST_LEADS}
            value={leads}
            onInput={({ currentTarget: { valueAsNumber } }) => {
              if (valueAsNumber >= 1 && valueAsNumber <= MOST_LEADS) setLeads(Math.round(valueAsNumber));
            }}
          />
        </div>
        <div class="field">
          <label for="capacity-calls">Calls you can make: {whole(calls)}</label>
          <input
            id="capacity-calls"
            type="range"
            min={0}
            max={leads}
            value={calls}
            aria-valuetext={`${calls} of ${leads} leads`}
            onInput={({ currentTarget }) => setCalls(currentTarget.valueAsNumber)}
          />
        </div>
      </div>
      <p class="cut-off" aria-live="polite">
        Call the leads with a score of <strong>{plan.cutOff}</strong> and more: the best {percent(plan.share)}
        . Expect <strong>{number(plan.byScore.mean, 1)}</strong> conversions a week, against{' '}
        {number(plan.atRandom.mean, 1)} at random.
      </p>
      <Interval name="By score" expected={plan.byScore} most={most} />
      <Interval name="At random" expected={plan.atRandom} most={most} />
      <p class="hint">
        In 19 of 20 weeks the number lies within the bar, as long as the leads are like the{' '}
        {whole(curves.rows)} that the model was measured on.
      </p>
    </section>
  );
}

function Interval({
  name,
  expected: { low, mean, high },
  most,
}: {
  readonly name: string;
  readonly expected: Expected;
  readonly most: number;
}) {
  const at = (value: number) => `${(100 * value) / most}%`;
  return (
    <div class="interval">
      <span>{name}</span>
      <span class="track" aria-hidden="true">
        <span class="fill" style={{ left: at(low), width: at(high - low) }} />
        <span class="mean" style={{ left: at(mean) }} />
      </span>
      <span>
        {whole(low)} to {whole(high)}
      </span>
    </div>
  );
}
