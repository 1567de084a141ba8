import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { formatCell } from '../../../lib/files/csv/csv-cell.ts';
import { ByteScanner } from '../../../lib/files/csv/scan-bytes.ts';
import { matchColumns } from '../../../lib/files/scoring/match-columns.ts';
import { RowScorer } from '../../../lib/files/scoring/row-scorer.ts';
import { nameColumns } from '../../../lib/files/table/name-columns.ts';
import type { Lead, LeadSchema, LeadValue } from '../../../lib/lead/schema.ts';
import { makeWordRules } from '../../../lib/lead/value-words.ts';
import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import { trainModel } from '../../../lib/learning/train-model.ts';
import type { TrainerName } from '../../../lib/learning/trainers/trainer.ts';
import type { Member, ModelArtifact, TreesMember } from '../../../lib/model/artifact.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { getPrediction } from '../../../lib/prediction/get-prediction.ts';
import type { SucceededPrediction } from '../../../lib/prediction/prediction.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { submitPrediction } from '../../../lib/prediction/submit-prediction.ts';
import { bundleScorer } from '../../support/browser-scorer.ts';
import { companyCsv } from '../../support/company-leads.ts';
import { exampleTreesArtifact } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';
import { scoreText } from '../../support/score-text.ts';

/** Leads as they come: values missing, never seen in training, and far outside of it. */
function anyLeadOf({ fields }: LeadSchema): fc.Arbitrary<Lead> {
  const anyValueOf = (field: LeadSchema['fields'][number]): fc.Arbitrary<LeadValue> => {
    switch (field.type) {
      case 'number':
        return fc.oneof(
          fc.double({ min: field.range[0], max: field.range[1], noNaN: true }).map((x) => x + 0),
          fc.integer({ min: -1000, max: 1_000_000 }),
          fc.constantFrom(1e21, -1e-7),
        );
      case 'boolean':
        return fc.boolean();
      case 'date':
        return fc
          .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
          .map((date) => date.toISOString().slice(0, 10));
      case 'category':
        return fc.oneof(
          ...(field.levels.length === 0 ? [] : [fc.constantFrom(...field.levels)]),
          fc.constantFrom('never seen', 'a "quoted" one', 'with, comma', 'two\nlines', 'constructor', '0'),
          // Of the companies: rare levels.
          fc.integer({ min: 0, max: 99 }).map((company) => `Firm ${company}`),
        );
    }
  };
  return fc.record(
    Object.fromEntries(
      fields.map((field) => [field.name, field.required ? anyValueOf(field) : fc.option(anyValueOf(field))]),
    ),
  ) as fc.Arbitrary<Lead>;
}

function toCsv({ fields }: LeadSchema, leads: readonly Lead[]): string {
  const write = (value: LeadValue | undefined) => (value === null ? '' : formatCell(String(value), ','));
  const rows = leads.map((lead) => fields.map(({ name }) => write(lead[name])).join(','));
  return [fields.map(({ name }) => formatCell(name, ',')).join(','), ...rows].join('\n');
}

/** Log-odds and contributions by the reader of files. */
function scoreRows(artifact: ModelArtifact, csv: string) {
  const names = artifact.schema.fields.map(({ name }) => name);
  const { columns } = matchColumns(artifact.schema, nameColumns(names), [], 'leads.csv');
  const scorer = new RowScorer(artifact, columns, makeWordRules(artifact.schema.missing_words));
  const scored: { logOdds: number; contributions: number[] }[] = [];
  let header = true;
  const scanner = new ByteScanner(',', (row) => {
    if (!header) {
      if (!scorer.read(row)) throw new Error(JSON.stringify(scorer.explainErrors(row)));
      scored.push({ logOdds: scorer.logOdds, contributions: [...scorer.contributions] });
    }
    header = false;
  });
  scanner.push(new TextEncoder().encode(csv));
  scanner.end();
  return scored;
}

const sample = { data: generateSample({ rows: 500, seed: 8 }).csv, target: 'converted' };
const companies = {
  data: companyCsv({ companies: 80, each: 10, spread: 2, seed: 2 }),
  target: 'won',
};

