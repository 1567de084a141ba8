import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { Worth } from '../../../../lib/contract/worth.ts';
import type { ValuedLead } from '../../../../lib/outcomes/performance/call-results.ts';
import { measurePerformance } from '../../../../lib/outcomes/performance/measure-performance.ts';
import { measureWorth, tellWrongPolicy } from '../../../../lib/outcomes/performance/measure-worth.ts';

/** As tests/golden/worth/make_golden.py writes them; figures as value, low and high. */
interface Golden {
  readonly name: string;
  readonly cost: number;
  readonly leads: {
    readonly probability: readonly number[];
    readonly label: readonly (0 | 1)[];
    readonly value: readonly (number | null)[];
  };
  readonly worth: {
    readonly value: readonly number[];
    readonly expected_per_call: readonly number[];
    readonly cut_off: readonly number[];
    readonly correlation: readonly number[];
    readonly capacities: readonly Record<string, number | readonly (number | null)[]>[];
    readonly best_share: number;
    readonly from_cut_off: Record<string, number | readonly (number | null)[]>;
  };
}

const FILE = join(import.meta.dirname, '../../../golden/worth/golden.json');
const GOLDEN: readonly Golden[] = JSON.parse(readFileSync(FILE, 'utf8'));

const leadsOf = ({ leads }: Golden): ValuedLead[] =>
  leads.probability.map((probability, i) => ({
    probability,
    label: leads.label[i]!,
    value: leads.value[i] ?? undefined,
  }));

/** All numbers in it, in the order of its members. */
const flatten = (of: unknown): unknown[] =>
  of !== null && typeof of === 'object' ? Object.values(of).flatMap(flatten) : [of];

/** To 1e-7 of its size: the quantile of Student's t is a series. */
function expectNumbers(got: unknown, expected: unknown) {
  const [ours, theirs] = [flatten(got), flatten(expected)];
  expect(ours).toHaveLength(theirs.length);
  for (const [i, number] of theirs.entries()) {
    if (number === null) expect(ours[i]).toBeNull();
    else
      expect(Math.abs((ours[i] as number) - (number as number))).toBeLessThan(
        1e-7 * Math.max(1, Math.abs(number as number)),
      );
  }
}

describe.each(GOLDEN)('of leads where $name', (golden) => {
  const worth = measureWorth(leadsOf(golden), { costPerCall: golden.cost, currency: 'EUR' });
  const { value, expected_per_call, cut_off, correlation, capacities, best_share, from_cut_off } =
    golden.worth;

  test('the figures are those of numpy and scipy', () => {
    expectNumbers(worth.value, value);
    expectNumbers(worth.expected_per_call, expected_per_call);
    expectNumbers(worth.cut_off, cut_off);
    const { verdict: _verdict, ...figure } = worth.value_by_probability!;
    expectNumbers(figure, correlation);
  });

  test('every capacity brings what pandas adds up', () => {
    expectNumbers(worth.capacities, capacities);
    expect(worth.best_share).toBe(best_share);
    expectNumbers(worth.from_cut_off, from_cut_off);
  });

  test('it fits the contract', () => {
    expect(Worth.parse(worth)).toEqual(worth);
  });
});

describe('in sentences', () => {
  const textOf = (i: number, costPerCall = GOLDEN[i]!.cost, currency?: string) =>
    measureWorth(leadsOf(GOLDEN[i]!), { costPerCall, currency }).text;

  test('it says what pays, and which capacity brought the most', () => {
    expect(textOf(0, 25, 'EUR')).toBe(
      'A call pays from a probability of 14.2 % on (11.9 % to 16.9 %): it costs 25 EUR, and a conversion is worth 175.9 EUR (147.7 to 209.6). ' +
        'Of the capacities, calling the top 50 % brought the highest profit: 3,060 EUR (907.2 to 5,999) from 200 calls.',
    );
  });

  test('it says that the cut-off is off where likelier leads are worth more', () => {
    expect(textOf(2)).toContain(
      'Conversions of likelier leads are worth more (rank correlation 0.47, 0.27 to 0.62), so the cut-off is too low: go by the capacities.',
    );
  });

  test('it says that no call pays where one costs more than a conversion brings', () => {
    expect(textOf(0, 1000)).toBe(
      'No call pays: it costs 1,000, and a conversion is worth 175.9 (147.7 to 209.6). No capacity brought more than its calls cost.',
    );
  });

  test('calls that cost nothing all pay', () => {
    expect(textOf(0, 0)).toMatch(/^Calls cost nothing, so every call pays\. .* calling all leads brought/);
  });

  test('with too few values it says how many there are, and nothing is measured', () => {
    const leads = leadsOf(GOLDEN[3]!).map((lead, i) => (i % 2 === 0 ? { ...lead, value: undefined } : lead));
    const { text, ...worth } = measureWorth(leads, { costPerCall: 5 });
    const { with_value, without_value } = worth.conversions;
    expect(with_value).toBeLessThan(20);
    expect(with_value + without_value).toBe(25);
    expect(text).toBe(
      `Expected at least 20 conversions with a value among the leads that had time to convert, got ${with_value}, and ${without_value} without one. Report \`value\` with the outcomes.`,
    );
    expect(worth).toMatchObject({
      cost_per_call: 5,
      value: null,
      cut_off: null,
      capacities: [],
      best_share: null,
    });
  });

  test('of a policy file that is wrong it says what', () => {
    const worth = tellWrongPolicy('policies/m.json: cost_per_call: expected a number from 0 to 1e12.');
    expect(Worth.parse(worth)).toMatchObject({ cost_per_call: null, value: null });
    expect(worth.text).toContain('cost_per_call');
  });
});

