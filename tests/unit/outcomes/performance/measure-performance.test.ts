import fc from 'fast-check';
import { Performance } from '../../../../lib/contract/performance.ts';
import { GRADES } from '../../../../lib/contract/words.ts';
import type { LeadOutcome, OutcomeKind } from '../../../../lib/outcomes/outcome.ts';
import { measurePerformance } from '../../../../lib/outcomes/performance/measure-performance.ts';
import type { ScoredLead } from '../../../../lib/outcomes/scored-lead.ts';
import { NOW, simulateLeads } from './simulated-leads.ts';

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const measure = (rows: Iterable<ScoredLead>, asked: { version?: string; from?: Date; to?: Date } = {}) =>
  measurePerformance({ model: 'default', from: daysAgo(1000), to: NOW, now: NOW, rows, ...asked });

let made = 0;
const row = (days: number, given: Partial<ScoredLead> = {}): ScoredLead => ({
  id: `id${++made}`,
  model: 'default',
  version: 'v1',
  leadKey: `lead${made}`,
  scoredAt: daysAgo(days),
  probability: 0.1,
  expiresAt: NOW,
  ...given,
});
const won = (days: number, value?: number): LeadOutcome => ({
  kind: 'converted',
  occurredAt: daysAgo(days),
  ...(value === undefined ? {} : { value }),
});

