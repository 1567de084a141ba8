import { useCallback } from 'preact/hooks';
import { nameOdds } from '../../../lib/learning/effect-odds.ts';
import type { EffectCurve, TrainingRecord } from '../../../lib/learning/training-record.ts';
import type { Palette } from '../../../lib/pages/chart-parts.ts';
import { drawEffect, heightOfEffect } from '../../../lib/pages/effect-charts.ts';
import { ChartView } from './chart-view.tsx';

/** How every feature moves the odds, strongest first. */
export function EffectsView({ record }: { readonly record: TrainingRecord }) {
  const { effects } = record;
  const pairs = effects.filter(({ kind }) => kind === 'pair');
  return (
    <section aria-label="What moves a lead’s odds">
      <h2>What moves a lead’s odds</h2>
      <p class="hint">Each value’s factor on {nameOdds(record)}, all else alike; strongest feature first.</p>
      <div class="charts">
        {effects
          .filter(({ points }) => points.length > 1)
          .map((curve) => (
            <Effect key={curve.feature} curve={curve} />
          ))}
      </div>
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
