import type { ChartConfiguration } from 'chart.js';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChartConfig } from '../../../lib/pages/chart-config.ts';
import { DARK, LIGHT, type Palette } from '../../../lib/pages/chart-parts.ts';

const DARK_QUERY = '(prefers-color-scheme: dark)';

interface Props {
  readonly draw: (palette: Palette) => ChartConfig;
  /** What it shows, for those who do not see it. */
  readonly text: string;
  readonly height?: number;
}

/** A chart of the report, drawn here, in the colours of the page. */
export function ChartView({ draw, text, height = 260 }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [dark, setDark] = useState(() => matchMedia(DARK_QUERY).matches);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const query = matchMedia(DARK_QUERY);
    const follow = () => setDark(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  useEffect(() => {
    let chart: { destroy(): void } | undefined;
    let gone = false;
    const drawn = import('./chart-js.ts').then(({ Chart }) => {
      if (gone || canvas.current === null) return;
      const style = getComputedStyle(document.body);
      Chart.defaults.font.family = style.fontFamily;
      Chart.defaults.color = style.color;
      Chart.defaults.borderColor = dark ? '#3a4457' : '#dde3ec';
      chart = new Chart(canvas.current, draw(dark ? DARK : LIGHT) as unknown as ChartConfiguration);
    });
    drawn.then(
      () => setFailed(false),
      () => setFailed(true),
    );
    return () => {
      gone = true;
      chart?.destroy();
    };
  }, [draw, dark]);
  return (
    <div class="chart" style={{ height: `${height}px` }}>
      {failed && <p class="error">This chart cannot be drawn now. Load the page anew to try again.</p>}
      <canvas ref={canvas} role="img" aria-label={text} />
    </div>
  );
}
