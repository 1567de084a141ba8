import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { ASSUMED, TRAINING, WAYS, type WayName } from '../../../tools/costs/calls-per-lead.ts';
import {
  computeCosts,
  computeEndpoint,
  computeOutcomes,
  computeServerless,
  computeTraining,
  findBreakEven,
  type Line,
} from '../../../tools/costs/compute-costs.ts';
import { renderPage } from '../../../tools/costs/render-costs.ts';
import { ROOT } from '../../support/node24.ts';
import { DEFINITION } from '../../support/run-training.ts';

const WAY_NAMES = Object.keys(WAYS) as WayName[];
const anyWay = fc.constantFrom(...WAY_NAMES);
const anyVolume = fc.nat(50_000_000);

/** Worked out on paper from the counts, in millions: 10 M leads, each submitted, scored and asked for twice. */
test('ten million single leads cost what they cost on paper', () => {
  const { lines, total } = computeCosts(10_000_000, 'single');
  const month = 730 * 3600;
  const paper = {
    gateway: 30 * 1,
    // 90 ms of half a GB, and two functions that start twelve times an hour.
    lambda: 40 * 0.2 + (10_000_000 * 0.09 + 2 * 8_760 * 0.45) * 0.5 * 0.0000133334,
    tableWrites: 40 * 0.625,
    indexWrites: 40 * 0.625,
    // Five copies of each function look their key and their model up every half minute.
    reads: (30 + (5 * (month / 30) * 3.5) / 1e6) * 0.125,
    // 22 and 3.9 GB, of which 30 days of a month of 30.4 are there.
    storage: (720 / 730) * ((22.02 + 3.94) * 0.25 + 22.02 * 0.2),
    queue: 30 * 0.4,
    // Ours, the platform's, the access log of thirty million requests.
    logs: (12.74 + 16 + 13.5) * 0.5,
    artifacts: 17.52 * 0.0004,
    // Alarms, dashboard, metrics; 25 pollers every 20 s and the sweep's question; what else the sweep takes.
    idle: 2.6 + 3 + 1.2 + (3.285 + 0.00876) * 0.4 + 0.01245,
  };
  const lineNames = Object.keys(lines) as Line[];
  for (const line of lineNames) expect([line, lines[line]]).toEqual([line, expect.closeTo(paper[line], 3)]);
  expect(total).toBeCloseTo(150.01, 1);
});

test('nothing but the stage is paid for without leads', () => {
  for (const way of WAY_NAMES) {
    const { lines, total } = computeCosts(0, way);
    expect(total).toBe(lines.idle);
  }
});

test('more leads never cost less, on no line', () => {
  fc.assert(
    fc.property(anyWay, anyVolume, anyVolume, (way, some, more) => {
      const [less, greater] = [computeCosts(some, way), computeCosts(some + more, way)];
      for (const line of Object.keys(less.lines) as Line[])
        expect(greater.lines[line]).toBeGreaterThanOrEqual(less.lines[line]);
      expect(greater.total).toBeGreaterThanOrEqual(less.total);
    }),
  );
});

test('the total is the sum of the lines', () => {
  fc.assert(
    fc.property(anyWay, anyVolume, (way, leads) => {
      const { lines, total } = computeCosts(leads, way);
      expect(total).toBeCloseTo(
        Object.values(lines).reduce((sum, line) => sum + line, 0),
        6,
      );
    }),
  );
});

test.each(WAY_NAMES)('%s: the endpoint is cheaper from the break-even on, and not before', (way) => {
  const leads = findBreakEven(way);
  expect(computeCosts(leads, way).total).toBeGreaterThanOrEqual(computeEndpoint());
  expect(computeCosts(leads - 1000, way).total).toBeLessThan(computeEndpoint());
});

test('ten million leads with an event each cost what they cost on paper', () => {
  // Four writes and five reads a lead; 1,098 bytes for 400 days.
  const paper = 40 * 0.625 + 50 * 0.125 + ((10.98 * 400) / (730 / 24)) * (0.25 + 0.2);
  expect(computeOutcomes(10_000_000)).toBeCloseTo(paper, 6);
  expect(computeOutcomes(0)).toBe(0);
});

