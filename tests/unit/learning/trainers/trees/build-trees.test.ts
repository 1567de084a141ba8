import * as fc from 'fast-check';
import { scoreColumns } from '../../../../../lib/learning/score-columns.ts';
import type { Feature } from '../../../../../lib/learning/table/encode-leads.ts';
import { buildTrees } from '../../../../../lib/learning/trainers/trees/build-trees.ts';
import { createTreeGrower } from '../../../../../lib/learning/trainers/trees/grow/create-tree-grower.ts';
import { readTreeLeads } from '../../../../../lib/learning/trainers/trees/read-tree-leads.ts';
import { rulesOf, TREES_DEFAULTS } from '../../../../../lib/learning/trainers/trees/trees-options.ts';
import { createRandom } from '../../../../../lib/statistics/random.ts';
import { range } from '../../../../../lib/typed-arrays.ts';

const RULES = {
  ...rulesOf(
    { ...TREES_DEFAULTS, leaves: 6, minLeadsPerLeaf: 3, levelSmoothing: 2, columnShare: 1 },
    { columns: [], labels: new Uint8Array(0) },
  ),
  minLeadsPerStep: 1,
};

/** Leads of which the outcome goes with what is missing, with the largest number, and with some levels. */
function drawLeads(
  seed: number,
  missingShare: number,
  values: number,
): { features: Feature[]; labels: Uint8Array } {
  const random = createRandom(seed);
  const count = 160;
  const number = () => (random() < missingShare ? Number.NaN : Math.floor(random() * values) / 3);
  const numbers = Float64Array.from({ length: count }, number);
  const other = Float64Array.from({ length: count }, number);
  const codes = Uint8Array.from({ length: count }, () => Math.floor(random() * 5));
  const rate = (i: number) =>
    (Number.isNaN(numbers[i]!) ? 0.7 : 0.2) + (other[i]! >= (values - 1) / 3 ? 0.3 : 0) + 0.05 * codes[i]!;
  return {
    features: [
      { kind: 'number', field: 'a', values: numbers },
      { kind: 'number', field: 'b', values: other },
      { kind: 'level', field: 'c', levels: ['p', 'q', 'r', 's'], codes },
    ],
    labels: Uint8Array.from({ length: count }, (_, i) => (random() < rate(i) ? 1 : 0)),
  };
}

test('the artifact gives each training lead the log-odds that the trees grew to', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom(0, 0.05, 0.5),
      fc.constantFrom(1, 2, 7, 400),
      (seed, missingShare, values) => {
        const { features, labels } = drawLeads(seed, missingShare, values);
        fc.pre(labels.includes(1) && labels.includes(0));
        const rows = range(labels.length);
        const set = { features, labels, rows, seed: 1, positiveWeight: 1 };
        const leads = readTreeLeads(set, { ...TREES_DEFAULTS, rareLevelRows: 3 });
        fc.pre(leads.columns.length > 0);
        const grower = createTreeGrower(
          { count: rows.length, columns: leads.columns },
          { labels: leads.labels, positiveWeight: 1, start: leads.base },
          RULES,
        );
        const grown = Array.from({ length: 8 }, (_, i) => grower.grow(i + 1)).filter(
          (tree) => tree !== undefined,
        );
        const trees = buildTrees(leads.columns, [{ trees: grown, weight: 1 }]);
        const served = scoreColumns(
          { intercept: leads.base, terms: [], ...(trees === undefined ? {} : { trees }) },
          features,
          rows,
        );
        const off = served.map((logOdds, i) => Math.abs(logOdds - grower.scores[i]!));
        expect(Math.max(...off)).toBeLessThan(1e-9);
        grower.close();
      },
    ),
    { numRuns: 60 },
  );
});
