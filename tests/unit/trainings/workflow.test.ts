import { TransientError } from '../../../lib/errors.ts';
import type { TrainInput } from '../../../lib/learning/train-input.ts';
import { serializeArtifact, trainModel } from '../../../lib/learning/train-model.ts';
import { makeModelFiles } from '../../../lib/registry/model-files.ts';
import { publishModel } from '../../../lib/registry/publish-model.ts';
import { versionKey } from '../../../lib/registry/registry.ts';
import { cancelTraining } from '../../../lib/trainings/cancel-training.ts';
import { stepNames, type Training } from '../../../lib/trainings/training.ts';
import { createTrainingLab, leads, more } from '../../support/run-training.ts';

/** A file whose outcomes were dealt out anew: what is learned from it is nothing. */
function nonsense(rows: number): string {
  const [head, ...lines] = leads(rows, 3).trimEnd().split('\n');
  const outcomes = lines.map((line) => line.slice(line.lastIndexOf(',') + 1));
  return `${[head, ...lines.map((line, i) => line.slice(0, line.lastIndexOf(',') + 1) + outcomes[(i * 7) % lines.length])].join('\n')}\n`;
}
const FIRST = leads(1500);
let lab: ReturnType<typeof createTrainingLab>;
beforeEach(() => {
  lab = createTrainingLab();
});
const stepOf = (training: Training, name: string) => training.steps.find((step) => step.name === name)!;

test('the first version serves, and is what training in one process gives, byte for byte', async () => {
  const trainers = ['logistic', 'scorecard'] as const;
  const training = await lab.train(await lab.put('datasets/m/a.csv', FIRST), { trainers: [...trainers] });
  expect(training).toMatchObject({
    status: 'succeeded',
    newVersion: 'v1',
    decision: { outcome: 'promoted' },
  });
  expect(training.steps.map(({ name }) => name).sort()).toEqual(stepNames(trainers).sort());
  for (const { state, attempts, endedAt, startedAt } of training.steps) {
    expect([state, attempts]).toEqual(['succeeded', 1]);
    expect(endedAt!.getTime()).toBeGreaterThanOrEqual(startedAt.getTime());
  }
  expect(await lab.champion()).toBe('v1');
  const { artifact } = await trainModel({
    data: FIRST,
    fileName: 'a.csv',
    name: 'm',
    target: 'converted',
    trainers,
    folds: 3,
    createdAt: training.createdAt,
    libraries: { scorelane: 'test' },
  });
  const bytes = await lab.artifacts.get(versionKey('m', 'v1', 'model.json'));
  expect(Buffer.from(bytes).toString()).toBe(serializeArtifact(artifact));
  const version = await lab.registry.getVersion('m', 'v1');
  expect(version).toMatchObject({
    createdBy: `training ${training.id}`,
    files: ['leads.json', 'metrics.json', 'report.html'],
  });
});