test('outcomes are stored as long as every stage says', () => {
  const stages: Record<string, { outcomeDays: number }> = parse(
    readFileSync(join(ROOT, 'infra/stages.yml'), 'utf8'),
  );
  for (const { outcomeDays } of Object.values(stages))
    expect((ASSUMED.monthsOfOutcomes * ASSUMED.hoursPerMonth) / 24).toBeCloseTo(outcomeDays, 9);
});

test('the smallest endpoint that is always on', () => {
  expect(computeEndpoint()).toBeCloseTo(0.056 * 730, 6);
});

test('a serverless endpoint: ten million times 20 ms of 2 GB, and 20 GB in and out', () => {
  expect(computeServerless(10_000_000)).toBeCloseTo(200_000 * 2 * 0.00002 + 20 * 0.016, 6);
  expect(computeServerless(0)).toBe(0);
});

test.each(WAY_NAMES)('%s: every step has its milliseconds', (way) => {
  expect(Object.keys(ASSUMED.milliseconds[way])).toEqual(Object.keys(WAYS[way].steps));
});

describe('a training', () => {
  test('enters so many states and invokes so often, when nothing fails', () => {
    type State = Record<string, unknown> & { readonly Type: string; readonly Next?: string };
    type Machine = { readonly StartAt: string; readonly States: Readonly<Record<string, State>> };
    const walk = ({ StartAt, States }: Machine): { transitions: number; invocations: number } => {
      const sum = { transitions: 0, invocations: 0 };
      for (let name: string | undefined = StartAt; name !== undefined; ) {
        const state: State = States[name]!;
        sum.transitions += 1;
        if (state.Type === 'Task') sum.invocations += 1;
        if (state.Type === 'Map') {
          const item = walk(state.ItemProcessor as Machine);
          sum.transitions += 3 * item.transitions;
          sum.invocations += 3 * item.invocations;
        }
        name = state.Type === 'Choice' ? (state.Choices as { Next: string }[])[0]!.Next : state.Next;
      }
      return sum;
    };
    expect(walk(DEFINITION as unknown as Machine)).toEqual({
      transitions: TRAINING.transitions,
      invocations: TRAINING.invocations,
    });
  });

  test('of a million leads costs what it costs on paper', () => {
    // 388 seconds of work and nine starts, 3,008 MB; nine invocations; thirteen transitions.
    const paper = (388 + 9 * 0.45) * (3008 / 1024) * 0.0000133334 + 9 * 0.2e-6 + 13 * 0.025e-3;
    expect(computeTraining(1_000_000).total).toBeCloseTo(paper, 9);
  });

  test('has the memory that it is billed for', () => {
    const stages = parse(readFileSync(join(ROOT, 'infra/stages.yml'), 'utf8'));
    expect(stages.prod.trainingMemory).toBe(TRAINING.memoryGb * 1024);
  });
});

describe('docs/costs.md', () => {
  const page = readFileSync(join(ROOT, 'docs/costs.md'), 'utf8');

  test('says what is computed', () => {
    expect(renderPage(page)).toBe(page);
  });

  test('names what a stage, and two, cost without traffic', () => {
    const { total } = computeCosts(0, 'single');
    expect(page).toContain(`costs ${total.toFixed(2)} a month; two stages`);
    expect(page).toContain(`cost ${(2 * total).toFixed(2)}.`);
  });

  test('a page without markers is refused', () => {
    expect(() => renderPage('# Costs')).toThrow('expected <!-- costs -->');
  });

  test('what stands around the tables stays', () => {
    const lines = renderPage('a\n<!-- costs -->\nold $&\n<!-- /costs -->\nb').split('\n');
    expect([lines.at(0), lines.at(1), lines.at(-2), lines.at(-1)]).toEqual([
      'a',
      '<!-- costs -->',
      '<!-- /costs -->',
      'b',
    ]);
    expect(lines).not.toContain('old $&');
  });
});
