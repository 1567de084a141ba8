import { useCallback } from 'preact/hooks';
import { nameOdds, nameUnit } from '../../../lib/learning/effect-odds.ts';
import type { EffectCurve, TrainingRecord } from '../../../lib/learning/training-record.ts';
import type { Palette } from '../../../lib/pages/chart-parts.ts';
import { drawEffect, heightOfEffect } from '../../../lib/pages/effect-charts.ts';
import { number } from '../parts/format.ts';
import { ChartView } from './chart-view.tsx';

/** How every feature moves the odds, strongest first. */
export function EffectsView({ record }: { readonly record: TrainingRecord }) {
  const { effects } = record;
  const pairs = effects.filter(({ kind }) => kind === 'pair');
  return (
    <section aria-label="What moves a lead’s odds">
      <h2>What moves a lead’s odds</h2>
      <p class="hint">
        Each value’s factor on {nameOdds(record)}
        {record.effect_bands?.method === 'leads' ? '' : ', all else alike'}; strongest feature first.
        {record.effect_bands?.method === 'leads' &&
          ' What trees make of a value depends on the lead’s other values: a point is the mean effect on the leads that have it, and 80 % of them lie within its band.'}
      </p>
      <div class="charts">
        {effects
          .filter(({ points }) => points.length > 1)
          .map((curve) => (
            <Effect key={curve.feature} curve={curve} />
          ))}
      </div>
      {record.interactions !== undefined && (
        <section class="card" aria-label="Pairs that act together">
          <h3>Pairs of features that act together</h3>
          <p>
            {record.interactions.pairs
              .map(({ label, mean_abs }) => `${label} (${number(mean_abs, 3)})`)
              .join(', ')}
          </p>
          <p class="hint">
            In brackets: the mean size of what they do beyond what each does alone, {nameUnit(record)}; the
            report has a grid of each.
          </p>
        </section>
      )}
      {pairs.length > 0 && (
        <section class="card" aria-label="Pairs">
          <h3>Pairs of features that also tell something together</h3>
          <p>{pairs.map(({ label, spread }) => `${label} (${spread.toFixed(3)})`).join(', ')}</p>
          <p class="hint">In brackets: the spread of what they add to the log-odds before calibration.</p>
        </section>
      )}
    </section>
  );
}

function Effect({ curve }: { readonly curve: EffectCurve }) {
  const draw = useCallback((palette: Palette) => drawEffect(curve, palette), [curve]);
  const height = heightOfEffect(curve);
  return (
    <section class="card" aria-label={curve.label}>
      <h3>{curve.label}</h3>
      <ChartView draw={draw} text={`Effect of ${curve.label} on the odds`} height={height} />
    </section>
  );
}
