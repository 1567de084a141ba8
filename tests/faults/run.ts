import { parseArgs } from 'node:util';
import { BROKEN_BUILDS } from './broken-builds.ts';
import { openEmulatorStores } from './emulator-stores.ts';
import { findViolation, type Search } from './find-violation.ts';
import { createMemoryStores } from './memory-stores.ts';

/**
 * npm run faults [-- --schedules 10000 --emulated 200 --seed 1]: schedules of faults in memory and over the emulators, and
 * whether builds that are broken on purpose are found. One seed makes one run; a failure is shrunk and printed.
 */
const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '10000' },
    emulated: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const seed = Number(values.seed);
console.log(`seed ${seed}`);
let failed = false;

async function run(what: string, search: Omit<Search, 'seed'>): Promise<void> {
  const start = performance.now();
  const report = await findViolation({ seed, ...search });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (report === undefined) {
    console.log(`${search.schedules.toLocaleString('en-US')} schedules ${what}: nothing lost, ${seconds} s`);
    return;
  }
  failed = true;
  console.log(`${what}: FAILED after ${seconds} s\n${report}`);
}

await run('in memory', {
  schedules: Number(values.schedules),
  make: async () => ({ stores: createMemoryStores() }),
});
const emulators = await openEmulatorStores();
await run('over the emulators', {
  schedules: Number(values.emulated),
  make: async () => ({ stores: await emulators.fresh() }),
});
await emulators.close();

for (const [name, make] of Object.entries(BROKEN_BUILDS)) {
  const report = await findViolation({ seed, schedules: 5000, make: async () => make() });
  const [found] = /Violation: .*/.exec(report ?? '') ?? [];
  if (found === undefined) failed = true;
  console.log(`broken build “${name}”: ${found === undefined ? 'NOT FOUND' : `found (${found})`}`);
}
process.exitCode = failed ? 1 : 0;