async function train(trainer: TrainerName, leads: typeof sample): Promise<ModelArtifact> {
  const trained = await trainModel({
    ...leads,
    name: 'leads',
    createdAt: new Date(0),
    trainers: [trainer],
    settings: {
      trees: {
        maxTrees: 20,
        learningRate: 0.2,
        bags: 2,
        additiveShare: 0.3,
        leaves: 6,
        minLeadsPerLeaf: 10,
      },
      boosted: trainer === 'trees' ? { maxRounds: 50 } : {},
    },
    folds: 2,
    calibration: trainer === 'logistic' ? 'isotonic' : 'platt',
  });
  return trained.artifact;
}

/** As it is imported: a mean of calibrated members, in probability. */
function meanOfCalibrated(): ModelArtifact {
  const { trees, ...artifact } = exampleTreesArtifact();
  const [first, second] = trees!.members as [TreesMember, TreesMember];
  const members: Member[] = [
    { ...first, weight: 0.5, link: { method: 'platt', slope: 1.5, offset: -0.5 } },
    { ...second, weight: 0.25, float32: true, link: { method: 'isotonic', z: [-1, 1], p: [0.1, 0.8] } },
    { kind: 'linear', weight: 0.25, coefficients: [0.1, 0, 1], means: [8, 0, 0.5], link: { method: 'none' } },
  ];
  return {
    ...artifact,
    ...{ intercept: 0, terms: [], trees: { ...trees!, members }, calibration: { method: 'identity' } },
  };
}

describe.each<[name: string, make: () => ModelArtifact | Promise<ModelArtifact>]>([
  ['a logistic model', () => train('logistic', sample)],
  ['a scorecard model', () => train('scorecard', sample)],
  ['a boosted model', () => train('boosted', sample)],
  ['a model of rare levels', () => train('logistic', companies)],
  ['a model of trees, mixed with an additive one', () => train('trees', sample)],
  ['a mean of calibrated trees', meanOfCalibrated],
])('%s', (_, make) => {
  let artifact: ModelArtifact;
  beforeAll(async () => {
    artifact = await make();
  });

  test('scores a file as it scores leads, to the bit', async () => {
    const model = compileModel(artifact);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyLeadOf(artifact.schema), { minLength: 1, maxLength: 20 }),
        async (leads) => {
          const csv = toCsv(artifact.schema, leads);
          const expected = leads.map((lead) => model.score(lead));
          expect(scoreRows(artifact, csv)).toEqual(
            expected.map(({ logOdds, contributions }) => ({ logOdds, contributions: [...contributions] })),
          );
          const { text: written } = await scoreText(artifact, csv);
          for (const told of leads.map((lead) => model.explain(lead))) {
            const reasons = told.reasons.slice(0, 3).map(({ text }) => formatCell(text, ','));
            const results = [told.score, told.grade, ...reasons].join(',');
            expect(written).toContain(`,${told.probability.toFixed(6)},${results}`);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('scores in the browser’s bundle, without anything of Node, as it scores here', () => {
    const model = compileModel(artifact);
    // Every browser has it.
    const context = createContext({ TextEncoder });
    runInContext(`${bundleScorer()};globalThis.scorer = scorer;`, context);
    fc.assert(
      fc.property(fc.array(anyLeadOf(artifact.schema), { minLength: 1, maxLength: 20 }), (leads) => {
        const call = `scorer.explainAll(${JSON.stringify(artifact)}, ${JSON.stringify(leads)})`;
        const here = JSON.stringify(leads.map((lead) => model.explain(lead)));
        expect(runInContext(call, context)).toBe(here);
      }),
      { numRuns: 20 },
    );
  });

  test('scores in the worker as it scores here', async () => {
    const world = createMemoryWorld();
    await world.publish(artifact);
    const model = compileModel(artifact);
    await fc.assert(
      fc.asyncProperty(anyLeadOf(artifact.schema), async (lead) => {
        const submission = await submitPrediction(world, 'leads', lead);
        if (!submission.ok) throw new Error(JSON.stringify(submission.errors));
        for (const message of world.queue.takeAll()) await scorePredictions(world, message);
        const prediction = await getPrediction(world, submission.prediction.id);
        expect((prediction as SucceededPrediction).result).toMatchObject(model.explain(lead));
      }),
      { numRuns: 60 },
    );
  });
});
