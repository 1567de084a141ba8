import { useMemo, useState } from 'preact/hooks';
import { type CapacityPlan, planCapacity } from '../../../lib/learning/evaluation/plan-capacity.ts';
import type { Curves, TrainingRecord } from '../../../lib/learning/training-record.ts';
import type { Expected } from '../../../lib/statistics/predict-count.ts';
import { number, percent, whole } from '../parts/format.ts';

const MOST_LEADS = 10_000;

type Measured = { readonly curves: Curves } & Pick<TrainingRecord, 'score_counts'>;

/** "We can call 40 of 500 leads a week": from which score on, and what to expect of it. */
export function Capacity({ record }: { readonly record: Measured }) {
  const [typed, setTyped] = useState('500');
  const [wanted, setCalls] = useState(40);
  const leads = Number(typed);
  const valid = typed.trim() !== '' && Number.isInteger(leads) && leads >= 1 && leads <= MOST_LEADS;
  const calls = valid ? Math.min(wanted, leads) : wanted;
  return (
    <section class="card" aria-label="Capacity">
      <h2>Whom can you call?</h2>
      <div class="fields capacity">
        <div class="field">
          <label for="capacity-leads">Leads that come in a week</label>
          <input
            id="capacity-leads"
            type="text"
            inputMode="numeric"
            autocomplete="off"
            value={typed}
            aria-invalid={!valid}
            {...(valid ? {} : { 'aria-describedby': 'capacity-error' })}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for="capacity-calls">Calls you can make: {whole(calls)}</label>
          <input
            id="capacity-calls"
            type="range"
            min={0}
            max={valid ? leads : MOST_LEADS}
            value={calls}
            disabled={!valid}
            aria-valuetext={`${calls} of ${typed} leads`}
            onInput={({ currentTarget }) => setCalls(currentTarget.valueAsNumber)}
          />
        </div>
      </div>
      {valid ? (
        <Plan record={record} leads={leads} calls={calls} />
      ) : (
        <p id="capacity-error" class="error" role="alert">
          Expected a whole number of leads from 1 to {whole(MOST_LEADS)}, got{' '}
          {typed.trim() === '' ? 'none' : `“${typed}”`}.
        </p>
      )}
    </section>
  );
}

interface PlanProps {
  readonly record: Measured;
  readonly leads: number;
  readonly calls: number;
}

function Plan({ record, leads, calls }: PlanProps) {
  const plan = useMemo(() => planCapacity(record, leads, calls), [record, leads, calls]);
  const most = Math.max(plan.byScore.high, plan.atRandom.high, 1);
  return (
    <>
      <p class="cut-off" aria-live="polite">
        <CutOff plan={plan} leads={leads} calls={calls} /> Expect{' '}
        <strong>{number(plan.byScore.mean, 1)}</strong> conversions a week, against{' '}
        {number(plan.atRandom.mean, 1)} at random.
      </p>
      <Interval name="By score" expected={plan.byScore} most={most} />
      <Interval name="At random" expected={plan.atRandom} most={most} />
      <p class="hint">
        In 19 of 20 weeks the number lies within the bar, as long as the leads are like the{' '}
        {whole(record.curves.rows)} that the model was measured on. Leads that tie are called in any order.
        {plan.cutOff === undefined &&
          ' The record of this version does not count the leads of each score; that of a version trained from now on does.'}
      </p>
    </>
  );
}

/** Whom to call, with those that tie at the border counted. */
function CutOff({
  plan: { cutOff, share },
  leads,
  calls,
}: Omit<PlanProps, 'record'> & { readonly plan: CapacityPlan }) {
  if (cutOff === undefined)
    return (
      <>
        Call the {count(calls, 'lead')} with the highest scores: {percent(share)} of them.
      </>
    );
  const { score, above, tied, fit } = cutOff;
  const fits = fit === 1 ? '1 of them fits' : `${whole(fit)} of them fit`;
  if (above === undefined)
    return (
      <>
        {count(tied, 'lead')} {tied === 1 ? 'has' : 'tie at'} the highest score, <strong>{score - 1}</strong>:{' '}
        {fits}.
      </>
    );
  return (
    <>
      Call the leads with a score of <strong>{score}</strong> and more:{' '}
      {above === 0 ? 'less than 1' : whole(above)} of {whole(leads)}.
      {fit > 0 && ` ${count(tied, 'lead')} ${tied === 1 ? 'has' : 'tie at'} ${score - 1}: ${fits}.`}
    </>
  );
}

const count = (n: number, noun: string): string => `${whole(n)} ${noun}${n === 1 ? '' : 's'}`;

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
