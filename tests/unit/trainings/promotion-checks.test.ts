import { randomUUID } from 'node:crypto';
import { listWarnings } from '../../../lib/client/list-warnings.ts';
import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import { promoteVersion } from '../../../lib/registry/move-alias.ts';
import { versionKey } from '../../../lib/registry/registry.ts';
import { createRandom } from '../../../lib/statistics/random.ts';
import type { PolicySettings, TrainingSettings } from '../../../lib/trainings/training-options.ts';
import { type BusinessFile, businessCsv, businessLead } from '../../support/business-leads.ts';
import { createTrainingLab } from '../../support/run-training.ts';

/** No training promotes itself into an outage or a leak. The champion knows source, visits, region and spend. */
const ROWS = 1500;
const SETTINGS: TrainingSettings = { target: 'won', folds: 2, required: 'all' };
let lab: ReturnType<typeof createTrainingLab>;
beforeEach(() => {
  lab = createTrainingLab();
});

const train = async (
  file: Partial<BusinessFile>,
  policy: PolicySettings = {},
  settings: TrainingSettings = {},
) => {
  const key = await lab.put(`${randomUUID()}.csv`, businessCsv({ rows: ROWS, ...file }));
  return lab.train(key, { ...SETTINGS, ...settings }, policy);
};
/** The champion. */
const begin = (columns: BusinessFile['columns'] = {}, policy: PolicySettings = {}) =>
  train({ columns }, policy);
/** What would promote whatever it is: only the checks can hold it. */
const ALWAYS = { promotion: 'always' } as const;
const more = (
  columns: NonNullable<BusinessFile['columns']>,
  policy: PolicySettings = ALWAYS,
  settings: TrainingSettings = {},
) => train({ rows: ROWS + 600, columns }, policy, settings);
const aliases = async () => [await lab.champion(), await lab.challenger()];

/** Leads that callers have sent, as the API keeps them: every field of the version that accepted them. */
async function send(leads: readonly Record<string, unknown>[], version = 'v1') {
  const { sha256 } = (await lab.registry.getVersion('m', version))!;
  const { artifact } = await lab.load({ name: 'm', version, sha256 });
  const none = Object.fromEntries(artifact.schema.fields.map(({ name }) => [name, null]));
  for (const lead of leads) {
    const createdAt = new Date();
    await lab.store.create({
      id: randomUUID(),
      status: 'queued',
      createdAt,
      expiresAt: new Date(createdAt.getTime() + 86_400_000),
      model: { name: 'm', version, sha256 },
      lead: { ...none, ...lead } as never,
    });
  }
}
const LEADS = Array.from({ length: 40 }, (_, i) => businessLead(i));
const kinds = (training: Awaited<ReturnType<typeof train>>) =>
  training.decision!.findings!.map(({ kind, field, allowed }) => [
    kind,
    field,
    ...(allowed ? ['allowed'] : []),
  ]);
const tier = () => 'gold';
const TIER = { tier: (i: number) => (i % 3 === 0 ? 'gold' : 'silver') };

