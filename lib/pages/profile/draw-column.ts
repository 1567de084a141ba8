import type { ColumnProfile, ProfileBin } from '../../learning/profile/profile.ts';
import type { ChartConfig } from '../chart-config.ts';

/** Rates of fewer leads are not drawn: their intervals would cover the chart. */
export const FEWEST_DRAWN = 20;

/** Seen on light and on dark paper. */
const COLOURS = {
  leads: 'rgba(110, 145, 190, .5)',
  missing: 'rgba(120, 130, 145, .25)',
  rate: '#d9480f',
  interval: 'rgba(217, 72, 15, .4)',
  base: '#7b8aa0',
} as const;
const PERCENT = { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 1 } as const;

/** The bins that a column's chart shows. */
export const selectDrawn = ({ histogram, bins }: ColumnProfile): readonly ProfileBin[] => histogram ?? bins;

/** The bars of levels are horizontal, so that their names can be read; those of numbers and dates are vertical. */
export const isHorizontal = (bins: readonly ProfileBin[]): boolean =>
  bins.some(({ kind }) => kind === 'level' || kind === 'other');

/**
 * Leads per bin as bars, the conversion rate and its interval over them. The rates of levels are points, because levels have no
 * order.
 *
 * @param baseRate of all leads; undefined without an outcome
 */
export function drawBins(bins: readonly ProfileBin[], baseRate: number | undefined): ChartConfig {
  const horizontal = isHorizontal(bins);
  const [binAxis, shareAxis] = horizontal ? (['y', 'x'] as const) : (['x', 'y'] as const);
  const onRate = { [`${shareAxis}AxisID`]: 'rate' };
  const isDrawn = ({ rows, rate }: ProfileBin) => rate !== undefined && rows >= FEWEST_DRAWN;
  const leads = {
    type: 'bar',
    label: 'share of the leads',
    data: bins.map(({ share }) => share),
    backgroundColor: bins.map(({ kind }) => (kind === 'missing' ? COLOURS.missing : COLOURS.leads)),
    order: 4,
    maxBarThickness: horizontal ? 24 : 80,
    categoryPercentage: 1,
    barPercentage: horizontal ? 0.75 : 0.94,
    [`${shareAxis}AxisID`]: shareAxis,
  };
  const outcome =
    baseRate === undefined
      ? []
      : [
          // The missing leads are no continuation of the largest numbers: a point of their own.
          ...[false, true].map((missing) => ({
            type: 'line',
            label: 'conversion rate',
            data: bins.map((bin) => (isDrawn(bin) && (bin.kind === 'missing') === missing ? bin.rate : null)),
            borderColor: COLOURS.rate,
            backgroundColor: COLOURS.rate,
            showLine: !horizontal,
            spanGaps: true,
            borderWidth: 2,
            pointRadius: 3,
            order: 1,
            ...onRate,
          })),
          {
            type: 'bar',
            label: '95 % interval',
            data: bins.map((bin) => (isDrawn(bin) ? [bin.low, bin.high] : null)),
            backgroundColor: COLOURS.interval,
            barThickness: 2,
            grouped: false,
            order: 2,
            ...onRate,
          },
          {
            type: 'line',
            label: 'all leads',
            data: bins.map(() => baseRate),
            borderColor: COLOURS.base,
            borderDash: [4, 4],
            borderWidth: 1,
            pointRadius: 0,
            pointHitRadius: 0,
            order: 3,
            ...onRate,
          },
        ];
  return {
    type: 'bar',
    data: { labels: bins.map(({ label }) => shorten(label)), datasets: [leads, ...outcome] },
    options: {
      indexAxis: binAxis,
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'index', axis: binAxis, intersect: false },
      plugins: { legend: { display: false } },
      scales: {
        [binAxis]: { grid: { display: false }, ticks: { autoSkip: !horizontal, maxRotation: 60 } },
        [shareAxis]: {
          beginAtZero: true,
          position: horizontal ? 'bottom' : 'left',
          ticks: { format: PERCENT, maxTicksLimit: 5 },
          title: { display: true, text: 'share of the leads' },
        },
        ...(baseRate === undefined
          ? {}
          : {
              rate: {
                axis: shareAxis,
                beginAtZero: true,
                position: horizontal ? 'top' : 'right',
                grid: { display: false },
                ticks: { format: PERCENT, maxTicksLimit: 5, color: COLOURS.rate },
                title: { display: true, text: 'conversion rate', color: COLOURS.rate },
              },
            }),
      },
    },
  };
}

const shorten = (label: string): string => (label.length > 24 ? `${label.slice(0, 23)}…` : label);
