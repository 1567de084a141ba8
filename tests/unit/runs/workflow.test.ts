import { TransientError } from '../../../lib/errors.ts';
import { promoteVersion } from '../../../lib/registry/move-alias.ts';
import { versionKey } from '../../../lib/registry/registry.ts';
import { cancelRun } from '../../../lib/runs/cancel-run.ts';
import { stepNames, type TrainingRun } from '../../../lib/runs/run.ts';
import { serializeArtifact, trainModel } from '../../../lib/training/train-model.ts';
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
const stepOf = (run: TrainingRun, name: string) => run.steps.find((step) => step.name === name)!;

test('the first version serves, and is what training in one process gives, byte for byte', async () => {
  const trainers = ['logistic', 'scorecard'] as const;
  const run = await lab.train(await lab.put('datasets/m/a.csv', FIRST), { trainers: [...trainers] });
  expect(run).toMatchObject({ status: 'succeeded', newVersion: 'v1', decision: { outcome: 'promoted' } });
  expect(run.steps.map(({ name }) => name).sort()).toEqual(stepNames(trainers).sort());
  for (const { state, attempts, endedAt, startedAt } of run.steps) {
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
    createdAt: run.createdAt,
    libraries: { scorelane: 'test' },
  });
  const bytes = await lab.artifacts.get(versionKey('m', 'v1', 'model.json'));
  expect(Buffer.from(bytes).toString()).toBe(serializeArtifact(artifact));
  const version = await lab.registry.getVersion('m', 'v1');
  expect(version).toMatchObject({ createdBy: `training ${run.id}`, files: ['metrics.json', 'report.html'] });
});

