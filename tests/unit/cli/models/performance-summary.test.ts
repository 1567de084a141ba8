import { describePerformance } from '../../../../cli/models/performance-summary.ts';
import { displayWidth } from '../../../../cli/terminal/text.ts';
import { Performance } from '../../../../lib/contract/performance.ts';
import { ESTIMATED, NOTHING, PERFORMANCE } from '../../../support/known-performance.ts';
import { expectGolden } from '../../../transcripts/golden.ts';

const STATES = [
  ['performance', PERFORMANCE],
  ['performance-estimated', ESTIMATED],
  ['performance-nothing', NOTHING],
] as const;

test.each(STATES)('%s on a terminal of 80 columns', (name, performance) => {
  expect(Performance.safeParse(performance).error).toBeUndefined();
  expectGolden(`screens/${name}`, describePerformance(performance, 80));
});

test.each(STATES)('%s fits narrow terminals, and stays as it is on wide ones', (_, performance) => {
  for (const width of [60, 80, 200]) {
    const wide = describePerformance(performance, width).filter((line) => displayWidth(line) > width);
    expect({ width, wide }).toEqual({ width, wide: [] });
  }
});

test('figures that the leads do not tell are said to be unknown, or left out', () => {
  const live = {
    ...PERFORMANCE.live!,
    ...{ roc_auc: null, calibration_slope: null, calibration_intercept: null, lift: null, value: null },
  };
  const text = describePerformance({ ...PERFORMANCE, live, cohorts: [], challengers: [] }, 80).join('\n');
  expect(text).toContain('ROC-AUC      not known: it takes two leads of each outcome\n');
  expect(text).not.toMatch(/Slope|Intercept|Lift|Value|Challenger|week/);
});

test('leads without a grade are not left out of the grades in silence', () => {
  const [first] = PERFORMANCE.live!.grades;
  const graded = PERFORMANCE.live!.grades.reduce((sum, { leads }) => sum + leads, 0);
  const told = (leads: number) =>
    describePerformance({ ...PERFORMANCE, live: { ...PERFORMANCE.live!, leads } }, 200).join('\n');
  expect(first).toBeDefined();
  expect(told(graded)).not.toContain('without a grade');
  expect(told(graded + 772)).toContain(
    '  Not in it: 772 leads without a grade, as leads have that were scored elsewhere.\n',
  );
});

test('a challenger is called better only when the bound and the conversions say so', () => {
  const [known] = PERFORMANCE.challengers;
  const told = (more: object) =>
    describePerformance({ ...PERFORMANCE, challengers: [{ ...known!, ...more }] }, 500)
      .at(-1)!
      .trim();
  expect(told({})).toMatch(/^v4 is better: /);
  expect(told({ is_better: false, converted: 12 })).toMatch(
    /^v4 is better so far, but fewer than 50 leads converted: /,
  );
  expect(told({ is_better: false, lower_bound: -0.001 })).toMatch(/^v4 is not shown to be better: /);
  const worse = { value: -0.01, low: -0.02, high: -0.001 };
  expect(told({ is_better: false, lower_bound: -0.03, log_loss_difference: worse })).toMatch(
    /^v4 is not better: the champion’s log-loss minus its own is −0.0100 \(−0.0200 to −0.0010\) per lead; /,
  );
  expect(told({ log_loss_difference: null, standard_error: null, lower_bound: null, leads: 1 })).toBe(
    'v4: too few leads to compare (1 lead that had time to convert, 240 converted)',
  );
});

test('nothing that the API answers reaches the terminal as a control character', () => {
  const hostile = { ...ESTIMATED, estimate: { ...ESTIMATED.estimate!, assumption: 'a\u001b[2Jb' } };
  expect(describePerformance(hostile, 80).join('\n')).not.toContain('\u001b[2J');
});