describe('with a champion', () => {
  test('that is worse on leads it has not seen, the new one is promoted, with the figures', async () => {
    const bad = nonsense(1500);
    await lab.train(await lab.put('a', bad));
    const training = await lab.train(await lab.put('b', more(bad, 4000)));
    const { outcome, champion, comparison } = training.decision!;
    expect([outcome, champion, training.newVersion]).toEqual(['promoted', 'v1', 'v2']);
    expect(comparison!.difference).toBeGreaterThan(comparison!.standard_error);
    // A fifth of the leads is held out; those of the first file are known to the champion.
    expect(comparison!.rows).toBeGreaterThan(700);
    expect(comparison!.rows).toBeLessThan(900);
    expect(await lab.champion()).toBe('v2');
    const [move] = await lab.registry.aliasHistory('m', 'champion');
    expect(move).toMatchObject({ by: `training ${training.id}`, from: 'v1', to: 'v2' });
    expect(move!.why).toContain('better by more than 1 standard error');
  });

  test('that is as good, the new one is its challenger', async () => {
    await lab.train(await lab.put('a', FIRST));
    const training = await lab.train(await lab.put('b', more(FIRST, 1000)), {}, { standard_errors: 3 });
    expect(training.decision).toMatchObject({ outcome: 'challenger', champion: 'v1' });
    expect(training.decision!.reason).toContain('not better by more than 3 standard errors');
    expect([await lab.champion(), await lab.challenger()]).toEqual(['v1', 'v2']);
  });

  test('that has learned from the very file, nothing is compared; “always” promotes all the same', async () => {
    await lab.train(await lab.put('a', FIRST));
    const again = await lab.train('a');
    expect(again.decision).toMatchObject({ outcome: 'challenger' });
    expect(again.decision!.reason).toContain('learned from this very file');
    expect(again.decision!.comparison).toBeUndefined();
    const always = await lab.train('a', { seed: 7 }, { promotion: 'always' });
    expect(always.decision).toMatchObject({ outcome: 'promoted' });
    const never = await lab.train('a', { seed: 8 }, { promotion: 'never' });
    expect(never.decision).toMatchObject({ outcome: 'kept' });
    expect(await lab.champion()).toBe('v3');
  });

  describe('that was trained and published by hand', () => {
    const publish = async (input: Partial<TrainInput>, tamper = (leads: string) => leads) => {
      const trained = await trainModel({
        data: FIRST,
        target: 'converted',
        name: 'm',
        trainers: ['logistic'],
        folds: 0,
        createdAt: new Date(),
        ...input,
      });
      const { model, beside } = makeModelFiles(trained, { chartScript: '' });
      const files = beside.map(({ name, text }) => ({ name, bytes: Buffer.from(text) }));
      await publishModel(lab, { artifact: Buffer.from(model), files, by: 'jane' });
      const leads = Buffer.from(beside.find(({ name }) => name === 'leads.json')!.text);
      await lab.files.write('models/m/v1/leads.json', Buffer.from(tamper(`${leads}`)), 'application/json');
    };

    test('and is worse on leads it has not seen, the new one is promoted, with the figures', async () => {
      const bad = nonsense(1500);
      await publish({ data: bad });
      const training = await lab.train(await lab.put('b', more(bad, 4000)));
      expect(training.decision).toMatchObject({ outcome: 'promoted', champion: 'v1' });
      expect(training.decision!.comparison!.rows).toBeGreaterThan(700);
      expect(training.decision!.comparison!.rows).toBeLessThan(900);
    });

    test('with its own words for “missing”, those are read again', async () => {
      await publish({ missing: ['fair'] });
      const training = await lab.train(await lab.put('b', more(FIRST, 1000)));
      expect(training.options.missing).toEqual(['fair']);
      expect(training.decision!.comparison!.rows).toBeLessThan(300);
    });

    test('on two files, which leads it has seen is known in one with the outcome', async () => {
      const [head, ...lines] = FIRST.trimEnd()
        .split('\n')
        .map((line) => line.split(','));
      const people = [head!, ...lines].map((cells) => cells.slice(0, -1).join(',')).join('\n');
      const won = lines.flatMap((cells) => (cells.at(-1) === 'yes' ? [cells[0]!] : []));
      await publish({ data: people, joined: { data: ['lead_id', ...won].join('\n') }, on: 'lead_id' });
      const training = await lab.train(await lab.put('b', more(FIRST, 1000)));
      expect(training.decision!.reason).toContain('held-out leads that v1 has not seen');
      expect(training.decision!.comparison!.rows).toBeLessThan(300);
    });

    test('and whose leads.json was broken since, the training says so and ends', async () => {
      await publish({}, (leads) => leads.slice(0, 1000));
      const training = await lab.train(await lab.put('b', more(FIRST, 1000)));
      expect(training).toMatchObject({ status: 'succeeded', decision: { outcome: 'challenger' } });
      expect(training.decision!.reason).toContain('v1 has an invalid leads.json');
    });
  });

  test('that nobody knows the leads of, the new one is its challenger', async () => {
    await lab.publishTrained(FIRST);
    const training = await lab.train(await lab.put('a', more(FIRST, 100)));
    expect(training.decision).toMatchObject({ outcome: 'challenger', champion: 'v1' });
    expect(training.decision!.reason).toContain(
      'v1 was published without leads.json, so it is not known which',
    );
  });

  test('and too little that is new, nothing is trained', async () => {
    await lab.train(await lab.put('a', FIRST));
    const training = await lab.train(await lab.put('b', more(FIRST, 100)), {}, { minimum_new_rows: 101 });
    expect(training).toMatchObject({ status: 'succeeded', decision: { outcome: 'skipped', champion: 'v1' } });
    expect(training.decision!.reason).toContain('asks for 101 leads');
    expect(training.steps.map(({ name }) => name)).toEqual(['check']);
    const converted = await lab.train('b', {}, { minimum_new_conversions: 100 });
    expect(converted.decision!.reason).toMatch(
      /asks for 100 conversions among leads that v1 has not learned from; there are \d\d$/,
    );
  });
});

