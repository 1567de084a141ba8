import { BROKEN_BUILDS } from './broken-builds.ts';
import { openEmulatorStores } from './emulator-stores.ts';
import { findViolation } from './find-violation.ts';
import { createMemoryStores } from './memory-stores.ts';

/** The short form of `npm run faults`. */
const SEED = 20261121;

test('500 schedules of faults in memory: nothing that was accepted is lost', async () => {
  const make = async () => ({ stores: createMemoryStores() });
  expect(await findViolation({ seed: SEED, schedules: 500, make })).toBeUndefined();
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
});
