import fc from 'fast-check';
import { thinCurve } from '../../../../lib/learning/evaluation/thin-curve.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';

/** The area below straight lines between the points. */
function areaBelow(x: Float64Array, y: Float64Array, points: Uint32Array): number {
  let area = 0;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    area += ((x[b]! - x[a]!) * (y[a]! + y[b]!)) / 2;
  }
  return area;
}

/** A way from (0, 0) to (1, 1) in steps right and up. */
function walk(steps: readonly (readonly [right: number, up: number])[]) {
  const x = new Float64Array(steps.length + 1);
  const y = new Float64Array(steps.length + 1);
  const [width, height] = [0, 1].map((side) => steps.reduce((sum, step) => sum + step[side]!, 0));
  steps.forEach(([right, up], i) => {
    x[i + 1] = x[i]! + right / width!;
    y[i + 1] = y[i]! + up / height!;
  });
  return { x, y };
}

/** Ways of many characters: mostly small steps, long ones now and then, more up first or more right. */
function drawWay(count: number, long: number, bend: number, seed: number) {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i): [right: number, up: number] => {
    const length = random() < long ? 1 + Math.floor(40 * random()) : 1;
    return random() ** bend < i / count ? [length, 0] : [0, length];
  });
}

test('keeps the ends and the area of any way, in few points', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 3000 }),
      fc.double({ min: 0, max: 0.3, noNaN: true }),
      fc.double({ min: 0.2, max: 3, noNaN: true }),
      fc.integer(),
      (count, long, bend, seed) => {
        const { x, y } = walk([[0, 1], ...drawWay(count, long, bend, seed), [1, 0]]);
        const kept = thinCurve(x, y, 201);
        expect(kept.length).toBeLessThanOrEqual(201);
        expect([kept[0], kept.at(-1)]).toEqual([0, x.length - 1]);
        expect(kept).toEqual(kept.toSorted());
        const all = Uint32Array.from(x.keys());
        expect(Math.abs(areaBelow(x, y, kept) - areaBelow(x, y, all))).toBeLessThan(1e-3);
      },
    ),
    { numRuns: 50 },
  );
});

test.each([250, 1000, 20_000])(
  'keeps the area of a stair of %i steps, all of whose corners are alike',
  (count) => {
    const { x, y } = walk(Array.from({ length: count }, (_, i) => (i % 2 === 0 ? [0, 1] : [1, 0])));
    const kept = thinCurve(x, y, 201);
    const area = areaBelow(x, y, Uint32Array.from(x.keys()));
    expect(kept.length).toBe(201);
    expect(Math.abs(areaBelow(x, y, kept) - area)).toBeLessThan(1e-3);
  },
);

test('a corner stays where nearly all points lie in a straight part', () => {
  const { x, y } = walk([...Array.from({ length: 5000 }, () => [0, 1] as const), [5000, 0]]);
  const kept = thinCurve(x, y, 5);
  expect(kept).toContain(5000);
});