const lead = fc.record({
  probability: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.1, 0.5, 1)),
  label: fc.constantFrom(0 as const, 1 as const),
  value: fc.oneof(
    fc.constant(undefined),
    fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, 10, 250.5),
  ),
});
const cost = fc.oneof(fc.constantFrom(0, 1, 30), fc.double({ min: 0, max: 1e12, noNaN: true }));

test('whatever the leads, the answer fits the contract and intervals hold their figures', () => {
  fc.assert(
    fc.property(fc.array(lead, { minLength: 0, maxLength: 120, size: 'max' }), cost, (leads, costPerCall) => {
      const worth = measureWorth(leads, { costPerCall });
      expect(Worth.parse(worth)).toEqual(worth);
      const figures = [
        worth.value,
        worth.expected_per_call,
        worth.cut_off,
        ...worth.capacities.map((row) => row.profit),
      ];
      for (const figure of figures) {
        if (figure === null || figure.low === null) continue;
        expect(figure.low).toBeLessThanOrEqual(figure.value);
        expect(figure.value).toBeLessThanOrEqual(figure.high!);
      }
    }),
  );
});

const amount = fc.double({ min: 0.01, max: 1e6, noNaN: true });
const plain = fc.record({
  probability: fc.constantFrom(0.02, 0.1, 0.3, 0.31, 0.6),
  label: fc.constantFrom(0 as const, 1 as const, 1 as const),
  value: fc.oneof(fc.constant(undefined), amount),
});

test('the order of the leads changes nothing but the last digits, and calling all leads is what came in all', () => {
  fc.assert(
    fc.property(
      fc.array(plain, { minLength: 60, maxLength: 100, size: 'max' }),
      amount,
      fc.nat(),
      (leads, costPerCall, seed) => {
        const worth = measureWorth(leads, { costPerCall });
        if (worth.value === null) return;
        const turned = leads.map((_, i) => leads[(i + seed) % leads.length]!);
        const { text: _text, ...other } = measureWorth(turned, { costPerCall });
        const { text: _same, ...one } = worth;
        const size = 1e-9 * leads.length * (costPerCall + 1e6);
        for (const [i, number] of flatten(other).entries()) {
          const before = flatten(one)[i];
          if (typeof number !== 'number') expect(number).toBe(before);
          else expect(Math.abs(number - (before as number))).toBeLessThan(size);
        }
        const all = worth.capacities.at(-1)!;
        expect(all.share).toBe(1);
        expect(all.profit.value).toBeCloseTo(all.random_profit, 3);
        expect(all.conversions).toBeCloseTo(
          worth.conversions.with_value + worth.conversions.without_value,
          9,
        );
      },
    ),
  );
});

test('performance measures it on the leads of mature weeks, where the policy file names a cost', () => {
  const now = new Date('2026-11-30T12:00:00Z');
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const rows = Array.from({ length: 400 }, (_, i) => {
    const [id, age] = [`p${i}`, i % 2 === 0 ? 380 : 2];
    const outcome = { kind: 'converted' as const, occurredAt: daysAgo(age - (i % 190)), value: 100 + i };
    return {
      ...{ id, model: 'm', version: 'v1', leadKey: id, scoredAt: daysAgo(age), expiresAt: now },
      probability: 0.25,
      ...(i % 8 === 0 ? { outcome } : {}),
    };
  });
  const ask = { model: 'm', rows, from: daysAgo(400), to: now, now };
  expect(measurePerformance(ask).worth).toBeNull();
  const { worth } = measurePerformance({ ...ask, calls: { costPerCall: 20 } });
  expect(worth).toMatchObject({ cost_per_call: 20, currency: null, conversions: { with_value: 50 } });
  expect(worth!.capacities.at(-1)!.calls).toBe(200);
  expect(measurePerformance({ ...ask, calls: { problem: 'It is wrong.' } }).worth).toMatchObject({
    text: 'It is wrong.',
    capacities: [],
  });
});

test('20 values are enough, and 5 conversions of a capacity are', () => {
  const of = (converted: number) =>
    Array.from({ length: 200 }, (_, i): ValuedLead => {
      const label = i % 4 === 0 && i < 4 * converted ? 1 : 0;
      return { probability: 1 - i / 400, label, value: label === 1 ? 100 + i : undefined };
    });
  expect(measureWorth(of(19), { costPerCall: 10 })).toMatchObject({ value: null, capacities: [] });
  const { value, capacities } = measureWorth(of(20), { costPerCall: 10 });
  expect(value).not.toBeNull();
  // A tenth of the leads are 20 calls, and every fourth of them converts.
  expect(capacities[0]).toMatchObject({ calls: 20, conversions: 5 });
  expect(capacities[0]!.profit.low).not.toBeNull();
  const last = of(24).toSpliced(16, 1, { probability: 0.96, label: 0, value: undefined });
  expect(measureWorth(last, { costPerCall: 10 }).capacities[0]).toMatchObject({
    conversions: 4,
    profit: { low: null, high: null },
  });
});