describe('a version that callers cannot use is registered, and no alias moves', () => {
  test('it requires a field that the champion does not ask for', async () => {
    await begin();
    await send(LEADS);
    const training = await more(TIER);
    expect(training).toMatchObject({
      status: 'succeeded',
      newVersion: 'v2',
      decision: { outcome: 'kept', champion: 'v1' },
    });
    expect(training.decision!.reason).toMatch(
      /^tier is required, and v1 does not ask for it: leads without it would be refused, 40 of 40 leads sent lately\. Compared: on \d+ held-out leads .*\. If callers are ready .*, add "allow_fields": \["tier"\] to the policy, or: scorelane models promote m@v2 --force$/,
    );
    expect(await aliases()).toEqual(['v1', undefined]);
    expect(kinds(training)).toEqual([['required', 'tier']]);
    const { figures } = training.steps.find(({ name }) => name === 'compare')!;
    expect(figures).toMatchObject({ verdict: 'keep', findings: training.decision!.findings });
  });

  test('so it is when nobody has sent a lead, and when it would be better', async () => {
    // Outcomes that the champion has learned the other way round.
    const [head, ...lines] = businessCsv({ rows: ROWS }).trimEnd().split('\n');
    const wrong = lines.map((line) => line.replace(/yes$/, '?').replace(/no$/, 'yes').replace(/\?$/, 'no'));
    await lab.train(await lab.put('a', [head, ...wrong].join('\n')), { ...SETTINGS, positive: 'yes' });
    const better = await more(TIER, {});
    expect(better.decision!.comparison!.difference).toBeGreaterThan(
      better.decision!.comparison!.standard_error,
    );
    expect(better.decision).toMatchObject({ outcome: 'kept' });
    expect(better.decision!.reason).toContain('leads without it would be refused. Compared: ');
    expect(await aliases()).toEqual(['v1', undefined]);
  });

  test('it requires a field that was optional', async () => {
    await begin({ phone: (i) => (i % 10 === 0 ? '' : 100 + (i % 7)) });
    const training = await more({ phone: (i) => 100 + (i % 7) });
    expect(training.decision).toMatchObject({ outcome: 'kept' });
    expect(training.decision!.reason).toMatch(/^phone is required, and v1 does not require it: /);
  });

  test('a column was renamed', async () => {
    await begin();
    await send(LEADS);
    const training = await more({ region: undefined, area: (i) => ['north', 'south'][i % 2]! });
    expect(kinds(training)).toEqual([
      ['required', 'area'],
      ['removed', 'region'],
    ]);
    expect(training.decision!.reason).toContain(
      'region is a field of v1 only: leads with it would be refused, 40 of 40 leads sent lately',
    );
    expect(await aliases()).toEqual(['v1', undefined]);
  });

  test('a column that is empty now is no field any more', async () => {
    await begin();
    const training = await more({ spend: () => '' });
    expect(kinds(training)).toEqual([['removed', 'spend']]);
    expect(training.decision!.reason).toMatch(
      /^spend is a field of v1 only \(left out: .*\): leads with it would be refused/,
    );
  });

  test('a number has become a category', async () => {
    await begin();
    await send(LEADS);
    const training = await more({ visits: (i) => ['few', 'many'][i % 2]! });
    expect(kinds(training)).toEqual([['changed', 'visits']]);
    expect(training.decision!.reason).toMatch(
      /^visits was a number and is a category now: .*, 40 of 40 leads/,
    );
  });

  test('a word that was a value means “missing” now', async () => {
    await begin();
    const training = await more({}, ALWAYS, { missing: ['fair'] });
    expect(kinds(training)).toEqual([['changed', 'source']]);
    expect(training.decision!.reason).toMatch(/^source had 1 of its values that are refused now/);
  });

  test('it uses a field that no caller can have sent, though it asks for it only if it is there', async () => {
    await begin();
    const plan = (i: number, won: boolean) => (i % 5 === 0 ? '' : won === i % 4 > 0 ? 'pro' : 'basic');
    const unsent = await more({ plan });
    expect(kinds(unsent)).toContainEqual(['lacked', 'plan']);
    expect(unsent.decision).toMatchObject({ outcome: 'kept' });
    expect(unsent.decision!.reason).toContain(
      'the model uses plan, which no lead can have had: v1 does not know it',
    );
    await send(LEADS);
    const sent = await more({ plan });
    expect(sent.decision!.reason).toMatch(
      /the model uses plan, which 40 of 40 leads sent lately lack \(100\.0 %; 20\.\d %/,
    );
    expect(await aliases()).toEqual(['v1', undefined]);
  });

  test('a field that both know is missing in what is sent far more often than in what was learned from', async () => {
    const phone = (i: number) => (i % 100 === 0 ? '' : i % 9);
    await begin({ phone });
    await send(LEADS.map((lead, i) => ({ ...lead, phone: i % 2 === 0 ? null : 5 })));
    const training = await more({ phone });
    expect(kinds(training)).toEqual([['lacked', 'phone']]);
    expect(training.decision).toMatchObject({ outcome: 'kept' });
  });
});

describe('what callers do not notice holds nothing up', () => {
  test('fewer levels, a smaller range, a field that is optional now, and leads as they were', async () => {
    await begin();
    await send(LEADS);
    const training = await more({
      region: (i) => ['north', 'south'][i % 2]!,
      spend: (i) => (i % 50 === 0 ? '' : 1000 + (i % 100)),
    });
    expect(kinds(training)).toEqual([]);
    expect(training.decision).toMatchObject({ outcome: 'promoted' });
  });

  test('a field that is missing as often in what is sent as in what was learned from', async () => {
    const phone = (i: number) => (i % 4 === 0 ? '' : i % 9);
    await begin({ phone });
    await send(LEADS.map((lead, i) => ({ ...lead, phone: i % 4 === 0 ? null : 5 })));
    expect((await more({ phone })).decision).toMatchObject({ outcome: 'promoted', findings: [] });
  });
});

describe('a version that may have seen the outcome is challenger at most', () => {
  const leaking = { stage: (_: number, won: boolean) => (won ? 'closed' : 'open') };

  test('its suspects are fields of the champion, too', async () => {
    await begin({ stage: (i) => (i % 2 === 0 ? 'closed' : 'open') });
    const training = await more(leaking);
    expect(training.decision).toMatchObject({ outcome: 'challenger', champion: 'v1' });
    expect(training.decision!.reason).toMatch(
      /^stage may give the outcome away: \d+ leads with …, none of them converted .*; ROC-AUC 1\.00 alone/,
    );
    expect(kinds(training)).toEqual([['leak_suspect', 'stage']]);
    expect(await aliases()).toEqual(['v1', 'v2']);
  });

  test('added, it is not even that, and both reasons are told', async () => {
    await begin();
    const training = await more(leaking);
    expect(kinds(training)).toEqual([
      ['required', 'stage'],
      ['leak_suspect', 'stage'],
    ]);
    expect(training.decision).toMatchObject({ outcome: 'kept' });
    expect(training.decision!.reason).toMatch(/stage is required.*; stage may give the outcome away/);
    expect(await aliases()).toEqual(['v1', undefined]);
  });

  test('a first version waits, and how to promote it is told', async () => {
    const training = await begin(leaking);
    expect(training.decision).toMatchObject({ outcome: 'kept' });
    expect(training.decision!.reason).toContain('scorelane models promote m@v1 --force');
    expect(await aliases()).toEqual([undefined, undefined]);
  });

  test('a strong column is no suspect: somebody is to look at it, and that is all', async () => {
    // Two normals 1.2 standard deviations apart: a ROC-AUC of .80, as an honest model has.
    const random = createRandom(7);
    const normal = () => Array.from({ length: 12 }, random).reduce((sum, x) => sum + x) - 6;
    const csv = generateSample({ rows: 2000, seed: 3 })
      .csv.trimEnd()
      .split('\n')
      .map(
        (line, i) =>
          `${i === 0 ? 'interest' : (normal() + (line.endsWith(',yes') ? 1.2 : 0)).toFixed(3)},${line}`,
      )
      .join('\n');
    const training = await lab.train(await lab.put('a', csv), { target: 'converted' });
    expect(training.decision).toMatchObject({ outcome: 'promoted', findings: [] });
    const { figures } = training.steps.find(({ name }) => name === 'check')!;
    expect(figures).toMatchObject({ leak_suspects: [], worth_a_look: ['interest'] });
    expect(listWarnings({ steps: training.steps as never })).toContain(
      'interest deserves a look: scorelane profile says why',
    );
  });

  test('notes of before, which are sentences, are read, too', async () => {
    await begin({ stage: (i) => (i % 2 === 0 ? 'closed' : 'open') });
    lab.before.set('compare', async () => {
      const key = versionKey('m', 'v2', 'metrics.json');
      const { leak_suspects: _, ...before } = JSON.parse(
        Buffer.from(await lab.artifacts.get(key)).toString(),
      );
      await lab.files.write(key, Buffer.from(JSON.stringify(before)), 'application/json');
    });
    expect((await more(leaking)).decision).toMatchObject({ outcome: 'challenger' });
  });
});

describe('a field that the policy allows', () => {
  test('holds nothing up, whatever is found about it, and the record says so', async () => {
    await begin();
    await send(LEADS);
    const training = await more(TIER, { ...ALWAYS, allow_fields: ['tier'] });
    expect(training.decision).toMatchObject({ outcome: 'promoted' });
    expect(kinds(training)).toEqual([['required', 'tier', 'allowed']]);
    expect(training.decision!.reason).toMatch(/^the policy always promotes; .*; allowed: tier is required/);
    expect(await aliases()).toEqual(['v2', undefined]);
  });

  test('is no help for another one', async () => {
    await begin();
    const training = await more(
      { ...TIER, size: () => 3, grade: tier },
      { ...ALWAYS, allow_fields: ['grade'] },
    );
    expect(training.decision).toMatchObject({ outcome: 'kept' });
    expect(training.decision!.reason).toContain('"allow_fields": ["tier"]');
  });

  test('is one of the policy file, which a request may take back', async () => {
    await begin();
    await lab.put('policies/m.json', JSON.stringify({ allow_fields: ['tier'], promotion: 'always' }));
    expect((await more(TIER, { allow_fields: [] })).decision).toMatchObject({ outcome: 'kept' });
    expect((await more(TIER, {})).decision).toMatchObject({ outcome: 'promoted' });
  });

  test('must be there', async () => {
    await begin();
    const training = await more(TIER, { allow_fields: ['regoin'] });
    expect(training).toMatchObject({ status: 'failed', failure: { code: 'InputError' } });
    expect(training.failure!.message).toMatch(
      /^allow_fields: expected columns of .*, got “regoin”\. Did you mean “region”\?$/,
    );
    // One that only the champion has may be allowed to go.
    const gone = await more({ spend: undefined }, { ...ALWAYS, allow_fields: ['spend'] });
    expect(gone.decision).toMatchObject({ outcome: 'promoted' });
  });

  test('may be one that knows the outcome', async () => {
    const training = await begin(
      { stage: (_, won) => (won ? 'closed' : 'open') },
      { allow_fields: ['stage'] },
    );
    expect(training.decision).toMatchObject({ outcome: 'promoted' });
    expect(training.decision!.reason).toMatch(
      /^it is the first version of the model; allowed: stage may give/,
    );
  });
});

describe('others move aliases, too', () => {
  test('beside a champion that was promoted meanwhile and accepts what it refuses, it is not even challenger', async () => {
    await begin();
    await lab.publishTrained(businessCsv({ rows: ROWS, columns: { ...TIER, budget: (i) => i % 7 } }), {
      target: 'won',
      required: 'all',
    });
    lab.before.set('promote', () =>
      promoteVersion(lab, { name: 'm', alias: 'champion', version: 'v2', by: 'operator' }),
    );
    const training = await more({});
    expect(training.decision).toMatchObject({ outcome: 'kept' });
    expect(training.decision!.reason).toMatch(
      /^somebody promoted v2 meanwhile, and tier is a field of v2 only/,
    );
    expect(await aliases()).toEqual(['v2', undefined]);
  });

  test('what it was judged to be challenger of is looked at once more, too', async () => {
    await begin();
    await lab.publishTrained(businessCsv({ rows: ROWS, columns: TIER }), {
      target: 'won',
      required: 'all',
    });
    lab.before.set('challenge', () =>
      promoteVersion(lab, { name: 'm', alias: 'champion', version: 'v2', by: 'operator' }),
    );
    const training = await more({}, { standard_errors: 100 });
    expect(training.decision).toMatchObject({ outcome: 'kept' });
    expect(await aliases()).toEqual(['v2', undefined]);
  });

  test('and when somebody has promoted this very version, nothing is left to do', async () => {
    await begin();
    lab.before.set('challenge', () =>
      promoteVersion(lab, { name: 'm', alias: 'champion', version: 'v2', by: 'operator' }),
    );
    const training = await more({}, { standard_errors: 100 });
    expect(training.decision).toMatchObject({ outcome: 'kept' });
    expect(training.decision!.reason).toMatch(/^somebody promoted it meanwhile; /);
    expect(await aliases()).toEqual(['v2', undefined]);
  });

  test('the challenger of before is named', async () => {
    await begin();
    await more({}, { standard_errors: 100 });
    const training = await train({ rows: ROWS + 900 }, { standard_errors: 100 });
    expect(training.decision).toMatchObject({ outcome: 'challenger' });
    expect(training.decision!.reason).toMatch(/^in place of v2; on /);
    expect(await aliases()).toEqual(['v1', 'v3']);
  });
});

test('a policy that never moves an alias tells what was found all the same', async () => {
  await begin();
  const training = await more(TIER, { promotion: 'never' });
  expect(training.decision).toMatchObject({ outcome: 'kept' });
  expect(training.decision!.reason).toMatch(
    /^the policy never moves an alias; tier is required, .*; on \d+ held-out/,
  );
});
