import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ASSUMED, WAYS, type WayName } from '../../../infra/costs/calls-per-lead.ts';
import { computeCosts, computeEndpoint, findBreakEven, LINES } from '../../../infra/costs/compute-costs.ts';
import { renderCosts } from '../../../infra/costs/render-costs.ts';
import { writeCosts } from '../../../infra/costs/write-costs.ts';
import { ROOT } from '../../support/node24.ts';

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
    logs: (6.1 + 16) * 0.5,
    artifacts: 17.52 * 0.0004,
    // Alarms, dashboard, metrics; 25 pollers every 20 s and the sweep's question; what else the sweep takes.
    idle: 1.2 + 3 + 1.2 + (3.285 + 0.00876) * 0.4 + 0.01245,
  };
  for (const line of LINES) expect([line, lines[line]]).toEqual([line, expect.closeTo(paper[line], 3)]);
  expect(total).toBeCloseTo(138.54, 1);
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
      for (const line of LINES) expect(greater.lines[line]).toBeGreaterThanOrEqual(less.lines[line]);
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

test('the smallest endpoint that is always on', () => {
  expect(computeEndpoint()).toBeCloseTo(0.056 * 730, 6);
});

test.each(WAY_NAMES)('%s: every step has its milliseconds', (way) => {
  expect(Object.keys(ASSUMED.milliseconds[way])).toEqual(Object.keys(WAYS[way].steps));
});

describe('docs/costs.md', () => {
  test('says what is computed', () => {
    const page = readFileSync(join(ROOT, 'docs/costs.md'), 'utf8');
    expect(writeCosts(page, renderCosts())).toBe(page);
  });

  test('a page without markers is refused', () => {
    expect(() => writeCosts('# Costs', '')).toThrow('expected <!-- costs -->');
  });

  test('what stands around the tables stays', () => {
    expect(writeCosts('a\n<!-- costs -->\nold\n<!-- /costs -->\nb', 'new $& 1')).toBe(
      'a\n<!-- costs -->\n\nnew $& 1\n\n<!-- /costs -->\nb',
    );
  });
});
