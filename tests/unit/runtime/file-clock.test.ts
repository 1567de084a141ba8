import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readClockOffset, writeClockOffset } from '../../../lib/runtime/clock-file.ts';
import { createFileClock } from '../../../lib/runtime/file-clock.ts';
import { openWorld } from '../../../lib/runtime/open-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorelane-clock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const DAY_MS = 86_400_000;

/** How far it runs ahead, days. Tests of days do not depend on how long the machine takes. */
const daysAhead = (clock: { now(): Date }): number =>
  Math.round((clock.now().getTime() - Date.now()) / DAY_MS);

test('the clock is the machine’s as long as there is no file, and again when it is gone', async () => {
  const path = join(folder, 'none.json');
  const clock = createFileClock(path);
  expect(daysAhead(clock)).toBe(0);
  await writeClockOffset(path, 21 * DAY_MS);
  expect(daysAhead(clock)).toBe(21);
  await writeClockOffset(path, 0);
  expect(daysAhead(clock)).toBe(0);
});

test('the next time that is asked for is that of the newest file, however often it is replaced', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 1, maxLength: 20 }),
      async (days) => {
        const path = join(folder, 'often.json');
        const clock = createFileClock(path);
        for (const day of days) {
          await writeClockOffset(path, day * DAY_MS);
          expect([daysAhead(clock) + 0, readClockOffset(path) / DAY_MS]).toEqual([day, day]);
        }
      },
    ),
    { numRuns: 50 },
  ));

test('a file that is written over in place, with its time of change set back, is seen as well', () => {
  const path = join(folder, 'in-place.json');
  writeFileSync(path, `{"offset_ms": ${3 * DAY_MS}}`);
  const clock = createFileClock(path);
  const { atime, mtime } = statSync(path);
  expect(daysAhead(clock)).toBe(3);
  writeFileSync(path, `{"offset_ms": ${4 * DAY_MS}}`);
  utimesSync(path, atime, mtime);
  expect(daysAhead(clock)).toBe(4);
});

test.each([
  '',
  '{}',
  'null',
  '[]',
  '{"offset_ms": "1"}',
  '{"offset_ms": 1.5}',
  '{"offset_ms": 1e15}',
  '{"off',
])('a file that says %j is refused, and what to do is said', (text) => {
  const path = join(folder, 'wrong.json');
  writeFileSync(path, text);
  expect(() => createFileClock(path).now()).toThrow(
    'expected {"offset_ms": …} with a whole number of milliseconds, got',
  );
  expect(() => readClockOffset(path)).toThrow('Delete the file: the clock is the machine’s then.');
});

test('what a composition root gives its function follows the file where a setting names one', async () => {
  const path = join(folder, 'root.json');
  const [{ clock }] = openWorld({}, [], { CLOCK_FILE: path });
  const [{ clock: machine }] = openWorld({}, [], {});
  await writeClockOffset(path, -5 * DAY_MS);
  expect([daysAhead(clock), daysAhead(machine) + 0]).toEqual([-5, 0]);
});
