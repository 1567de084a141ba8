import fc from 'fast-check';
import { leadJsonSchema } from '../../../../lib/lead/lead-json-schema.ts';
import { validateLead } from '../../../../lib/lead/validate-lead.ts';
import { profileLeads } from '../../../../lib/learning/profile/profile-leads.ts';
import { withoutQuotes } from '../../../../lib/learning/profile/without-values.ts';
import { serializeArtifact, trainModel } from '../../../../lib/learning/train-model.ts';
import type { TrainerName } from '../../../../lib/learning/trainers/trainer.ts';
import { compileModel } from '../../../../lib/model/compile-model.ts';
import { exampleLead } from '../../../../lib/model/example-lead.ts';
import { parseArtifact } from '../../../../lib/model/parse-artifact.ts';
import { renderProfile } from '../../../../lib/pages/profile/render-profile.ts';
import { makeModelFiles } from '../../../../lib/registry/model-files.ts';
import { companyCsv } from '../../../support/company-leads.ts';

const train = (data: string, changes: Partial<Parameters<typeof trainModel>[0]> = {}) =>
  trainModel({ data, target: 'won', name: 'leads', createdAt: new Date(0), ...changes });

const COMPANIES = companyCsv({ companies: 800, each: 10, spread: 1.4, seed: 1 });

describe('800 companies of ten leads each', () => {
  test.each<TrainerName>(['logistic', 'scorecard', 'boosted', 'gradient-descent'])(
    'a %s model tells them apart',
    async (trainer) => {
      const { record } = await train(COMPANIES, { trainers: [trainer], folds: 0 });
      expect(record.candidates[0]!.holdout!.roc_auc).toBeGreaterThanOrEqual(0.72);
    },
  );

  test('an elastic net does, and so does what is chosen by default', async () => {
    const net = await train(COMPANIES, {
      trainers: ['logistic'],
      folds: 0,
      settings: { logistic: { l1: 2, l2: 1 } },
    });
    expect(net.record.candidates[0]!.holdout!.roc_auc).toBeGreaterThanOrEqual(0.72);
    const { record, artifact } = await train(COMPANIES);
    expect(
      record.candidates.find(({ trainer }) => trainer === record.winner)!.holdout!.roc_auc,
    ).toBeGreaterThanOrEqual(0.72);
    expect(record.preparation.join('\n')).toMatch(
      /^company: each of these levels has its own effect instead, shrunk towards the average with the weight of \d leads? \(empirical Bayes, learned out of fold\)$/m,
    );
    const company = record.effects.find(({ feature }) => feature === 'company')!;
    expect(company.points.map(({ value }) => value)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^\d+ rare values \(group 1 of 5\)$/)]),
    );
    expect(artifact.schema.fields.find(({ name }) => name === 'company')).toMatchObject({ levels: [] });
    expect(validateLead(artifact.schema, exampleLead(artifact)).ok).toBe(true);
  });

  test('contributions and reasons are exact, and a rare level is told as such', async () => {
    const { artifact } = await train(COMPANIES, { trainers: ['logistic'], folds: 0 });
    expect(parseArtifact(JSON.parse(serializeArtifact(artifact)))).toEqual(artifact);
    const model = compileModel(artifact);
    const means = artifact.terms.reduce((sum, { mean }) => sum + mean, 0);
    for (const company of ['Firm 0', 'Firm 17', 'Firm 799', 'never seen']) {
      const lead = { company, channel: 'web', visits: 9 };
      const { logOdds, contributions } = model.score(lead);
      const { reasons } = model.explain(lead);
      const effects = artifact.terms.map(({ mean }, t) => contributions[t]! - mean);
      expect(Math.abs(effects.reduce((a, b) => a + b, artifact.intercept + means) - logOdds)).toBeLessThan(
        1e-12,
      );
      for (const { feature, effect } of reasons) {
        const at = artifact.terms.findIndex((term) => term.kind !== 'pair' && term.feature === feature);
        expect(effect).toBeCloseTo(effects[at]!, 12);
      }
      const told = reasons.find(({ feature }) => feature === 'company')?.text ?? '';
      const rare = `Company “${company}” (estimated from few past leads, shrunk towards the average) `;
      expect(told.startsWith(rare)).toBe(company !== 'never seen' && told !== '');
    }
    const all = Array.from({ length: 800 }, (_, i) =>
      model.explain({ company: `Firm ${i}`, channel: 'web', visits: 5 }),
    );
    expect(
      all.filter(({ reasons }) => reasons[0]?.text.includes('estimated from few past leads')).length,
    ).toBeGreaterThan(400);
  });

  test('the same leads give the same bytes, in another order of the rows all but the file’s hash', async () => {
    const [header, ...rows] = COMPANIES.trimEnd().split('\n');
    const other = `${[header, ...rows.reverse()].join('\n')}\n`;
    const options = { trainers: ['logistic'] as const, folds: 0 };
    const [first, again, turned, seeded] = await Promise.all([
      train(COMPANIES, options),
      train(COMPANIES, options),
      train(other, options),
      train(COMPANIES, { ...options, seed: 2 }),
    ]);
    const text = ({ artifact }: typeof first) => serializeArtifact(artifact);
    const hash = (trained: typeof first) => trained.artifact.lineage.data_sha256;
    expect(text(again)).toBe(text(first));
    expect(text(turned).replace(hash(turned), hash(first))).toBe(text(first));
    const saltOf = ({ artifact: { schema } }: typeof first) =>
      schema.fields.flatMap((field) => (field.type === 'category' ? (field.rare_levels?.salt ?? []) : []));
    expect(saltOf(first)).toHaveLength(1);
    expect(saltOf(seeded)).not.toEqual(saltOf(first));
  });
});

