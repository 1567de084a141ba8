import { OPTION_DEFAULTS } from '../../../lib/contract/training-words.ts';
import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import { serializeArtifact, trainModel } from '../../../lib/learning/train-model.ts';
import { publishModel } from '../../../lib/registry/publish-model.ts';
import { resolveTraining } from '../../../lib/trainings/resolve-training.ts';
import type { TrainingSettings } from '../../../lib/trainings/training-options.ts';
import { REQUESTED_POLICY } from '../../../lib/trainings/training-policy.ts';
import { createTrainingLab, leads, more } from '../../support/run-training.ts';

const FIRST = leads(1500);
let lab: ReturnType<typeof createTrainingLab>;
beforeEach(() => {
  lab = createTrainingLab();
});
/** What a training would be told that is asked for with these options. */
const plan = (settings: TrainingSettings = {}) => resolveTraining(lab, 'm', settings, {}, REQUESTED_POLICY);
const without = (csv: string, column: string) => {
  const [head, ...lines] = csv.trimEnd().split('\n');
  const at = head!.split(',').indexOf(column);
  return `${[head!, ...lines].map((line) => line.split(',').toSpliced(at, 1).join(',')).join('\n')}\n`;
};

describe('of a champion that a training has made', () => {
  const options = {
    target: 'converted',
    positive: 'yes',
    drop: ['country', 'visits'],
    missing: ['none told'],
    encoding: 'latin1',
    decimal: '.',
    time: 'first_contact',
    trainers: ['scorecard'],
    metric: 'brier',
    calibration: 'platt',
    class_weight: 'balanced',
    folds: 2,
    holdout: 0.3,
    seed: 7,
  } as const satisfies TrainingSettings;
  beforeEach(async () => {
    const first = await lab.train(await lab.put('a', FIRST), { ...options, force: true } as never);
    expect(first).toMatchObject({ status: 'succeeded', newVersion: 'v1' });
  });

  test('every option is inherited, but for force', async () => {
    expect((await plan()).options).toEqual(options);
  });

  test('the policy file goes before it, and the request before both', async () => {
    await lab.put('policies/m.json', JSON.stringify({ drop: ['source'], trainers: ['logistic'], folds: 3 }));
    const planned = await plan({ trainers: ['boosted'], seed: 1 });
    expect(planned.options).toEqual({
      ...options,
      drop: ['source'],
      trainers: ['boosted'],
      folds: 3,
      seed: 1,
    });
    expect(planned.inherited).not.toContain('drop');
  });

  test('null takes back what goes by a column; the other way to split goes with it', async () => {
    const { time: _, ...others } = options;
    expect((await plan({ time: null })).options).toEqual(others);
    expect((await plan({ group: 'industry' })).options).toEqual({ ...options, group: 'industry' });
  });

  test('nothing of it holds for another target', async () => {
    expect((await plan({ target: 'demo_requested' })).options).toEqual({
      ...OPTION_DEFAULTS,
      target: 'demo_requested',
    });
  });
});

test('of a champion that was published by hand, what its artifact says is inherited', async () => {
  const { artifact } = await trainModel({
    data: FIRST,
    fileName: 'a.csv',
    name: 'm',
    target: 'converted',
    drop: ['country'],
    group: 'industry',
    trainers: ['logistic'],
    folds: 3,
    createdAt: new Date(0),
  });
  await publishModel(lab, { artifact: Buffer.from(serializeArtifact(artifact)), by: 'somebody' });
  expect((await plan()).options).toEqual({
    ...OPTION_DEFAULTS,
    target: 'converted',
    positive: 'yes',
    drop: ['country'],
    group: 'industry',
  });
});

describe.each(['itself', 'the champion'])('of a policy file whose target %s tells', (who) => {
  const settings = { positive: 'yes', drop: ['visits'], folds: 4 };
  beforeEach(async () => {
    if (who === 'the champion') await lab.train(await lab.put('a', FIRST));
    const target = who === 'itself' ? { target: 'converted' } : {};
    await lab.put('policies/m.json', JSON.stringify({ ...settings, ...target }));
  });

  test('everything holds for that target, named or not', async () => {
    for (const asked of [{}, { target: 'converted' }])
      expect((await plan(asked)).options).toMatchObject({ ...settings, target: 'converted' });
  });

  test('neither the positive value nor the dropped columns hold for another', async () => {
    expect((await plan({ target: 'demo_requested' })).options).toEqual({
      ...OPTION_DEFAULTS,
      target: 'demo_requested',
      folds: 4,
    });
    const named = await plan({ target: 'demo_requested', positive: 'true', drop: ['country'] });
    expect(named.options).toMatchObject({ positive: 'true', drop: ['country'] });
  });
});

