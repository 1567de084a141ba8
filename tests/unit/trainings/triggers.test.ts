import { TransientError } from '../../../lib/errors.ts';
import { rollBackAlias } from '../../../lib/registry/move-alias.ts';
import { cancelTraining } from '../../../lib/trainings/cancel-training.ts';
import { triggerBySchedule, triggerByUpload } from '../../../lib/trainings/trigger-training.ts';
import { createTrainingLab, leads, more } from '../../support/run-training.ts';

/** Trainings that nobody asked for. */
const FIRST = leads(1500);
let lab: ReturnType<typeof createTrainingLab>;
beforeEach(() => {
  lab = createTrainingLab();
});

const upload = async (key: string, sequencer = '1') => {
  const etag = (await lab.files.stat(key))?.etag.replaceAll('"', '') ?? '';
  return triggerByUpload(lab, { key, etag, sequencer });
};
const putPolicy = (policy: object) => lab.put('policies/m.json', JSON.stringify(policy));
/** Every training that the schedule starts, when it has ended. */
const tick = async (time: string) =>
  Promise.all(
    (await triggerBySchedule(lab, time)).map((training) =>
      training.status === 'failed' ? training : lab.finish(training),
    ),
  );

describe('a file under datasets/', () => {
  test('trains as the champion was trained, once however often it is told of', async () => {
    await lab.train(await lab.put('a', FIRST), { drop: ['country'], seed: 1 });
    const key = await lab.put('datasets/m/2026/b.csv', more(FIRST, 1000));
    await lab.put(
      'policies/m.json',
      JSON.stringify({ trainers: ['scorecard'], folds: 2, promotion: 'always' }),
    );
    const [first, second] = [await upload(key), await upload(key)];
    expect(second!.id).toBe(first!.id);
    const training = await lab.finish(first!);
    expect(training).toMatchObject({
      trigger: 'upload',
      status: 'succeeded',
      options: { target: 'converted', drop: ['country'], trainers: ['scorecard'], folds: 2 },
      decision: { outcome: 'promoted' },
    });
    expect((await upload(key, '2'))!.id).not.toBe(first!.id);
  });

  test('is recorded when nothing says what to learn, or the policy file is wrong', async () => {
    const key = await lab.put('datasets/m/a.csv', FIRST);
    expect(await upload(key)).toMatchObject({ status: 'failed', failure: { code: 'InputError' } });
    await lab.put('policies/m.json', '{"target": "converted", "promotion": "sometimes"}');
    const training = await upload(key, '2');
    expect(training!.failure!.message).toContain(
      'policies/m.json: promotion: expected "better", "always" or "never"',
    );
    expect(await upload('datasets/m/')).toBeUndefined();
    expect(await upload('datasets/Not a model/a.csv')).toBeUndefined();
  });

  test('of another name starts nothing', async () => {
    for (const name of ['.DS_Store', 'README.md', '._b.csv', 'b.csv.gz', 'b'])
      expect(await upload(await lab.put(`datasets/m/${name}`, FIRST))).toBeUndefined();
    expect(await upload(await lab.put('datasets/m/B.TSV', FIRST))).toBeDefined();
  });

  test('that is put there once more is looked at once more', async () => {
    await putPolicy({ target: 'converted', trainers: ['logistic'], folds: 3 });
    const key = await lab.put('datasets/m/a.csv', FIRST);
    await lab.finish((await upload(key))!);
    const again = await lab.finish((await upload(key, '2'))!);
    expect(again.decision).toMatchObject({ outcome: 'skipped', champion: 'v1' });
    expect(again.decision!.reason).toContain('there are 0');
  });
});

test('a file with hardly any conversions ends as skipped, not as a training that failed', async () => {
  await lab.train(await lab.put('a', FIRST));
  const [head, ...lines] = leads(2000, 2).trimEnd().split('\n');
  const converted = lines.filter((line) => line.endsWith(',yes')).slice(0, 5);
  const open = lines.filter((line) => line.endsWith(',no'));
  const key = await lab.put('datasets/m/b.csv', `${[head, ...open, ...converted].join('\n')}\n`);
  const training = await lab.finish((await upload(key))!);
  expect(training).toMatchObject({
    status: 'succeeded',
    decision: {
      outcome: 'skipped',
      reason: 'the policy asks for 50 conversions among leads in the file; there are 5',
      champion: 'v1',
    },
  });
  expect(training.steps[0]!.figures).toMatchObject({ rows: open.length + 5, converted: 5 });
  expect(training.steps[0]!.figures).not.toHaveProperty('new_rows');
});