describe('with a champion', () => {
  test('that is worse on leads it has not seen, the new one is promoted, with the figures', async () => {
    const bad = nonsense(1500);
    await lab.train(await lab.put('a', bad));
    const run = await lab.train(await lab.put('b', more(bad, 4000)));
    const { outcome, champion, comparison } = run.decision!;
    expect([outcome, champion, run.newVersion]).toEqual(['promoted', 'v1', 'v2']);
    expect(comparison!.difference).toBeGreaterThan(comparison!.standard_error);
    // A fifth of the leads is held out; those of the first file are known to the champion.
    expect(comparison!.rows).toBeGreaterThan(700);
    expect(comparison!.rows).toBeLessThan(900);
    expect(await lab.champion()).toBe('v2');
    const [move] = await lab.registry.aliasHistory('m', 'champion');
    expect(move).toMatchObject({ by: `training ${run.id}`, from: 'v1', to: 'v2' });
    expect(move!.why).toContain('better by more than 1 standard error');
  });

  test('that is as good, the new one is its challenger', async () => {
    await lab.train(await lab.put('a', FIRST));
    const run = await lab.train(await lab.put('b', more(FIRST, 1000)), {}, { standard_errors: 3 });
    expect(run.decision).toMatchObject({ outcome: 'challenger', champion: 'v1' });
    expect(run.decision!.reason).toContain('not better by more than 3 standard errors');
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

  test('that nobody knows the leads of, the new one is its challenger', async () => {
    await lab.publish({ name: 'm' });
    const run = await lab.train(await lab.put('a', FIRST));
    expect(run.decision).toMatchObject({ outcome: 'challenger', champion: 'v1' });
    expect(run.decision!.reason).toContain('not made by a training here');
  });

  test('and too little that is new, nothing is trained', async () => {
    await lab.train(await lab.put('a', FIRST));
    const run = await lab.train(await lab.put('b', more(FIRST, 100)), {}, { minimum_new_rows: 101 });
    expect(run).toMatchObject({ status: 'succeeded', decision: { outcome: 'skipped', champion: 'v1' } });
    expect(run.decision!.reason).toContain('asks for 101 leads');
    expect(run.steps.map(({ name }) => name)).toEqual(['check']);
    const converted = await lab.train('b', {}, { minimum_new_conversions: 100 });
    expect(converted.decision!.reason).toContain('asks for 100 new conversions');
  });
});

test('a state that fails twice and then works leaves a record of it', async () => {
  const { write } = lab.files;
  let failures = 0;
  jest.spyOn(lab.files, 'write').mockImplementation(async (key, bytes, type) => {
    if (key.includes('/candidates/') && failures++ < 2) throw new TransientError('S3 is away');
    return write(key, bytes, type);
  });
  const run = await lab.train(await lab.put('a', FIRST));
  expect(run).toMatchObject({ status: 'succeeded', newVersion: 'v1' });
  expect(stepOf(run, 'train:logistic')).toMatchObject({
    state: 'succeeded',
    attempts: 3,
    error: { code: 'TransientError', message: 'S3 is away' },
  });
});

test('a state that always fails ends the run with the reason, and the champion stays', async () => {
  await lab.train(await lab.put('a', FIRST));
  let calls = 0;
  lab.before.set('register', () => {
    calls += 1;
    throw new TransientError('the registry is away');
  });
  const run = await lab.train(await lab.put('b', more(FIRST, 1000)), {}, { promotion: 'always' });
  expect(calls).toBe(5);
  expect(run).toMatchObject({
    status: 'failed',
    failure: { code: 'TransientError', message: 'the registry is away' },
  });
  expect(run.completedAt).toBeDefined();
  expect([await lab.champion(), (await lab.registry.listVersions('m')).length]).toEqual(['v1', 1]);
});

test('what the file or the options are at fault for is told at once, and not tried again', async () => {
  const key = await lab.put('a', FIRST);
  const run = await lab.train(key, { target: 'bought' });
  expect(run).toMatchObject({ status: 'failed', failure: { code: 'InputError' } });
  expect(run.failure!.message).toContain('bought');
  expect(stepOf(run, 'check')).toMatchObject({ state: 'failed', attempts: 1 });
  const gone = await lab.train('nowhere.csv');
  expect(gone.failure!.message).toContain('expected a file in the bucket, found none');
  const branch = await lab.train(key, { group: 'nothing' });
  expect(stepOf(branch, 'prepare')).toMatchObject({ state: 'failed' });
});

describe('cancel', () => {
  test.each(['train:logistic', 'evaluate', 'compare', 'promote'])(
    'before %s leaves the champion',
    async (step) => {
      await lab.train(await lab.put('a', FIRST));
      lab.before.set(step, (id) => cancelRun(lab, id));
      const run = await lab.train(await lab.put('b', more(FIRST, 1000)), {}, { promotion: 'always' });
      expect(run).toMatchObject({ status: 'canceled' });
      expect(run.failure).toBeUndefined();
      expect([await lab.champion(), await lab.challenger()]).toEqual(['v1', undefined]);
    },
  );

  test('before the execution is started ends it at once', async () => {
    const { start } = lab.workflow;
    lab.workflow.start = async (id) => {
      await cancelRun(lab, id);
      await start(id);
    };
    const run = await lab.train(await lab.put('a', FIRST));
    expect(run).toMatchObject({ status: 'canceled', steps: [] });
    expect(await lab.failureOf(run)).toBeUndefined();
  });

  test('comes too late when an alias is being moved', async () => {
    const move = lab.registry.moveAlias;
    const spy = jest.spyOn(lab.registry, 'moveAlias').mockImplementation(async (request) => {
      const [run] = (await lab.runs.list({ limit: 1 })).runs;
      expect((await cancelRun(lab, run!.id))!.status).toBe('running');
      return move(request);
    });
    const run = await lab.train(await lab.put('a', FIRST));
    spy.mockRestore();
    expect(run).toMatchObject({ status: 'succeeded', sealed: true, decision: { outcome: 'promoted' } });
  });
});

test('whose alias was moved has not failed, even when its record was lost', async () => {
  const { change } = lab.runs;
  const spy = jest.spyOn(lab.runs, 'change').mockImplementation(async (id, what) => {
    if (what.decision !== undefined && what.sealed === undefined && spy.mock.calls.length < 12)
      throw new TransientError('the table is away');
    return change(id, what);
  });
  const run = await lab.train(await lab.put('a', FIRST));
  spy.mockRestore();
  expect(await lab.champion()).toBe('v1');
  expect(run).toMatchObject({ status: 'succeeded', decision: { outcome: 'promoted' } });
});

test.each([
  ['rolled it back', 'v2'],
  ['promoted another', 'v1'],
])('whose alias was moved stays so when its record was lost and somebody %s', async (_, to) => {
  await lab.publish({ name: 'm' });
  await lab.train(await lab.put('a', FIRST), {}, { promotion: 'always' });
  const { change } = lab.runs;
  const spy = jest.spyOn(lab.runs, 'change').mockImplementation(async (id, what) => {
    if (what.decision === undefined) return change(id, what);
    spy.mockRestore();
    await promoteVersion(lab, { name: 'm', alias: 'champion', version: to, by: 'operator' });
    throw new TransientError('the table is away');
  });
  const run = await lab.train(await lab.put('b', more(FIRST, 1000)), {}, { promotion: 'always' });
  expect(run).toMatchObject({ newVersion: 'v3', decision: { outcome: 'promoted', champion: 'v2' } });
  expect(await lab.champion()).toBe(to);
});

test('that was ended from outside before its alias is moved moves none', async () => {
  await lab.train(await lab.put('a', FIRST));
  const { change } = lab.runs;
  const spy = jest.spyOn(lab.runs, 'change').mockImplementation(async (id, what) => {
    if (what.sealed === true) {
      spy.mockRestore();
      await lab.invoke('FinishTraining', { step: 'fail', run_id: id, error: { Error: 'TIMED_OUT' } });
    }
    return change(id, what);
  });
  const run = await lab.train(await lab.put('b', more(FIRST, 1000)), {}, { promotion: 'always' });
  expect(run).toMatchObject({ status: 'failed', failure: { code: 'TIMED_OUT' } });
  expect(await lab.champion()).toBe('v1');
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
  const runs = await Promise.all(started.map(lab.finish));
  expect(runs.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  const outcomes = runs.map(({ decision }) => decision!.outcome).sort();
  expect(outcomes).toEqual(['kept', 'promoted']);
  const winner = runs.find(({ decision }) => decision!.outcome === 'promoted')!;
  const loser = runs.find(({ decision }) => decision!.outcome === 'kept')!;
  expect(await lab.champion()).toBe(winner.newVersion);
  expect(loser.decision!.reason).toContain(`somebody promoted ${winner.newVersion} meanwhile`);
  expect(winner.newVersion).not.toBe(loser.newVersion);
});

describe('every step may be done twice and ends the same', () => {
  /** The answer of each step is lost once. */
  const loseAnswers = () => {
    const lost = new Set<string>();
    for (const step of ['check', 'prepare', 'train:logistic', 'evaluate', 'register', 'compare', ...ENDS])
      lab.after.set(step, () => {
        if (lost.has(step)) return;
        lost.add(step);
        throw new TransientError('the answer was lost');
      });
    return lost;
  };
  const ENDS = ['promote', 'challenge', 'keep'];

  test.each([
    ['promote', 'promoted', { promotion: 'always' }],
    ['challenge', 'challenger', { standard_errors: 100 }],
    ['keep', 'kept', { promotion: 'never' }],
  ] as const)('%s too', async (end, outcome, policy) => {
    await lab.train(await lab.put('a', FIRST));
    const lost = loseAnswers();
    const run = await lab.train(await lab.put('b', more(FIRST, 1000)), {}, policy);
    expect(run).toMatchObject({ status: 'succeeded', newVersion: 'v2', decision: { outcome } });
    expect(await lab.failureOf(run)).toBeUndefined();
    expect(await lab.registry.listVersions('m')).toHaveLength(2);
    for (const step of lost) if (step !== end) expect(stepOf(run, step).attempts).toBe(2);
    expect([lost.has(end), lost.size]).toEqual([true, 7]);
  });

  test('and a check that ends the run', async () => {
    await lab.train(await lab.put('a', FIRST));
    loseAnswers();
    const run = await lab.train('a', {}, { minimum_new_rows: 1 });
    expect(run).toMatchObject({ status: 'succeeded', decision: { outcome: 'skipped' } });
    expect(await lab.failureOf(run)).toBeUndefined();
  });
});