test('companies that say nothing do not flatter: hold-out areas are .5, and the model is none better', async () => {
  const noise = companyCsv({ companies: 800, each: 10, spread: 0, seed: 5 });
  const without = noise.replaceAll(/^[^,]*,/gm, '');
  const [withNoise, plain] = await Promise.all([
    train(noise, { drop: ['visits', 'channel'] }),
    train(without, { drop: ['channel'] }),
  ]);
  for (const { holdout } of withNoise.record.candidates) {
    const { roc_auc, rows, base_rate } = holdout!;
    // Hanley & McNeil's standard error at .5.
    const [a, b] = [rows * base_rate, rows * (1 - base_rate)];
    expect(Math.abs(roc_auc - 0.5)).toBeLessThanOrEqual(2 * Math.sqrt((a + b + 1) / (12 * a * b)));
  }
  const beside = await train(noise, { drop: ['channel'] });
  const lossOf = ({ record }: typeof plain) =>
    record.candidates.find(({ trainer }) => trainer === record.winner)!.holdout!.log_loss;
  expect(lossOf(beside)).toBeGreaterThan(lossOf(plain) - 0.001);
});

describe('a level of fewer than 20 leads', () => {
  /** Everything that a training or a profile leaves behind, or shows to those who have no key. */
  async function leaveBehind(
    data: string,
    changes: Partial<Parameters<typeof trainModel>[0]>,
  ): Promise<string> {
    const trained = await train(data, { folds: 2, ...changes });
    const { model, metrics, beside } = makeModelFiles(trained, { chartScript: '' });
    const profile = withoutQuotes(profileLeads({ data, target: 'won' }));
    return [
      model,
      JSON.stringify(metrics),
      ...beside.map(({ text }) => (typeof text === 'string' ? text : Buffer.from(text).toString('latin1'))),
      JSON.stringify(leadJsonSchema(trained.artifact.schema)),
      JSON.stringify(exampleLead(trained.artifact)),
      JSON.stringify(profile),
      renderProfile(profile, { chartScript: '' }),
    ].join('\n');
  }

  test.each<TrainerName>(['logistic', 'scorecard', 'boosted'])(
    'is readable in nothing that a %s model leaves behind',
    async (trainer) => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            companies: fc.integer({ min: 30, max: 120 }),
            each: fc.integer({ min: 2, max: 19 }),
            spread: fc.constantFrom(0, 1.5, 3),
            seed: fc.integer({ min: 1, max: 1000 }),
            rareLevelRows: fc.constantFrom(1, 5, 20, 40),
          }),
          async ({ rareLevelRows, ...file }) => {
            const data = companyCsv({ ...file, nameOf: (i) => `Secret${i}x` });
            const left = await leaveBehind(data, {
              trainers: [trainer],
              force: true,
              settings: {
                preparation: {
                  impute: 'mean',
                  missingEffect: true,
                  winsorise: 0,
                  transform: 'auto',
                  normalise: true,
                  rareLevelRows,
                },
                boosted: { rareLevelRows },
              },
            });
            expect(left).not.toMatch(/Secret/);
            expect(left).toMatch(/phone/);
          },
        ),
        { numRuns: 8 },
      );
    },
    120_000,
  );

  test('is not quoted as a word that spoils a column of numbers either; the terminal shows it', async () => {
    const rows = Array.from(
      { length: 400 },
      (_, i) => `${i < 3 ? `Secret${i}` : i % 37},${i % 5 === 0 ? 'yes' : 'no'}`,
    );
    const data = `${['pages,won', ...rows].join('\n')}\n`;
    const trained = await train(data, { trainers: ['logistic'], folds: 0 });
    expect(trained.told.warnings.join('\n')).toContain('Secret1');
    expect(await leaveBehind(data, { trainers: ['logistic'], folds: 0 })).not.toMatch(/Secret/);
  });
});
