import { WORTH_ASSUMPTION } from '../../outcomes/performance/measure-worth.ts';
import { CREATED } from './example-facts.ts';

const figure = (value: number, low: number, high: number) => ({ value, low, high });
const rate = (leads: number, converted: number, low: number, high: number) => ({
  leads,
  converted,
  rate: figure(converted / leads, low, high),
});

const top = (tenths: number, calls: number, conversions: number) => ({
  share: tenths / 10,
  calls,
  conversions,
  value: 1180 * conversions,
  cost: 40 * calls,
});

/** Of what the scores were worth. */
export const PERFORMANCE_EXAMPLES = {
  Performance: {
    usual: {
      model: 'leads',
      version: 'v3',
      from: '2025-12-01T00:00:00.000Z',
      to: CREATED,
      computed_at: CREATED,
      leads: 1240,
      outcomes: { converted: 151, lost: 402, open: 685, before_scoring: 2 },
      maturity: {
        conversions: 151,
        horizon_days: 93,
        mature_at: 0.9,
        mature_after_days: 41,
        curve: [
          { days: 7, ...figure(0.31, 0.25, 0.38) },
          { days: 28, ...figure(0.78, 0.71, 0.84) },
          { days: 93, ...figure(1, 1, 1) },
        ],
      },
      cohorts: [
        {
          week: '2026-02-23',
          leads: 96,
          mature_share: 0.31,
          is_mature: false,
          expected: figure(4.1, 1, 8),
          converted: 3,
          verdict: 'as_expected',
          text: 'expected 4.1 by now, 3 came: within what is expected',
        },
      ],
      live: {
        leads: 810,
        expected: figure(118.2, 99, 138),
        converted: 121,
        verdict: 'as_expected',
        rate: figure(0.149, 0.127, 0.176),
        roc_auc: { ...figure(0.771, 0.726, 0.811), exact_within: 0.004 },
        log_loss: figure(0.367, 0.334, 0.4),
        brier: figure(0.112, 0.099, 0.125),
        calibration_slope: figure(0.97, 0.79, 1.15),
        calibration_intercept: figure(0.03, -0.18, 0.24),
        lift: figure(2.9, 2.2, 3.7),
        grades: [
          {
            group: 'A',
            ...rate(82, 34, 0.314, 0.523),
            expected: figure(33.1, 25, 42),
            verdict: 'as_expected',
          },
        ],
        deciles: [
          {
            group: '1',
            ...rate(81, 35, 0.33, 0.541),
            expected: figure(34.8, 26, 43),
            verdict: 'as_expected',
          },
        ],
        value: figure(1180, 1010, 1350),
      },
      estimate: null,
      challengers: [
        {
          version: 'v4',
          leads: 810,
          converted: 121,
          log_loss_difference: figure(0.004, -0.003, 0.011),
          standard_error: 0.0036,
          lower_bound: -0.012,
          is_better: false,
        },
      ],
      worth: {
        text: 'A call pays from a probability of 3.4 % on (2.9 % to 3.9 %): it costs 40 EUR, and a conversion is worth 1,180 EUR (1,022 to 1,363). Of the capacities, calling the top 70 % brought the highest profit: 111,840 EUR (89,520 to 138,400) from 567 calls.',
        assumption: WORTH_ASSUMPTION,
        cost_per_call: 40,
        currency: 'EUR',
        conversions: { with_value: 112, without_value: 9 },
        value: figure(1180, 1022, 1363),
        expected_per_call: figure(132.2, 109.2, 158.9),
        cut_off: figure(0.0339, 0.0293, 0.0391),
        value_by_probability: { ...figure(0.04, -0.15, 0.22), verdict: 'not_seen' },
        capacities: [
          {
            ...top(1, 81, 35),
            lowest_probability: 0.341,
            profit: figure(38_060, 26_910, 53_250),
            expected_profit: 37_824,
            random_profit: 11_038,
          },
          {
            ...top(7, 567, 114),
            lowest_probability: 0.034,
            profit: figure(111_840, 89_520, 138_400),
            expected_profit: 109_700,
            random_profit: 77_266,
          },
        ],
        best_share: 0.7,
        from_cut_off: {
          ...top(7, 567, 114),
          lowest_probability: 0.034,
          profit: figure(111_840, 89_520, 138_400),
          expected_profit: 109_700,
          random_profit: 77_266,
        },
      },
    },
  },
} as const;
