import type { Figure, Performance } from '../../lib/client/index.ts';

const figure = (value: number, low: number, high: number): Figure => ({ value, low, high });

/** A model whose older leads had time to convert, with a challenger. */
export const PERFORMANCE: Performance = {
  model: 'leads',
  version: null,
  from: '2026-06-01T00:00:00.000Z',
  to: '2026-12-01T04:00:00.000Z',
  computed_at: '2026-12-01T04:00:00.000Z',
  leads: 12_000,
  outcomes: { converted: 1312, lost: 7204, open: 3481, before_scoring: 3 },
  maturity: {
    conversions: 1312,
    horizon_days: 120,
    mature_at: 0.9,
    mature_after_days: 45,
    curve: [{ days: 0, ...figure(0.05, 0.04, 0.06) }],
  },
  cohorts: [
    {
      week: '2026-06-01',
      leads: 10_188,
      mature_share: 0.98,
      is_mature: true,
      expected: figure(1031.24, 980, 1082),
      converted: 1029,
      verdict: 'as_expected',
      text: 'expected 1,031 by now, 1,029 came: within what is expected',
    },
    {
      week: '2026-11-16',
      leads: 210,
      mature_share: 0.34,
      is_mature: false,
      expected: figure(12.3, 6, 19),
      converted: 3,
      verdict: 'fewer',
      text: 'expected 12.3 by now, 3 came: fewer than expected',
    },
    {
      week: '2026-11-23',
      leads: 188,
      mature_share: null,
      is_mature: false,
      expected: null,
      converted: 0,
      verdict: 'unknown',
      text: '0 came; how many to expect by now is not known',
    },
  ],
  live: {
    leads: 10_188,
    expected: figure(1031.24, 980, 1082),
    converted: 1029,
    verdict: 'as_expected',
    rate: figure(0.101, 0.0953, 0.107),
    roc_auc: { ...figure(0.8123, 0.7991, 0.8249), exact_within: 0.0021 },
    log_loss: figure(0.2672, 0.2591, 0.2753),
    brier: figure(0.0801, 0.077, 0.0832),
    calibration_slope: figure(0.91, 0.85, 0.97),
    calibration_intercept: figure(-0.03, -0.1, 0.04),
    lift: figure(3.42, 3.2, 3.64),
    grades: [
      {
        group: 'A',
        leads: 512,
        expected: figure(301.2, 279, 323),
        converted: 250,
        verdict: 'fewer',
        rate: figure(0.4883, 0.4452, 0.5315),
      },
      {
        group: 'D',
        leads: 9676,
        expected: figure(730, 680, 780),
        converted: 779,
        verdict: 'as_expected',
        rate: figure(0.0805, 0.0752, 0.0861),
      },
    ],
    deciles: [
      {
        group: '1',
        leads: 1019,
        expected: figure(412, 385, 440),
        converted: 441,
        verdict: 'more',
        rate: figure(0.4328, 0.4027, 0.4634),
      },
    ],
    value: figure(1240.5, 1100, 1381),
  },
  estimate: null,
  challengers: [
    {
      version: 'v4',
      leads: 2400,
      converted: 240,
      log_loss_difference: figure(0.0123, 0.0031, 0.0215),
      standard_error: 0.0047,
      lower_bound: 0.0012,
      is_better: true,
    },
  ],
  worth: null,
};

/** The same before any lead had time to convert. */
export const ESTIMATED: Performance = {
  ...PERFORMANCE,
  version: 'v3',
  leads: 188,
  outcomes: { converted: 0, lost: 0, open: 188, before_scoring: 0 },
  maturity: null,
  cohorts: PERFORMANCE.cohorts.slice(2),
  live: null,
  estimate: {
    leads: 188,
    assumption:
      'Expected if past patterns still hold. This estimate cannot see that the same leads now convert differently.',
    conversions: figure(22.4, 14, 31),
    roc_auc: 0.8034,
    log_loss: figure(0.2712, 0.2314, 0.311),
  },
  challengers: [],
};

/** Nothing was scored with a reference. */
export const NOTHING: Performance = { ...ESTIMATED, leads: 0, cohorts: [], estimate: null };