describe('that was trained for something else', () => {
  const trained = async () => lab.train(await lab.put('a', FIRST));

  test('with the outcomes the other way round, the new one is its challenger', async () => {
    await trained();
    const training = await lab.train(await lab.put('b', more(FIRST, 1500)), { positive: 'no' });
    expect(training.decision).toMatchObject({ outcome: 'challenger' });
    expect(training.decision!.reason).toBe('v1 predicts that “converted” is yes, and this one that it is no');
  });

  test('with another column as its outcome, the new one is its challenger where callers are ready for it', async () => {
    await trained();
    const target = 'demo_requested';
    const allowed = { allow_fields: ['converted', target] };
    const training = await lab.train(await lab.put('b', more(FIRST, 1500)), { target }, allowed);
    expect(training.decision).toMatchObject({ outcome: 'challenger', champion: 'v1' });
    expect(training.decision!.reason).toMatch(
      /^v1 predicts “converted”, and this one “demo_requested”; allowed: demo_requested is a field of v1 only: .*; the model uses converted, which no lead can have had/,
    );
    expect(training.decision!.comparison).toBeUndefined();
  });
});

test('open leads that have converted since are not new, and no comparison is made of them', async () => {
  const [head, ...lines] = leads(3000).trimEnd().split('\n');
  const open = lines.map((line, i) => (i % 2 === 0 ? line.replace(/,yes$/, ',no') : line));
  const csv = (rows: readonly string[]) => `${[head, ...rows].join('\n')}\n`;
  await lab.train(await lab.put('a', csv(open)));
  const training = await lab.train(await lab.put('b', csv(lines)));
  expect(stepOf(training, 'check').figures).toMatchObject({ new_rows: 0, new_conversions: 306 });
  expect(training.decision!.reason).toMatch(/of 600 held-out leads 0 are new to v1, 0 of them converted/);
});

test('too few new conversions decide nothing', async () => {
  await lab.train(await lab.put('a', nonsense(1500)));
  const training = await lab.train(await lab.put('b', more(nonsense(1500), 200)));
  expect(training.decision!.outcome).toBe('challenger');
  expect(training.decision!.reason).toMatch(
    /of 340 held-out leads \d\d are new to v1, \d of them converted; at least 10 that did and 10 that did not are needed/,
  );
});

test('a file of new leads only is counted by its leads, not by its length', async () => {
  await lab.train(await lab.put('a', FIRST));
  const training = await lab.train(await lab.put('b', leads(1200, 2)), {}, { minimum_new_rows: 1000 });
  expect(stepOf(training, 'check').figures).toMatchObject({ rows: 1200, new_rows: 1200 });
  expect(training.decision!.outcome).not.toBe('skipped');
});

test('a state that fails twice and then works leaves a record of it', async () => {
  const { write } = lab.files;
  let failures = 0;
  jest.spyOn(lab.files, 'write').mockImplementation(async (key, bytes, type) => {
    if (key.includes('/candidates/') && failures++ < 2) throw new TransientError('S3 is away');
    return write(key, bytes, type);
  });
  const training = await lab.train(await lab.put('a', FIRST));
  expect(training).toMatchObject({ status: 'succeeded', newVersion: 'v1' });
  expect(stepOf(training, 'train:logistic')).toMatchObject({
    state: 'succeeded',
    attempts: 3,
    error: { code: 'TransientError', message: 'S3 is away' },
  });
});

test('a state that always fails ends the training with the reason, and the champion stays', async () => {
  await lab.train(await lab.put('a', FIRST));
  let calls = 0;
  lab.before.set('register', () => {
    calls += 1;
    throw new TransientError('the registry is away');
  });
  const training = await lab.train(await lab.put('b', more(FIRST, 1000)), {}, { promotion: 'always' });
  expect(calls).toBe(5);
  expect(training).toMatchObject({
    status: 'failed',
    failure: { code: 'TransientError', message: 'the registry is away' },
  });
  expect(training.completedAt).toBeDefined();
  expect([await lab.champion(), (await lab.registry.listVersions('m')).length]).toEqual(['v1', 1]);
});

test('what the file or the options are at fault for is told at once, and not tried again', async () => {
  const key = await lab.put('a', FIRST);
  const training = await lab.train(key, { target: 'bought' });
  expect(training).toMatchObject({ status: 'failed', failure: { code: 'InputError' } });
  expect(training.failure!.message).toContain('bought');
  expect(stepOf(training, 'check')).toMatchObject({ state: 'failed', attempts: 1 });
  const gone = await lab.train('nowhere.csv');
  expect(gone.failure!.message).toContain('expected a file in the bucket, found none');
});

