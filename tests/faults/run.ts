import { parseArgs } from 'node:util';
import { BROKEN_BUILDS, BROKEN_JOB_BUILDS } from './broken-builds.ts';
import { openEmulatorStores } from './emulator-stores.ts';
import { findJobViolation, findViolation } from './find-violation.ts';
import { killStores } from './kill-stores.ts';
import { createMemoryStores } from './memory-stores.ts';

/**
 * npm run faults [-- --schedules 10000 --emulated 200 --kills 20 --seed 1]: schedules of faults in memory and over the
 * emulators, emulators that are killed while they write, and whether builds that are broken on purpose are found. One seed
 * makes one run; a failure is shrunk and printed.
 */
const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '10000' },
    emulated: { type: 'string', default: '200' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const seed = Number(values.seed);
console.log(`seed ${seed}`);
let failed = false;

async function run(
  what: string,
  schedules: number,
  find: (schedules: number) => Promise<string | undefined>,
): Promise<void> {
  const start = performance.now();
  const report = await find(schedules);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (report === undefined) {
    console.log(`${schedules.toLocaleString('en-US')} schedules ${what}: nothing lost, ${seconds} s`);
    return;
  }
  failed = true;
  console.log(`${what}: FAILED after ${seconds} s\n${report}`);
}

const inMemory = async () => ({ stores: createMemoryStores() });
const [many, few] = [Number(values.schedules), Number(values.emulated)];
await run('in memory', many, (schedules) => findViolation({ seed, schedules, make: inMemory }));
await run('of jobs in memory', many, (schedules) => findJobViolation({ seed, schedules, make: inMemory }));
const emulators = await openEmulatorStores();
const emulated = async () => ({ stores: await emulators.fresh() });
await run('over the emulators', few, (schedules) => findViolation({ seed, schedules, make: emulated }));
await run('of jobs over the emulators', few, (schedules) =>
  findJobViolation({ seed, schedules, make: emulated }),
);
await emulators.close();
await run('of kills while the emulators write', Number(values.kills), (kills) => killStores(seed, kills));

const broken: [string, () => Promise<string | undefined>][] = [
  ...Object.entries(BROKEN_BUILDS).map(([name, make]): (typeof broken)[number] => [
    name,
    () => findViolation({ seed, schedules: 5000, make: async () => make() }),
  ]),
  ...Object.entries(BROKEN_JOB_BUILDS).map(([name, build]): (typeof broken)[number] => [
    `of jobs: ${name}`,
    () =>
      findJobViolation({
        seed,
        schedules: 5000,
        make: async () => ({ stores: createMemoryStores(), build }),
      }),
  ]),
];
for (const [name, search] of broken) {
  const report = await search();
  const [found] = /Violation: .*/.exec(report ?? '') ?? [];
  if (found === undefined) failed = true;
  console.log(`broken build “${name}”: ${found === undefined ? 'NOT FOUND' : `found (${found})`}`);
}
process.exitCode = failed ? 1 : 0;
