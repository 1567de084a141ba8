import type { ChartConfig } from './chart-config.ts';

export interface Palette {
  readonly model: string;
  readonly reference: string;
  readonly converted: string;
  readonly other: string;
  readonly interval: string;
  readonly third: string;
  readonly fourth: string;
  readonly density: string;
}
/** On a light ground. */
export const LIGHT: Palette = {
  model: '#1d4ed8',
  reference: '#94a3b8',
  converted: '#c2410c',
  other: '#b9c8da',
  interval: 'rgba(29, 78, 216, .25)',
  third: '#0f766e',
  fourth: '#6b21a8',
  density: 'rgba(91, 107, 128, .35)',
};
/** On a dark ground. */
export const DARK: Palette = {
  model: '#8ab4ff',
  reference: '#7c8aa3',
  converted: '#ffab7a',
  other: '#4b586e',
  interval: 'rgba(138, 180, 255, .25)',
  third: '#5eead4',
  fourth: '#d8b4fe',
  density: 'rgba(148, 163, 184, .35)',
};
// Chart.js sets a minimum of its own, which may not be above the maximum.
export const PERCENT = { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 0 } as const;
export const FINE_PERCENT = { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 1 } as const;
export const FACTOR = { minimumFractionDigits: 0, maximumFractionDigits: 2 } as const;

export const axis = (text: string, format: object | undefined, more: object = {}) => ({
  title: { display: true, text },
  ticks: format === undefined ? {} : { format },
  ...more,
});
export const points = (x: readonly number[], y: readonly number[]) =>
  x.map((value, i) => ({ x: value, y: y[i]! }));
export const line = (label: string, data: unknown, colour: string, more: object = {}) => ({
  type: 'line',
  label,
  data,
  borderColor: colour,
  backgroundColor: colour,
  borderWidth: 2,
  pointRadius: 0,
  ...more,
});
export const dashed = { borderDash: [5, 5], borderWidth: 1.5 } as const;
export const diagonal = (label: string, colours: Palette, to = 1) =>
  line(label, points([0, to], [0, to]), colours.reference, dashed);
export const bar = (
  label: string,
  data: readonly unknown[],
  backgroundColor: string | readonly string[],
) => ({
  type: 'bar',
  label,
  data,
  backgroundColor,
});
export const chart = (
  type: string,
  datasets: readonly object[],
  scales: object,
  more: object = {},
): ChartConfig => ({
  type,
  data: { datasets, ...('labels' in more ? { labels: more.labels } : {}) },
  options: {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    interaction: { mode: 'nearest', intersect: false },
    plugins: { legend: { display: datasets.length > 1, position: 'bottom', labels: { boxWidth: 18 } } },
    scales,
    ...('indexAxis' in more ? { indexAxis: more.indexAxis } : {}),
  },
});
export const unit = { min: 0, max: 1, type: 'linear' } as const;
