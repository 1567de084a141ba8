import type { ColumnProfile, ProfileBin } from '../../learning/profile/profile.ts';

/** A configuration of Chart.js, without functions. */
export type ChartConfig = Readonly<Record<string, unknown>>;

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

/** Levels lie, so that their names can be read; numbers and dates stand. */
export const isLying = (bins: readonly ProfileBin[]): boolean =>
  bins.some(({ kind }) => kind === 'level' || kind === 'other');

/**
 * Leads per bin as bars, the conversion rate and its interval over them; levels lie, so that their names can be
 * read, and their rates are points, as levels have no order.
 *
 * @param baseRate of all leads; undefined without an outcome
 */
export function drawBins(bins: readonly ProfileBin[], baseRate: number | undefined): ChartConfig {
  const lying = isLying(bins);
  const [binAxis, shareAxis, rateAxis] = lying ? ['y', 'x', 'rate'] : ['x', 'y', 'rate'];
  const onRate = lying ? { xAxisID: 'rate' } : { yAxisID: 'rate' };
  const isDrawn = ({ rows, rate }: ProfileBin) => rate !== undefined && rows >= FEWEST_DRAWN;
  const leads = {
    type: 'bar',
    label: 'share of the leads',
    data: bins.map(({ share }) => share),
    backgroundColor: bins.map(({ kind }) => (kind === 'missing' ? COLOURS.missing : COLOURS.leads)),
    order: 4,
    maxBarThickness: lying ? 24 : 80,
    categoryPercentage: 1,
    barPercentage: lying ? 0.75 : 0.94,
    ...(lying ? { xAxisID: 'x' } : { yAxisID: 'y' }),
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
            showLine: !lying,
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
      indexAxis: lying ? 'y' : 'x',
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'index', axis: binAxis, intersect: false },
      plugins: { legend: { display: false } },
      scales: {
        [binAxis!]: { grid: { display: false }, ticks: { autoSkip: !lying, maxRotation: 60 } },
        [shareAxis!]: {
          beginAtZero: true,
          position: lying ? 'bottom' : 'left',
          ticks: { format: PERCENT, maxTicksLimit: 5 },
          title: { display: true, text: 'share of the leads' },
        },
        ...(baseRate === undefined
          ? {}
          : {
              [rateAxis!]: {
                axis: lying ? 'x' : 'y',
                beginAtZero: true,
                position: lying ? 'top' : 'right',
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