describe('whatever the rows are', () => {
  const probability = fc.oneof(
    fc.constantFrom(0, 1, 5e-324, 1 - Number.EPSILON / 2, 0.5),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  // Few times, so that some are equal; some are ahead of now.
  const time = fc.oneof(
    fc.integer({ min: -2, max: 420 }).map(daysAgo),
    fc.integer({ min: -100_000, max: 420 * DAY_MS }).map((ms) => new Date(NOW.getTime() - ms)),
  );
  // Days after the score; some are before it, and some ahead of now.
  const delay = fc.oneof(fc.integer({ min: -1, max: 40 }), fc.double({ min: -1, max: 60, noNaN: true }));
  const value = fc.oneof(fc.constantFrom(0, Number.MAX_VALUE), fc.double({ min: 0, max: 1e6, noNaN: true }));
  const outcome = fc.oneof(
    fc.record({ kind: fc.constant('converted' as const), delay, value }, { requiredKeys: ['kind', 'delay'] }),
    fc.record({ kind: fc.constantFrom('converted' as const, 'lost' as const, 'open' as const), delay }),
  );
  const version = fc.constantFrom('v1', 'v2', 'elsewhere');
  const rows = (maxLeads: number, minLength: number, maxLength: number) =>
    fc
      .array(
        fc.record(
          {
            leadKey: fc.integer({ min: 1, max: maxLeads }).map((lead) => `lead${lead}`),
            version,
            scoredAt: time,
            probability,
            score: fc.integer({ min: 1, max: 99 }),
            grade: fc.constantFrom(...GRADES),
            challenger: fc.record({ version: fc.constantFrom('v3', 'v10'), probability }),
            outcome,
          },
          { requiredKeys: ['leadKey', 'version', 'scoredAt', 'probability'] },
        ),
        // Without a size fast-check makes about ten.
        { minLength, maxLength, size: 'max' },
      )
      .map((all): ScoredLead[] =>
        all.map(({ outcome: after, ...each }, i) => ({
          ...each,
          id: `p${i}`,
          model: 'default',
          expiresAt: NOW,
          ...(after === undefined ? {} : { outcome: outcomeAfter(each.scoredAt, after) }),
        })),
      );
  // Few leads, of which each has many rows, and many, of which enough convert for a curve.
  const anyRows = fc.oneof(rows(5, 0, 20), rows(400, 0, 100), rows(1000, 100, 300));
  const asked = fc.oneof(fc.constant({}), fc.record({ version, from: time, to: time }, { requiredKeys: [] }));

  test('the answer is what the contract says, every number is finite, and the numbers add up', () => {
    fc.assert(
      fc.property(anyRows, asked, (leads, query) => {
        const found = measure(leads, query);
        // JSON writes null for a number that is not finite; that is no number of the contract.
        expect(Performance.safeParse(JSON.parse(JSON.stringify(found))).error).toBeUndefined();
        expect(hasOnlyFinite(found)).toBe(true);
        const { converted, lost, open, before_scoring } = found.outcomes;
        expect(converted + lost + open + before_scoring).toBe(found.leads);
        const inCohorts = found.cohorts.reduce((sum, cohort) => sum + cohort.leads, 0);
        expect(inCohorts).toBe(found.leads - before_scoring);
        expect(found.live === null || found.estimate === null).toBe(true);
        const mature = found.cohorts.filter((cohort) => cohort.is_mature);
        if (found.live === null) return;
        expect(found.live.leads).toBe(mature.reduce((sum, cohort) => sum + cohort.leads, 0));
        const { deciles } = found.live;
        expect(deciles.reduce((sum, decile) => sum + decile.leads, 0)).toBe(found.live.leads);
        expect(figuresIn(found).every(({ low, high }) => low <= high)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('their order changes nothing, nor does a row that is there twice', () => {
    const shuffled = anyRows.chain((leads) =>
      fc.record({
        leads: fc.constant(leads),
        others: fc.shuffledSubarray([...leads, ...leads], {
          minLength: 2 * leads.length,
          maxLength: 2 * leads.length,
        }),
      }),
    );
    fc.assert(
      fc.property(shuffled, asked, ({ leads, others }, query) => {
        expect(measure(others, query)).toEqual(measure(leads, query));
      }),
    );
  });
});

function outcomeAfter(
  scoredAt: Date,
  { kind, delay, value }: { kind: OutcomeKind; delay: number; value?: number },
): LeadOutcome {
  const occurredAt = new Date(scoredAt.getTime() + Math.floor(delay * DAY_MS));
  return { kind, occurredAt, ...(value === undefined ? {} : { value }) };
}

/** A call of `expect` for each of a thousand numbers would take most of the test's time. */
const hasOnlyFinite = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isFinite(value)
    : typeof value !== 'object' || value === null || Object.values(value).every(hasOnlyFinite);

function figuresIn(value: unknown): { value: number; low: number; high: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(figuresIn);
  return 'low' in value ? [value as never, ...inside] : inside;
}

describe('a lead is counted once', () => {
  test('by its first row, of the range and of the version that is asked for', () => {
    const lead = { leadKey: 'one', outcome: won(1) };
    const rows = [
      row(20, { ...lead, version: 'v2', probability: 0.3 }),
      row(40, { ...lead, version: 'v1', probability: 0.2 }),
      row(10, { ...lead, version: 'v2', probability: 0.4 }),
    ];
    const promised = (asked: Parameters<typeof measure>[1]) =>
      measure(rows, asked).estimate?.conversions.value;
    expect(promised({})).toBe(0.2);
    expect(promised({ version: 'v2' })).toBe(0.3);
    expect(promised({ from: daysAgo(15) })).toBe(0.4);
    expect(promised({ to: daysAgo(40) })).toBe(0.2);
    expect(promised({ from: daysAgo(40), to: daysAgo(40) })).toBe(0.2);
    expect(measure(rows, { version: 'v3' })).toMatchObject({
      version: 'v3',
      leads: 0,
      maturity: null,
      cohorts: [],
      live: null,
      estimate: null,
      challengers: [],
    });
  });

  test('of two at the same time by the smaller id', () => {
    const rows = [row(5, { leadKey: 'one', id: 'b', probability: 0.2 }), row(5, { leadKey: 'one', id: 'a' })];
    expect(measure(rows)).toMatchObject({ leads: 1, estimate: { conversions: { value: 0.1 } } });
  });

  test('of two copies of a row the outcome that holds is taken', () => {
    const before = row(30);
    const joined = { ...before, outcome: won(4) };
    expect(measure([before, joined]).outcomes.converted).toBe(1);
    const reopened = { ...before, outcome: { kind: 'open', occurredAt: daysAgo(2) } as const };
    expect(measure([reopened, joined, before]).outcomes).toMatchObject({ converted: 0, open: 1 });
  });
});

describe('what became of a lead', () => {
  test('a conversion before the score is left out and counted; one at its time is not', () => {
    const rows = [
      row(10, { outcome: won(11) }),
      row(10, { outcome: won(10) }),
      row(10, { outcome: { kind: 'lost', occurredAt: daysAgo(11) } }),
      row(10),
    ];
    expect(measure(rows)).toMatchObject({
      leads: 4,
      outcomes: { converted: 1, lost: 1, open: 1, before_scoring: 1 },
      estimate: { leads: 3 },
    });
  });

  test('a lost lead counts as one that has not converted, and makes no week mature', () => {
    const rows = simulateLeads({ seed: 1, leads: 400, days: 140 });
    const lost = rows.map((each) =>
      each.outcome === undefined ? { ...each, outcome: { kind: 'lost', occurredAt: NOW } as const } : each,
    );
    const { outcomes: _, ...figures } = measure(lost);
    const { outcomes: __, ...others } = measure(rows);
    expect(figures).toEqual(others);
  });

  test('a conversion that is dated ahead of now counts as one of now', () => {
    const rows = simulateLeads({ seed: 1, leads: 400, days: 140 });
    const last = row(3, { probability: 0.4 });
    expect(measure([...rows, { ...last, outcome: won(-0.9) }])).toEqual(
      measure([...rows, { ...last, outcome: won(0) }]),
    );
  });
});

describe('how long conversions take', () => {
  test('fewer than 20 conversions do not tell: nothing is mature, and the estimate is shown', () => {
    const rows = Array.from({ length: 100 }, (_, i) => row(200, i < 19 ? { outcome: won(190) } : {}));
    const found = measure(rows);
    expect(found).toMatchObject({ maturity: null, live: null, estimate: { leads: 100 } });
    expect(found.cohorts).toEqual([
      expect.objectContaining({
        mature_share: null,
        is_mature: false,
        expected: null,
        verdict: 'unknown',
        text: '19 came; how many to expect by now is not known: fewer than 20 conversions tell how long they take',
      }),
    ]);
    expect(found.estimate!.assumption).toBe(
      'Expected if past patterns still hold. This estimate cannot see that the same leads now convert differently.',
    );
    const [first, ...others] = rows;
    const more = measure([first!, ...others.slice(0, -1), { ...others.at(-1)!, outcome: won(170) }]);
    expect(more.maturity).toMatchObject({ conversions: 20, horizon_days: 200, mature_after_days: 10 });
  });

  test('after a year leads count as mature without it', () => {
    const rows = Array.from({ length: 40 }, () => row(380));
    expect(measure(rows)).toMatchObject({
      maturity: null,
      cohorts: [
        {
          mature_share: 1,
          is_mature: true,
          verdict: 'fewer',
          text: expect.stringContaining('fewer than expected (1 to 8)'),
        },
      ],
      live: { leads: 40, converted: 0, roc_auc: null, calibration_slope: null, lift: null, value: null },
      estimate: null,
    });
  });

  test('conversions that still come when watching ends leave the rest unknown', () => {
    const found = measure(simulateLeads({ seed: 2, leads: 2000, days: 40, median: 60 }));
    expect(found.maturity).toMatchObject({ mature_after_days: null });
    expect(found.live).toBeNull();
    expect(found.cohorts.at(-1)!.text).toMatch(/came; .* the leads were not watched for long enough/);
  });

  test('one old lead is no reason to believe that nothing comes late', () => {
    const rows = simulateLeads({ seed: 2, leads: 2000, days: 40, median: 60 });
    const { horizon_days } = measure([...rows, row(300, { outcome: won(299) })]).maturity!;
    expect(horizon_days).toBeLessThanOrEqual(40);
  });
});

describe('when the probabilities are right', () => {
  const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);
  const answers = SEEDS.map((seed) => measure(simulateLeads({ seed, leads: 1000, days: 140 })));

  test('what comes is within what is expected in at least 19 of 20 weeks, young ones too', () => {
    for (const isMature of [true, false]) {
      const weeks = answers.flatMap(({ cohorts }) =>
        cohorts.filter(({ is_mature }) => is_mature === isMature),
      );
      expect(weeks.length).toBeGreaterThan(150);
      const within = weeks.filter(({ verdict }) => verdict === 'as_expected').length;
      expect(within / weeks.length).toBeGreaterThan(0.95);
    }
  });

  test('leads whose day is almost over have the range of leads whose day is over', () => {
    const aDayAgo = (days: number) =>
      Array.from({ length: 400 }, (_, i) => row(days, { id: `n${i}`, leadKey: `new${i}`, probability: 0.3 }));
    const past = simulateLeads({ seed: 4, leads: 4000, days: 300 });
    const [whole, almost] = [4, 4 - 1e-6].map(
      (days) => measure([...past, ...aDayAgo(days)]).cohorts.at(-1)!.expected!,
    );
    expect(almost!.value).toBeCloseTo(whole!.value, 3);
    expect([almost!.low, almost!.high]).toEqual([whole!.low, whole!.high]);
  });

  test('the calibration line is right within its interval about as often', () => {
    const holds = (figure: 'calibration_slope' | 'calibration_intercept', right: number) =>
      answers.filter(({ live }) => live![figure]!.low <= right && live![figure]!.high >= right).length;
    expect(holds('calibration_slope', 1)).toBeGreaterThanOrEqual(34);
    expect(holds('calibration_intercept', 0)).toBeGreaterThanOrEqual(34);
  });

  test('fewer conversions than they promise are noticed', () => {
    const { live } = measure(simulateLeads({ seed: 3, leads: 4000, days: 140, change: -0.5 }));
    expect(live).toMatchObject({ verdict: 'fewer' });
    expect(live!.calibration_intercept!.high).toBeLessThan(0);
    expect(live!.calibration_slope!.low).toBeLessThan(1);
    expect(live!.calibration_slope!.high).toBeGreaterThan(1);
  });
});

describe('ranking', () => {
  const old = (probability: number, label: number, given: Partial<ScoredLead> = {}) =>
    row(400, { probability, ...(label === 1 ? { outcome: won(390) } : {}), ...given });

  test('is on the scores where they ascend with the probability, otherwise on ranks', () => {
    const leads = [0, 0, 1, 0, 1, 0, 1, 1].map((label, i) => ({
      label,
      probability: 0.1 * (i + 1),
      score: 10 + 10 * (i >> 2),
    }));
    const area = (scoreOf: (score: number, i: number) => Partial<ScoredLead>) =>
      measure(leads.map(({ label, probability, score }, i) => old(probability, label, scoreOf(score, i))))
        .live!.roc_auc!;
    // Of 16 pairs 1 of 4 in either half is tied: 3 + 1 of the lower, 3 of the upper half.
    expect(area((score) => ({ score }))).toMatchObject({ value: 0.75, exact_within: 3 / 16 });
    const exact = area(() => ({}));
    expect(exact).toMatchObject({ value: 13 / 16, exact_within: 0 });
    expect(area((score, i) => (i === 3 ? {} : { score }))).toEqual(exact);
    expect(area((score, i) => ({ score: i === 0 ? 99 : score }))).toEqual(exact);
  });

  test('leads with the same probability are in one decile: that of the middle of them', () => {
    const leads = [...Array(10).fill(0.9), ...Array(6).fill(0.5), ...Array(4).fill(0.1)].map((p) =>
      old(p, 0),
    );
    const { deciles } = measure(leads).live!;
    expect(deciles.map(({ group, leads: count }) => [group, count])).toEqual([
      ['3', 10],
      ['7', 6],
      ['10', 4],
    ]);
  });

  test('of leads that are tied where the tenth ends, each counts in part', () => {
    const leads = [...Array(4).fill(0.9), ...Array(16).fill(0.1)].map((p, i) =>
      old(p, Number(i === 0 || i === 9)),
    );
    // 2 of the 4 leads: half of their conversion, of 2 in all, among a tenth of the leads.
    expect(measure(leads).live!.lift!.value).toBeCloseTo(0.25 / 0.1, 12);
  });
});

test('a challenger is better with 50 conversions and a bound above 0', () => {
  const pair = (i: number, all: number) => {
    const label = Number(i < all / 2);
    return row(400, {
      probability: 0.5,
      challenger: { version: i % 2 === 0 ? 'v10' : 'v9', probability: label === 1 ? 0.9 : 0.1 },
      ...(label === 1 ? { outcome: won(390) } : {}),
    });
  };
  const compare = (all: number) => measure(Array.from({ length: all }, (_, i) => pair(i, all))).challengers;
  expect(compare(400)).toMatchObject([
    { version: 'v9', leads: 200, converted: 100, is_better: true },
    { version: 'v10', leads: 200, converted: 100, is_better: true },
  ]);
  expect(compare(200)).toMatchObject([
    { converted: 50, is_better: true },
    { converted: 50, is_better: true },
  ]);
  const few = compare(196);
  expect(few[0]).toMatchObject({ leads: 98, converted: 49, is_better: false });
  expect(few[0]!.lower_bound).toBeGreaterThan(0);
  // Leads of young weeks are not compared.
  expect(measure([row(3, { challenger: { version: 'v4', probability: 0.2 } })]).challengers).toEqual([
    {
      version: 'v4',
      leads: 0,
      converted: 0,
      log_loss_difference: null,
      standard_error: null,
      lower_bound: null,
      is_better: false,
    },
  ]);
});

test('values of any size have a mean', () => {
  const valued = (values: number[]) =>
    measure(values.map((value) => row(400, { outcome: won(390, value) }))).live!.value;
  expect(valued([100, 200, 300])).toMatchObject({ value: 200, low: 0 });
  expect(valued([Number.MAX_VALUE, Number.MAX_VALUE])).toMatchObject({ value: Number.MAX_VALUE });
  expect(valued([0, 0])).toEqual({ value: 0, low: 0, high: 0 });
  expect(measure([row(400, { outcome: won(390, 5) }), row(400)]).live!.value).toBeNull();
});