describe('a dropped column that the next file does not have', () => {
  const later = without(more(FIRST, 500), 'country');

  test('is no fault when only the champion was trained without it', async () => {
    await lab.train(await lab.put('a', FIRST), { drop: ['country', 'visits'] });
    const training = await lab.train(await lab.put('b', later));
    expect(training).toMatchObject({ status: 'succeeded', options: { drop: ['country', 'visits'] } });
    const { lineage } = JSON.parse(Buffer.from(await lab.artifacts.get('models/m/v2/model.json')).toString());
    expect(lineage.left_out).toMatchObject({ visits: 'named by --drop' });
    expect(lineage.left_out).not.toHaveProperty('country');
    // It is remembered all the same, should it come back.
    await lab.registry.moveAlias({
      ...{ name: 'm', alias: 'champion', action: 'promote', from: 'v1', to: 'v2' },
      ...{ at: new Date(), by: 'test', why: '' },
    });
    expect((await plan()).options.drop).toEqual(['country', 'visits']);
  });

  test('is one when the request or the policy file names it', async () => {
    await lab.put('b', later);
    const named = await lab.train('b', { drop: ['country'] });
    expect(named.failure!.message).toContain('--drop: expected one of its columns, got “country”');
    await lab.put('policies/m.json', '{"drop": ["country"]}');
    expect((await lab.train('b')).failure!.message).toContain('got “country”');
  });
});

describe('with a horizon', () => {
  const { csv } = generateSample({ rows: 1500, seed: 1, dates: true });
  const horizon = { horizon: 90, converted_at: 'won_on', time: 'first_contact' } as const;

  test('the column of conversions is the target, and all but until when the file knew is inherited', async () => {
    const asked = { ...horizon, as_of: '2026-06-24', trainers: ['logistic'], folds: 2 } as const;
    expect((await plan(asked as never)).options).toMatchObject({ ...asked, target: 'won_on' });
    const trained = await lab.train(await lab.put('a', csv), {
      ...asked,
      target: 'won_on',
    } as never);
    expect(trained).toMatchObject({ status: 'succeeded', newVersion: 'v1' });
    const { as_of: _, ...inherited } = asked;
    expect((await plan()).options).toMatchObject({ ...inherited, target: 'won_on' });
    expect((await plan()).options.as_of).toBeUndefined();
  }, 60_000);

  test('of a model that was published by hand, too', async () => {
    const model = await trainModel({
      ...{ data: csv, name: 'm', createdAt: new Date(0), target: 'won_on', time: 'first_contact' },
      ...{ horizon: { days: 90 }, trainers: ['logistic'], folds: 0, holdout: 0 },
    });
    await publishModel(lab, { artifact: Buffer.from(serializeArtifact(model.artifact)), by: 'somebody' });
    const { options } = await plan();
    expect(options).toMatchObject({ ...horizon, target: 'won_on' });
    expect(options.positive).toBeUndefined();
  });

  test.each<[string, TrainingSettings, string]>([
    [
      'without its columns',
      { horizon: 90, target: 'y' },
      'horizon: expected time and converted_at beside it',
    ],
    ['its column alone', { converted_at: 'won_on' }, 'converted_at: expected horizon beside it'],
    ['a target besides', { ...horizon, target: 'y' }, 'target: expected none with horizon'],
    [
      'a word of a target',
      { ...horizon, positive: 'yes' },
      'horizon: expected neither positive nor negative',
    ],
    ['a class weight', { ...horizon, class_weight: 'balanced' }, 'class_weight: expected none with horizon'],
    ['a calibration', { ...horizon, calibration: 'isotonic' }, 'calibration: expected none or auto'],
    ['a day that is none', { ...horizon, as_of: 'yesterday' }, 'as_of: expected a date'],
  ])('%s is refused', async (_, settings, message) => {
    await expect(plan(settings)).rejects.toThrow(message);
  });
});
