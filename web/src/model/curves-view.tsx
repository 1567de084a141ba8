import { useCallback } from 'preact/hooks';
import type { Curves, TrainingRecord } from '../../../lib/learning/training-record.ts';
import type { Palette } from '../../../lib/pages/chart-parts.ts';
import { CURVE_CHARTS } from '../../../lib/pages/training-charts.ts';
import { percent, whole } from '../parts/format.ts';
import { Head } from '../parts/table.tsx';
import { ChartView } from './chart-view.tsx';

interface Props {
  readonly curves: Curves;
  readonly on: TrainingRecord['curves_on'];
}

/** How well the model ranks and how right its probabilities are, in pictures, and the lift as a table. */
export function CurvesView({ curves, on }: Props) {
  return (
    <section aria-label="In pictures">
      <h2>In pictures</h2>
      <p class="hint">
        Measured {on === 'holdout' ? 'on the hold-out' : 'in cross-validation'}: {whole(curves.rows)} leads
        that the measured model had not seen.
      </p>
      <div class="charts">
        {CURVE_CHARTS.map(([title, draw, text]) => (
          <Panel key={title} title={title} text={text} curves={curves} draw={draw} />
        ))}
      </div>
      <details class="card">
        <summary>Lift as a table</summary>
        <table>
          <Head heads={['Tenth', 'Leads', 'Converted', 'Rate', 'Lift', 'Conversions reached']} />
          <tbody>
            {curves.lift.map(({ rows, converted, rate, lift, gain }, i) => (
              <tr key={gain}>
                <td>{i + 1}</td>
                <td>{whole(rows)}</td>
                <td>{whole(converted)}</td>
                <td>{percent(rate)}</td>
                <td>{lift.toFixed(2)}</td>
                <td>{percent(gain)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

interface PanelProps {
  readonly title: string;
  readonly text: string;
  readonly curves: Curves;
  readonly draw: (typeof CURVE_CHARTS)[number][1];
}

function Panel({ title, text, curves, draw }: PanelProps) {
  const drawThis = useCallback((palette: Palette) => draw(curves, palette), [curves, draw]);
  return (
    <section class="card" aria-label={title}>
      <h3>{title}</h3>
      <ChartView draw={drawThis} text={text} />
    </section>
  );
}
