import { BROKEN_BUILDS, BROKEN_JOB_BUILDS } from './broken-builds.ts';
import { openEmulatorStores } from './emulator-stores.ts';
import { findJobViolation, findViolation } from './find-violation.ts';
import { killStores } from './kill-stores.ts';
import { createMemoryStores } from './memory-stores.ts';

/** The short form of `npm run faults`. */
const SEED = 20261121;

test('500 schedules of faults in memory: nothing that was accepted is lost', async () => {
  const make = async () => ({ stores: createMemoryStores() });
  expect(await findViolation({ seed: SEED, schedules: 500, make })).toBeUndefined();
});

test('300 schedules of jobs: every one has its end, and the bytes that scoring in one go gives', async () => {
  const make = async () => ({ stores: createMemoryStores() });
  expect(await findJobViolation({ seed: SEED, schedules: 300, make })).toBeUndefined();
});

test('jobs over the emulators, by the real SDK', async () => {
  const emulators = await openEmulatorStores();
  try {
    const make = async () => ({ stores: await emulators.fresh() });
    expect(await findJobViolation({ seed: SEED, schedules: 5, make })).toBeUndefined();
  } finally {
    await emulators.close();
  }
});

test('the same over the emulators, by the real SDK', async () => {
  const emulators = await openEmulatorStores();
  try {
    const make = async () => ({ stores: await emulators.fresh() });
    expect(await findViolation({ seed: SEED, schedules: 10, make })).toBeUndefined();
  } finally {
    await emulators.close();
  }
});

test('emulators that are killed while they write: every row is listed once, as it was answered', async () => {
  expect(await killStores(SEED, 2)).toBeUndefined();
});

describe('a broken build is found, with the seed to find it again', () => {
  test.each(Object.keys(BROKEN_BUILDS))('%s', async (name) => {
    const report = await findViolation({
      seed: SEED,
      schedules: 2000,
      make: async () => BROKEN_BUILDS[name]!(),
    });
    expect(report).toContain(`seed: ${SEED}`);
    expect(report).toContain('Violation: ');
  });

  test.each(Object.entries(BROKEN_JOB_BUILDS))('of jobs: %s', async (_name, build) => {
    const make = async () => ({ stores: createMemoryStores(), build });
    expect(await findJobViolation({ seed: SEED, schedules: 1000, shrink: false, make })).toContain(
      'Violation: ',
    );
  });
});
