import type { Lead } from '../../../lib/lead/schema.ts';
import { validateLead } from '../../../lib/lead/validate-lead.ts';
import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import type { TrainInput } from '../../../lib/learning/train-input.ts';
import { trainModel } from '../../../lib/learning/train-model.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { exampleLead } from '../../../lib/model/example-lead.ts';

const train = async (input: Partial<TrainInput> = {}) => {
  const { artifact } = await trainModel({
    data: generateSample({ rows: 800, seed: 3 }).csv,
    fileName: 'sample.csv',
    target: 'converted',
    name: 'leads',
    createdAt: new Date(0),
    holdout: 0,
    folds: 0,
    ...input,
  });
  return artifact;
};

describe.each([
  ['logistic', {}],
  ['scorecard', {}],
  ['boosted', {}],
  ['gradient-descent', {}],
  ['logistic', { preparation: { impute: 'median', missingEffect: false } }],
] as const)('%s %j: a column that was complete in training', (trainer, settings) => {
  test('may be missing later, and contributes its training mean then', async () => {
    const artifact = await train({ trainers: [trainer], settings: settings as never });
    const model = compileModel(artifact);
    const whole: Lead = { ...exampleLead(artifact), industry: null };
    const complete = artifact.schema.fields.filter(({ name }) => artifact.baseline[name]?.missing === 0);
    expect(complete.map(({ name }) => name)).toContain('visits');
    for (const { name, required, unused } of complete) {
      expect(required).toBe(false);
      const { [name]: _, ...without } = whole;
      const checked = validateLead(artifact.schema, without);
      expect(checked.ok).toBe(true);
      const lead = checked.ok ? checked.lead : {};
      const { contributions, logOdds } = model.score(lead);
      artifact.terms.forEach((term, t) => {
        const fields = term.kind === 'pair' ? term.features : [term.feature];
        if (fields.includes(name)) expect(contributions[t]).toBe(term.mean);
      });
      const sum = contributions.reduce((all, contribution) => all + contribution, artifact.intercept);
      expect(Math.abs(sum - logOdds)).toBeLessThanOrEqual(1e-12);
      const { warnings, reasons } = model.explain(lead);
      const own = warnings.filter(({ field }) => field === name);
      expect(own).toEqual(
        unused
          ? []
          : [
              {
                field: name,
                code: 'missing',
                message:
                  'not given, and every lead of the training data has it: counted as the average lead’s',
              },
            ],
      );
      // What it does together with another field that was missing in training may remain of a pair.
      expect(reasons.map(({ feature }) => feature)).not.toContain(name);
    }
  });
});

describe('--required', () => {
  const requiredOf = async (required: TrainInput['required']) =>
    (await train({ trainers: ['logistic'], required: required! })).schema.fields.flatMap((field) =>
      field.required ? [field.name] : [],
    );

  test('all: what no training lead lacked', async () => {
    expect(await requiredOf('all')).toEqual([
      'first_contact',
      'source',
      'country',
      'visits',
      'pages_viewed',
      'demo_requested',
    ]);
  });

  test('columns by their names, those too that leads lacked', async () => {
    expect(await requiredOf(['visits', 'industry'])).toEqual(['industry', 'visits']);
  });

  test('must be columns that are learned from', async () => {
    await expect(requiredOf(['lead_id'])).rejects.toThrow(
      /^sample\.csv: --required: expected columns that are learned from, or all, got “lead_id”, which is left out \(identifier/,
    );
  });

  test('is kept in the lineage, for the next training', async () => {
    const { lineage } = await train({ trainers: ['logistic'], required: ['visits'] });
    expect(lineage.required).toEqual(['visits']);
  });
});

describe.each([
  ['of little information', { selection: { informationValue: 0.2 } }],
  ['that a lasso leaves out', { settings: { logistic: { l2: 0, l1: 60 } } }],
] as const)('a field without a term, %s,', (_, input) => {
  const build = () => train({ trainers: ['logistic'], ...(input as object) });

  test('is optional, of any type, and changes nothing', async () => {
    const artifact = await build();
    const unused = artifact.schema.fields.filter((field) => field.unused);
    expect(unused.length).toBeGreaterThan(0);
    const model = compileModel(artifact);
    const lead = exampleLead(artifact);
    const expected = model.explain(lead);
    for (const { name } of unused) {
      expect(lead[name]).toBeNull();
      for (const value of [undefined, null, 'text', 12, true, '']) {
        const checked = validateLead(artifact.schema, { ...lead, [name]: value });
        expect(checked.ok && model.explain(checked.lead)).toEqual(expected);
      }
      for (const value of [[], {}]) {
        const checked = validateLead(artifact.schema, { ...lead, [name]: value });
        expect(checked).toMatchObject({ ok: false, errors: [{ field: name }] });
      }
    }
    const unknown = validateLead(artifact.schema, { ...lead, vists: 3 });
    expect(unknown).toMatchObject({ ok: false, errors: [{ field: 'vists' }] });
  });

  test('keeps a value that another version could read, and no other', async () => {
    const artifact = await build();
    for (const { name, type, unused } of artifact.schema.fields) {
      if (!unused) continue;
      const kept = (value: unknown) => {
        const checked = validateLead(artifact.schema, { ...exampleLead(artifact), [name]: value });
        return checked.ok ? checked.lead[name] : 'refused';
      };
      const [fits, other] = {
        number: [12, '12'],
        boolean: [true, 1],
        date: ['2026-01-31', 3],
        category: ['x', 4],
      }[type];
      expect([kept(fits), kept(other), kept('')]).toEqual([fits, null, null]);
    }
  });
});
