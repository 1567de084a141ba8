import fc from 'fast-check';
import type { Lead } from '../../../../lib/lead/schema.ts';
import type { Trees } from '../../../../lib/model/artifact.ts';
import { ArtifactError } from '../../../../lib/model/checked-artifact.ts';
import { compileModel } from '../../../../lib/model/compile-model.ts';
import { decodeArtifact } from '../../../../lib/model/decode-artifact.ts';
import { artifactBytes, exampleTreesArtifact } from '../../../support/example-model.ts';

const [MEMBER] = exampleTreesArtifact().trees!.members;
if (MEMBER?.kind !== 'trees') throw new Error('expected trees');
const LINEAR = { kind: 'linear', weight: 1, coefficients: [1, 0, -2], means: [0, 1, 2] } as const;

const decodeWith = (members: readonly object[], changes: Partial<Trees> = {}) => {
  const artifact = exampleTreesArtifact();
  return decodeArtifact(artifactBytes({ ...artifact, trees: { ...artifact.trees, ...changes, members } }));
};

test.each<[name: string, member: object, message: string]>([
  ['a set that goes down', { ...MEMBER, sets: [[2, 1], [0]] }, '.sets[0][1]: expected more than 2, got 1'],
  ['a code twice', { ...MEMBER, sets: [[1], [0, 0]] }, '.sets[1][1]: expected more than 0, got 0'],
  ['a negative code', { ...MEMBER, sets: [[-1], [0]] }, '.sets[0][0]: expected a whole number from 0'],
  ['a code between', { ...MEMBER, sets: [[1.5], [0]] }, '.sets[0][0]: expected a whole number from 0'],
  ['a code beyond', { ...MEMBER, sets: [[2 ** 31], [0]] }, '.sets[0][0]: expected a whole number from 0'],
  [
    'no lead in a leaf',
    { ...MEMBER, cover: MEMBER.cover.with(2, 0) },
    '.cover[2]: expected a number above 0',
  ],
  ['covers without end', { ...MEMBER, cover: MEMBER.cover.with(2, 1e200) }, '.cover[2]: expected'],
  [
    'a leaf too large',
    { ...MEMBER, value: MEMBER.value.with(1, -1e300) },
    '.value[1]: expected a number of at most',
  ],
  ['a weight too large', { ...MEMBER, weight: 1e300 }, '.weight: expected a number of at most 1e+100'],
  [
    'a set that is not there',
    { ...MEMBER, threshold: MEMBER.threshold.with(1, 2) },
    '.threshold[1]: expected a position among 2 sets, got 2',
  ],
  [
    'half a set',
    { ...MEMBER, threshold: MEMBER.threshold.with(1, 0.5) },
    '.threshold[1]: expected a position',
  ],
  [
    'an input that is not there',
    { ...MEMBER, input: MEMBER.input.with(0, 3) },
    '.input[0]: expected −1 or a position among 3 inputs, got 3',
  ],
  [
    'half a tree',
    {
      ...MEMBER,
      input: MEMBER.input.with(11, 0),
      threshold: [...MEMBER.threshold, 1],
      route: [...MEMBER.route, 0],
      value: MEMBER.value.slice(1),
      cover: MEMBER.cover.slice(1),
    },
    '.input: expected whole trees, got a last one that lacks 2 of its nodes',
  ],
  [
    'a route that is none',
    { ...MEMBER, route: MEMBER.route.with(3, 4) },
    '.route[3]: expected 0, 1, 2 or 3, got 4',
  ],
  ['a coefficient too large', { ...LINEAR, coefficients: [1, 0, 1e200] }, '.coefficients[2]: expected'],
  ['a link that makes nothing', { ...LINEAR, link: { method: 'identity' } }, '.link: expected a method'],
])('%s is refused with its place', (_, member, message) => {
  expect(() => decodeWith([member])).toThrow(`trees.members[0]${message}`);
});

test('trees deeper than 256 are refused, and 256 is no danger to the stack', () => {
  const chain = (splits: number) => ({
    kind: 'trees',
    weight: 1,
    input: [...Array.from({ length: splits }, (_, i) => [i % 3, -1]).flat(), -1],
    threshold: Array.from({ length: splits }, (_, i) => i / 100),
    route: Array.from({ length: splits }, () => 0),
    value: Array.from({ length: splits + 1 }, (_, i) => i / splits),
    cover: Array.from({ length: splits + 1 }, () => 1),
    sets: [],
  });
  expect(() => decodeWith([chain(257)])).toThrow(
    '.input: expected trees of at most 256 splits on a way, got 257',
  );
  const model = compileModel(decodeWith([chain(256)]));
  const lead = { source: 'fair', visits: 3, opened: true };
  const { logOdds, contributions } = model.score(lead);
  expect(contributions.reduce((sum, each) => sum + each, model.base)).toBeCloseTo(logOdds, 9);
});

/** Places in the trees of the example, and what somebody may write there. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    -0,
    -1,
    1,
    2,
    3,
    0.5,
    1e-320,
    1e100,
    -1e100,
    1e308,
    2 ** 31,
    2 ** 53,
    null,
    '1',
    true,
    [],
    {},
    [1],
    [[0]],
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: 0, max: 4 }),
  fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
);
interface Change {
  readonly at: number;
  readonly value: unknown;
  readonly how: 'set' | 'remove' | 'insert';
}
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  value: odd,
  how: fc.constantFrom('set', 'set', 'set', 'set', 'remove', 'insert'),
});

/** Every place inside: the object or list, and its key. */
function placesIn(json: unknown): [holder: Record<string, unknown> | unknown[], key: string][] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.keys(json).flatMap((key) => [
    [json as Record<string, unknown>, key] as [Record<string, unknown>, string],
    ...placesIn((json as Record<string, unknown>)[key]),
  ]);
}

function apply(json: unknown, { at, value, how }: Change): void {
  const places = placesIn(json);
  if (places.length === 0) return;
  const [holder, key] = places[at % places.length]!;
  if (Array.isArray(holder))
    holder.splice(Number(key), how === 'insert' ? 0 : 1, ...(how === 'remove' ? [] : [value]));
  else if (how === 'remove') delete holder[key];
  else holder[key] = value;
}

const LEADS: readonly Lead[] = [
  { source: 'referral', visits: 3, opened: true },
  { source: null, visits: null, opened: null },
  { source: 'never seen', visits: 1e308, opened: false },
  { source: '__proto__', visits: -1e308, opened: false },
];

test('trees that somebody changed are refused with a place, or score finite numbers', () => {
  let [refused, scored] = [0, 0];
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
      const artifact = exampleTreesArtifact();
      const trees = structuredClone({ ...artifact.trees!, members: [...artifact.trees!.members, LINEAR] });
      for (const each of changes) apply(trees, each);
      let model: ReturnType<typeof compileModel>;
      try {
        model = compileModel(decodeArtifact(artifactBytes({ ...artifact, trees })));
      } catch (error) {
        refused += 1;
        expect(error).toBeInstanceOf(ArtifactError);
        expect((error as Error).message).toMatch(/^model artifact: trees/);
        return;
      }
      scored += 1;
      for (const lead of LEADS) {
        const { logOdds, probability, contributions } = model.score(lead);
        for (const number of [logOdds, probability, ...contributions])
          expect(Number.isFinite(number)).toBe(true);
        expect(model.probabilityOf(lead)).toBe(probability);
        expect(probability >= 0 && probability <= 1).toBe(true);
        model.explain(lead);
      }
    }),
    { numRuns: 600 },
  );
  expect(refused).toBeGreaterThan(100);
  expect(scored).toBeGreaterThan(60);
});
