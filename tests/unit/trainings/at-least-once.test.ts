import { TransientError } from '../../../lib/errors.ts';
import { promoteVersion } from '../../../lib/registry/move-alias.ts';
import type { Training } from '../../../lib/trainings/training.ts';
import { createTrainingLab, leads, more } from '../../support/run-training.ts';

/** Answers and records of steps are lost, and steps are done again. */
const FIRST = leads(1500);
let lab: ReturnType<typeof createTrainingLab>;
beforeEach(() => {
  lab = createTrainingLab();
});
const stepOf = (training: Training, name: string) => training.steps.find((step) => step.name === name)!;

test('a training whose alias was moved has not failed, even when its record was lost', async () => {
  const { change } = lab.trainings;
  const spy = jest.spyOn(lab.trainings, 'change').mockImplementation(async (id, what) => {
    if (what.decision !== undefined && what.sealed === undefined && spy.mock.calls.length < 12)
      throw new TransientError('the table is away');
    return change(id, what);
  });
  const training = await lab.train(await lab.put('a', FIRST));
  spy.mockRestore();
  expect(await lab.champion()).toBe('v1');
  expect(training).toMatchObject({ status: 'succeeded', decision: { outcome: 'promoted' } });
});

test.each([
  ['rolled it back', 'v2'],
  ['promoted another', 'v1'],
])('a training whose alias was moved keeps it so when its record was lost and somebody %s', async (_, to) => {
  await lab.publishTrained(FIRST);
  await lab.train(await lab.put('a', FIRST), {}, { promotion: 'always' });
  const { change } = lab.trainings;
  const spy = jest.spyOn(lab.trainings, 'change').mockImplementation(async (id, what) => {
    if (what.decision === undefined) return change(id, what);
    spy.mockRestore();
    await promoteVersion(lab, { name: 'm', alias: 'champion', version: to, by: 'operator' });
    throw new TransientError('the table is away');
  });
  const training = await lab.train(await lab.put('b', more(FIRST, 1000)), {}, { promotion: 'always' });
  expect(training).toMatchObject({ newVersion: 'v3', decision: { outcome: 'promoted', champion: 'v2' } });
  expect(await lab.champion()).toBe(to);
});

test.each([
  ['the step is done again', 1],
  ['nothing can be recorded until the training is to fail', 5],
])('who lost the race for the champion says so when the record was lost and %s', async (_, times) => {
  await lab.publishTrained(FIRST);
  await lab.publishTrained(FIRST);
  const { change } = lab.trainings;
  let lost = 0;
  const spy = jest.spyOn(lab.trainings, 'change').mockImplementation(async (id, what) => {
    if (what.sealed === true && lost === 0)
      await promoteVersion(lab, { name: 'm', alias: 'champion', version: 'v2', by: 'operator' });
    if (what.decision === undefined || lost === times) return change(id, what);
    lost += 1;
    throw new TransientError('the table is away');
  });
  const training = await lab.train(await lab.put('b', FIRST), {}, { promotion: 'always' });
  spy.mockRestore();
  expect([lost, await lab.champion(), await lab.challenger()]).toEqual([times, 'v2', 'v3']);
  expect(training).toMatchObject({
    status: 'succeeded',
    newVersion: 'v3',
    decision: { outcome: 'challenger', champion: 'v1' },
  });
  expect(training.decision!.reason).toMatch(/^somebody promoted v2 meanwhile; the policy always promotes; /);
});

test('a training that was ended from outside before its alias is moved moves none', async () => {
  await lab.train(await lab.put('a', FIRST));
  const { change } = lab.trainings;
  const spy = jest.spyOn(lab.trainings, 'change').mockImplementation(async (id, what) => {
    if (what.sealed === true) {
      spy.mockRestore();
      await lab.invoke('FinishTraining', { step: 'fail', run_id: id, error: { Error: 'TIMED_OUT' } });
    }
    return change(id, what);
  });
  const training = await lab.train(await lab.put('b', more(FIRST, 1000)), {}, { promotion: 'always' });
  expect(training).toMatchObject({ status: 'failed', failure: { code: 'TIMED_OUT' } });
  expect(await lab.champion()).toBe('v1');
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
    const training = await lab.train(await lab.put('b', more(FIRST, 1000)), {}, policy);
    expect(training).toMatchObject({ status: 'succeeded', newVersion: 'v2', decision: { outcome } });
    expect(await lab.failureOf(training)).toBeUndefined();
    expect(await lab.registry.listVersions('m')).toHaveLength(2);
    for (const step of lost) if (step !== end) expect(stepOf(training, step).attempts).toBe(2);
    expect([lost.has(end), lost.size]).toEqual([true, 7]);
  });

  test('and a check that ends the run', async () => {
    await lab.train(await lab.put('a', FIRST));
    loseAnswers();
    const training = await lab.train('a', {}, { minimum_new_rows: 1 });
    expect(training).toMatchObject({ status: 'succeeded', decision: { outcome: 'skipped' } });
    expect(await lab.failureOf(training)).toBeUndefined();
  });
});
