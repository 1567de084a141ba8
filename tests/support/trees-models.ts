import type { LeadSchema } from '../../lib/lead/schema.ts';
import type { Input, LinearMember, ModelArtifact, TreesMember } from '../../lib/model/artifact.ts';
import { exampleTreesArtifact } from './example-model.ts';

type Random = () => number;
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(list.length * random())]!;
const upTo = (random: Random, most: number): number => Math.floor(most * random());

/** Trees of every kind of split, of so many leaves at most. */
export function randomTrees(
  random: Random,
  inputs: readonly Input[],
  { trees = 5, leaves = 8 } = {},
): TreesMember {
  const member = {
    input: [] as number[],
    threshold: [] as number[],
    route: [] as number[],
    value: [] as number[],
    cover: [] as number[],
    sets: [] as number[][],
  };
  const grow = (size: number): void => {
    if (size <= 1) {
      member.input.push(-1);
      member.value.push(random() * 2 - 1);
      member.cover.push(1 + upTo(random, 50));
      return;
    }
    const at = upTo(random, inputs.length);
    const bySet = inputs[at]!.kind === 'level' && random() < 0.7;
    member.input.push(at);
    member.route.push((bySet ? 2 : 0) + (random() < 0.5 ? 1 : 0));
    if (bySet) {
      member.threshold.push(member.sets.length);
      member.sets.push([0, 1, 2, 3].filter(() => random() < 0.5));
    } else member.threshold.push(pick(random, [0, 0.5, 1, 4.5, 10, 0.1, 12.25, -3, 20000]));
    const left = 1 + upTo(random, size - 1);
    grow(left);
    grow(size - left);
  };
  for (let t = 0; t < trees; t++) grow(1 + upTo(random, leaves));
  return { kind: 'trees', weight: 1, ...member };
}

/** Inputs of every kind, of the fields of the example model. */
export const EXAMPLE_INPUTS: readonly Input[] = [
  { kind: 'number', feature: 'visits', steps: [], missing: null },
  {
    kind: 'number',
    feature: 'visits',
    steps: [
      { op: 'clip', low: -0.5, high: 30 },
      { op: 'log1p' },
      { op: 'affine', factor: 2, add: -1 },
      { op: 'yeo-johnson', lambda: 1.5 },
    ],
    missing: 0.25,
  },
  { kind: 'number', feature: 'visits', steps: [], missing: 0, zero_is_missing: true },
  { kind: 'number', feature: 'first_contact', part: 'days', steps: [], missing: null },
  { kind: 'bins', feature: 'visits', edges: [1, 5, 10], values: [0, null, 1, 3], missing: null },
  {
    kind: 'level',
    feature: 'source',
    values: { web: 0, referral: 1, fair: 2 },
    rare: { salt: 'salt', values: { '0123456789abcdef': 3 } },
    other: null,
    missing: null,
  },
  { kind: 'level', feature: 'opened', values: { true: 1, false: 0 }, other: 0, missing: null },
  {
    kind: 'level',
    feature: 'first_contact',
    part: 'weekday',
    values: { '1': 0, '7': 1 },
    other: 2,
    missing: 3,
  },
  {
    kind: 'level',
    feature: 'first_contact',
    part: 'daypart',
    values: { night: 0, morning: 1 },
    other: 2,
    missing: null,
  },
];

/** Models of trees with every member that importing and training can make. */
export function treesModels(random: Random): readonly (readonly [name: string, artifact: ModelArtifact])[] {
  const inputs = EXAMPLE_INPUTS;
  const linear: LinearMember = {
    kind: 'linear',
    weight: 0.75,
    intercept: -0.25,
    coefficients: inputs.map((_, i) => (i === 3 ? 0.00001 : random() - 0.5)),
    means: inputs.map((_, i) => (i === 3 ? 20000 : random())),
  };
  const trees = () => randomTrees(random, inputs);
  const of = (members: readonly (TreesMember | LinearMember)[], rest: Partial<ModelArtifact> = {}) =>
    exampleTreesArtifact({ trees: { inputs: [...inputs], members: [...members] }, ...rest });
  const { terms } = exampleTreesArtifact({ kind: 'additive' });
  return [
    [
      'bags',
      of([
        { ...trees(), weight: 0.2 },
        { ...trees(), weight: 0.8, intercept: 0.1 },
      ]),
    ],
    [
      'blended with terms',
      of([{ ...trees(), weight: 0.7 }], {
        terms,
        calibration: { method: 'platt', slope: 1.2, offset: -0.1 },
      }),
    ],
    [
      '32 bits',
      of([{ ...trees(), float32: true }], {
        calibration: { method: 'isotonic', z: [-2, -1, 0, 0, 2], p: [0.05, 0.1, 0.1, 0.3, 0.9] },
      }),
    ],
    [
      'a forest',
      of([{ ...trees(), weight: 0.1, intercept: 3 }], {
        intercept: 0.1,
        calibration: { method: 'identity' },
      }),
    ],
    [
      'a mean of calibrated members',
      of(
        [
          { ...trees(), weight: 0.5, link: { method: 'platt', slope: -0.8, offset: 0.2 } },
          { ...trees(), weight: 0.5, link: { method: 'isotonic', z: [-1, 1], p: [0.2, 0.7] } },
        ],
        { intercept: 0, calibration: { method: 'identity' } },
      ),
    ],
    ['a linear member', of([{ ...randomTrees(random, inputs), weight: 0.5 }, linear])],
  ];
}

/** Leads of the example model, plain and odd. */
export function randomLeads(
  { fields }: LeadSchema,
  random: Random,
  count: number,
): Record<string, string | number | boolean | null>[] {
  const values = {
    number: [
      0, -0, 1, 4.5, 5, 10, 20, -7, 0.1, 12.25, 1e-40, 1e-320, 1e300, -1e300, 1e15, 0.30000000000000004,
      16777217, 1e39,
    ],
    category: ['web', 'referral', 'fair', 'never seen', 'Müller', 'O\'Hara \\ "x"'],
    boolean: [true, false],
    date: [
      '2026-01-05',
      '2026-01-04T23:59:59.999Z',
      '2026-01-05T00:00',
      '2025-07-01 06:00',
      '1999-12-31T12:30+02:00',
      '2024-02-29T18:00:00.25',
    ],
  };
  return Array.from({ length: count }, () =>
    Object.fromEntries(
      fields.map(({ name, type }) => [
        name,
        random() < 0.15
          ? null
          : random() < 0.3 && type === 'number'
            ? random() * 25
            : pick<string | number | boolean>(random, values[type]),
      ]),
    ),
  );
}