describe('the schedule', () => {
  const policy = { schedule: true, trainers: ['logistic'], folds: 3, promotion: 'always' };
  const LATER = more(FIRST, 1000);

  test('trains the models whose policy says so, on their latest dataset, once however often it is told', async () => {
    await lab.train(await lab.put('datasets/m/a.csv', FIRST));
    expect(await triggerBySchedule(lab, 'monday')).toEqual([]);
    await putPolicy({ schedule: true });
    await lab.put('datasets/m/b.csv', more(FIRST, 10));
    let release = () => {};
    lab.before.set('check', () => new Promise<void>((resolve) => (release = resolve)));
    const [training] = await triggerBySchedule(lab, 'monday');
    expect((await triggerBySchedule(lab, 'monday'))[0]!.id).toBe(training!.id);
    lab.before.clear();
    release();
    expect(await lab.finish(training!)).toMatchObject({
      trigger: 'schedule',
      datasetKey: 'datasets/m/b.csv',
      decision: { outcome: 'skipped' },
    });
  });

  test('trains on the same file once, and leaves what somebody has rolled back', async () => {
    await lab.train(await lab.put('a', FIRST));
    await putPolicy(policy);
    await lab.put('datasets/m/b.csv', LATER);
    expect(await tick('week 1')).toMatchObject([{ newVersion: 'v2', decision: { outcome: 'promoted' } }]);
    await rollBackAlias(lab, { name: 'm', alias: 'champion', by: 'operator' });
    expect(await tick('week 2')).toEqual([]);
    expect([await lab.champion(), (await lab.registry.listVersions('m')).length]).toEqual(['v1', 2]);
    // Another policy is another training, and so is another file.
    await putPolicy({ ...policy, promotion: 'never' });
    expect(await tick('week 3')).toMatchObject([{ decision: { outcome: 'kept' } }]);
    expect(await tick('week 4')).toEqual([]);
    await lab.put('datasets/m/b.csv', more(FIRST, 2000));
    expect(await tick('week 5')).toMatchObject([{ decision: { outcome: 'kept' } }]);
  });

  test('does not train on what was trained on when it was put there', async () => {
    await lab.train(await lab.put('a', FIRST));
    await putPolicy({ ...policy, promotion: 'never' });
    await lab.finish((await upload(await lab.put('datasets/m/b.csv', LATER)))!);
    expect(await tick('week 1')).toEqual([]);
  });

  test('tries again what has failed, and not what somebody canceled', async () => {
    await lab.train(await lab.put('a', FIRST));
    await putPolicy(policy);
    await lab.put('datasets/m/b.csv', LATER);
    lab.before.set('prepare', () => {
      throw new TransientError('S3 is away');
    });
    expect(await tick('week 1')).toMatchObject([{ status: 'failed', failure: { code: 'TransientError' } }]);
    lab.before.set('prepare', (id) => cancelTraining(lab, id));
    expect(await tick('week 2')).toMatchObject([{ status: 'canceled' }]);
    expect(await tick('week 3')).toEqual([]);
    lab.before.clear();
    await lab.put('datasets/m/c.csv', 'no,leads\n1,2\n');
    for (const time of ['week 4', 'week 5'])
      expect(await tick(time)).toMatchObject([{ status: 'failed', failure: { code: 'InputError' } }]);
  });

  test('trains on a file that was refused for what the champion asks for, once another champion does not', async () => {
    await lab.train(await lab.put('a', FIRST));
    await lab.train('a', { group: 'industry', seed: 2 }, { promotion: 'always', allow_fields: ['industry'] });
    await putPolicy({ ...policy, allow_fields: ['industry', 'sector'] });
    await lab.put('datasets/m/b.csv', LATER.replace('industry', 'sector'));
    const [refused] = await tick('week 1');
    expect(refused!.failure!.message).toContain('--group: expected one of its columns, got “industry”');
    await rollBackAlias(lab, { name: 'm', alias: 'champion', by: 'operator' });
    expect(await tick('week 2')).toMatchObject([{ newVersion: 'v3', decision: { outcome: 'promoted' } }]);
    expect(await tick('week 3')).toEqual([]);
  });

  test('trains the other models when it cannot be told what one of them asks for, and says so', async () => {
    const models = ['a', 'b', 'c'];
    for (const name of models) {
      await lab.publish({ name });
      await lab.put(`policies/${name}.json`, JSON.stringify({ ...policy, target: 'converted' }));
      await lab.put(`datasets/${name}/a.csv`, FIRST);
    }
    const { stat } = lab.files;
    const spy = jest.spyOn(lab.files, 'stat').mockImplementation(async (key) => {
      if (key === 'policies/a.json') throw new TransientError('S3 is away');
      return stat(key);
    });
    await expect(triggerBySchedule(lab, 'monday')).rejects.toThrow('S3 is away');
    spy.mockRestore();
    const started = async () =>
      (await lab.trainings.list({ limit: 10 })).trainings.map(({ model }) => model).sort();
    expect(await started()).toEqual(['b', 'c']);
    // The event is delivered once more.
    await triggerBySchedule(lab, 'monday');
    expect(await started()).toEqual(models);
    for (const training of (await lab.trainings.list({ limit: 10 })).trainings) await lab.finish(training);
  });

  test('tells of a policy file that is wrong, until it is mended', async () => {
    await lab.train(await lab.put('a', FIRST));
    await lab.put('policies/m.json', '{"schedule": true, "promotion": "sometimes"}');
    for (const time of ['week 1', 'week 2']) {
      const [training] = await tick(time);
      expect(training).toMatchObject({ trigger: 'schedule', status: 'failed', steps: [] });
      expect(training!.failure!.message).toContain('policies/m.json: promotion');
      expect((await triggerBySchedule(lab, time))[0]!.id).toBe(training!.id);
    }
    await lab.put('datasets/m/b.csv', LATER);
    expect(await tick('week 3')).toMatchObject([{ status: 'failed', datasetKey: 'datasets/m/b.csv' }]);
    await putPolicy(policy);
    expect(await tick('week 4')).toMatchObject([{ status: 'succeeded' }]);
  });
});
