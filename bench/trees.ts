import { gzipSync } from 'node:zlib';
import { serializeArtifact } from '../lib/learning/build-model.ts';
import { compileModel } from '../lib/model/compile-model.ts';
import { decodeArtifact } from '../lib/model/decode-artifact.ts';
import { MEMORY_IN_BULK } from '../lib/model/trees/compile-trees.ts';
import { createRandom } from '../lib/statistics/random.ts';
import { exampleArtifact } from '../tests/support/example-model.ts';
import { makeRandomTrees } from '../tests/support/make-random-trees.ts';
import { describeMachine } from './machine.ts';
import { median } from './measure.ts';

/**
 * npm run bench:trees: size of models of random trees, what it takes to load them, and microseconds per lead: without reasons, with them, and
 * with them in bulk, in turn. Ratios to the first column hold on a loaded machine, too.
 */
const FIELDS = 16;
const LEADS = 400;
const ROUNDS = 5;
const MODELS: readonly [name: string, trees: number, splits: number, members: number][] = [
  ['200 trees × 15 leaves', 200, 14, 1],
  ['5 bags × 300 × 15', 300, 14, 5],
  ['1,000 × 31', 1000, 30, 1],
];

/** User time, which other programs on the machine disturb less than the clock. */
const now = (): number => process.cpuUsage().user / 1000;

const random = createRandom(5);
const leads = Array.from({ length: LEADS }, () =>
  Object.fromEntries(Array.from({ length: FIELDS }, (_, f) => [`f${f}`, Math.round(random() * 12) / 2 - 1])),
);

console.log(`${describeMachine()}; medians of ${ROUNDS} rounds in turn`);
for (const [name, count, splits, bags] of MODELS) {
  const made = Array.from({ length: bags }, (_, seed) =>
    makeRandomTrees({ seed, fields: FIELDS, inputsOfField: 1, trees: count, splits, whole: true }),
  );
  const trees = { inputs: made[0]!.inputs, members: made.flatMap(({ members }) => members) };
  const fields = trees.inputs.map(({ feature }) => ({
    ...{ name: feature, type: 'number' as const, required: false, integer: false },
    range: [-1, 5] as [number, number],
  }));
  const artifact = exampleArtifact({
    ...{ kind: 'trees', terms: [], trees },
    schema: { fields, missing_words: [] },
  });
  const bytes = new TextEncoder().encode(serializeArtifact(artifact));
  const start = now();
  const decoded = decodeArtifact(bytes);
  const parsed = now();
  const one = compileModel(decoded);
  const compiled = now();
  one.explain(leads[0]!);
  const first = now();
  const bulk = compileModel(decoded, MEMORY_IN_BULK);
  const acts = [
    (lead: (typeof leads)[number]) => one.probabilityOf(lead),
    (lead: (typeof leads)[number]) => one.explain(lead).probability,
    (lead: (typeof leads)[number]) => bulk.explain(lead).probability,
  ];
  let check = 0;
  const times = acts.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    acts.forEach((act, a) => {
      const some = a === 1 ? leads.slice(0, LEADS / 4) : leads;
      const from = now();
      for (const lead of some) check += act(lead);
      times[a]!.push((1000 * (now() - from)) / some.length);
    });
  }
  const [score, reasons, many] = times.map(median) as [number, number, number];
  const ms = (x: number) => `${x.toFixed(0)} ms`;
  console.log(
    `${name}: ${(bytes.length / 1e3).toFixed(0)} KB (gzip ${(gzipSync(bytes).length / 1e3).toFixed(0)}); decode ${ms(parsed - start)}, ` +
      `compile ${ms(compiled - parsed)}, first reasons ${ms(first - compiled)}\n` +
      `  a lead: ${score.toFixed(1)} µs; with reasons ${reasons.toFixed(0)} µs (${(reasons / score).toFixed(1)} ×); ` +
      `in bulk ${many.toFixed(1)} µs (${(many / score).toFixed(1)} ×); check ${check.toFixed(3)}`,
  );
}