test.each([
  ['before it is read', 128, /expected at most 0 MB, .* got 1 MB\. Raise trainingMemory/],
  ['when its values are counted', 129, /got 3,000 rows of 11 columns, which take 130 MB\. Raise/],
])('what the memory does not hold is told %s', async (_when, memory, message) => {
  lab = createTrainingLab({ memory });
  const training = await lab.train(await lab.put('a', leads(3000)));
  expect(training).toMatchObject({ status: 'failed', failure: { code: 'InputError' } });
  expect(training.failure!.message).toMatch(message);
  expect(training.steps).toMatchObject([{ name: 'check', attempts: 1 }]);
});

test('leads whose outcome is not known yet take memory, too', async () => {
  lab = createTrainingLab({ memory: 129 });
  const csv = leads(3000).replace(/,no$/gm, (no, at) => (at % 2 === 0 ? ',' : no));
  const training = await lab.train(await lab.put('a', csv));
  expect(training.failure!.message).toMatch(/got 3,000 rows of 11 columns, which take 130 MB/);
});

test('what the plan is at fault for is told by the step behind', async () => {
  const key = await lab.put('a', FIRST);
  const branch = await lab.train(key, { time: 'nothing' });
  expect(stepOf(branch, 'prepare')).toMatchObject({ state: 'failed' });
  // The profile needs to know which column it is.
  const first = await lab.train(key, { group: 'nothing' });
  expect(first.steps).toMatchObject([{ name: 'check', state: 'failed' }]);
});

describe('cancel', () => {
  test.each(['train:logistic', 'evaluate', 'compare', 'promote'])(
    'before %s leaves the champion',
    async (step) => {
      await lab.train(await lab.put('a', FIRST));
      lab.before.set(step, (id) => cancelTraining(lab, id));
      const training = await lab.train(await lab.put('b', more(FIRST, 1000)), {}, { promotion: 'always' });
      expect(training).toMatchObject({ status: 'canceled' });
      expect(training.failure).toBeUndefined();
      expect([await lab.champion(), await lab.challenger()]).toEqual(['v1', undefined]);
    },
  );

  test('before the execution is started ends it at once', async () => {
    const { start } = lab.workflow;
    lab.workflow.start = async (id) => {
      await cancelTraining(lab, id);
      await start(id);
    };
    const training = await lab.train(await lab.put('a', FIRST));
    expect(training).toMatchObject({ status: 'canceled', steps: [] });
    expect(await lab.failureOf(training)).toBeUndefined();
  });

  test('comes too late when an alias is being moved', async () => {
    const move = lab.registry.moveAlias;
    const spy = jest.spyOn(lab.registry, 'moveAlias').mockImplementation(async (request) => {
      const [training] = (await lab.trainings.list({ limit: 1 })).trainings;
      expect((await cancelTraining(lab, training!.id))!.status).toBe('running');
      return move(request);
    });
    const training = await lab.train(await lab.put('a', FIRST));
    spy.mockRestore();
    expect(training).toMatchObject({ status: 'succeeded', sealed: true, decision: { outcome: 'promoted' } });
  });
});

test('of two at once that would both be promoted, one is, and the other says so', async () => {
  await lab.train(await lab.put('a', FIRST));
  const second = await lab.put('b', more(FIRST, 1000));
  let waiting = 0;
  let release = () => {};
  const both = new Promise<void>((resolve) => {
    release = resolve;
  });
  lab.before.set('promote', () => {
    waiting += 1;
    if (waiting === 2) release();
    return both;
  });
  const started = await Promise.all(
    [1, 2].map((seed) => lab.start(second, { seed }, { promotion: 'always' })),
  );
  const trainings = await Promise.all(started.map(lab.finish));
  expect(trainings.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  const outcomes = trainings.map(({ decision }) => decision!.outcome).sort();
  expect(outcomes).toEqual(['challenger', 'promoted']);
  const winner = trainings.find(({ decision }) => decision!.outcome === 'promoted')!;
  const loser = trainings.find(({ decision }) => decision!.outcome === 'challenger')!;
  expect([await lab.champion(), await lab.challenger()]).toEqual([winner.newVersion, loser.newVersion]);
  expect(loser.decision!.reason).toContain(`somebody promoted ${winner.newVersion} meanwhile`);
  expect(winner.newVersion).not.toBe(loser.newVersion);
});
