import { besideProgress, createProgress, drawBar } from '../../../../cli/terminal/progress.ts';

/** A stream and a clock of the test's own. */
function makeWorld(isTTY: boolean, columns = 80) {
  let time = 0;
  const written: string[] = [];
  const stream = { isTTY, columns, write: (text: string) => written.push(text) > 0 };
  return {
    stream: stream as unknown as NodeJS.WriteStream,
    now: () => time,
    pass: (ms: number) => {
      time += ms;
    },
    written,
  };
}

const CLEAR = '\r\u001b[K';
const before = { ...process.env };
beforeEach(() => {
  delete process.env.COLUMNS;
  process.env.NO_COLOR = '1';
});
afterAll(() => {
  process.env = before;
});

test('on a terminal one line changes in place, and goes at the end', () => {
  const world = makeWorld(true);
  const progress = createProgress(false, world);
  progress.show({ what: 'Measuring', done: 0, total: 40, unit: 'fits' });
  world.pass(2000);
  progress.show({ what: 'Measuring', done: 10, total: 40, unit: 'fits' });
  expect(world.written).toEqual([`\rMeasuring ${drawBar(0.25)} 10 of 40 fits, 5.0/s, 6 s left\u001b[K`]);
  world.pass(50);
  progress.show({ what: 'Measuring', done: 11, total: 40, unit: 'fits' });
  expect(world.written).toHaveLength(1);
  progress.end();
  progress.end();
  expect(world.written.slice(1)).toEqual([CLEAR]);
});

test('work of less than a second says nothing', () => {
  const world = makeWorld(true);
  const progress = createProgress(false, world);
  progress.show({ what: 'Reading' });
  world.pass(900);
  progress.show({ what: 'Reading' });
  progress.end();
  expect(world.written).toEqual([]);
});

test('without a total there are count, rate and time; bytes are told as sizes', () => {
  const world = makeWorld(true);
  const progress = createProgress(false, world);
  progress.show({ what: 'Reading', done: 0, unit: 'bytes' });
  world.pass(2000);
  progress.show({ what: 'Reading', done: 30e6, unit: 'bytes' });
  expect(world.written).toEqual(['\rReading 30 MB, 15 MB/s, 2 s\u001b[K']);
  progress.end();
});

test('what was done before counts for the bar, not for the rate', () => {
  const world = makeWorld(true);
  const progress = createProgress(false, world);
  progress.show({ what: 'Scoring', done: 50e6, total: 100e6, unit: 'bytes' });
  world.pass(5000);
  progress.show({ what: 'Scoring', done: 60e6, total: 100e6, unit: 'bytes' });
  expect(world.written.at(-1)).toBe(`\rScoring ${drawBar(0.6)} 60 % of 100 MB, 2.0 MB/s, 20 s left\u001b[K`);
  world.pass(5000);
  // A file in Latin-1 becomes larger on the way.
  progress.show({ what: 'Scoring', done: 120e6, total: 100e6, unit: 'bytes' });
  expect(world.written.at(-1)).toContain(`${drawBar(1)} 100 % of 100 MB`);
  progress.end();
});

test('a narrow terminal has no bar, and no line is wider than it', () => {
  const world = makeWorld(true, 30);
  const progress = createProgress(false, world);
  progress.show({ what: 'Measuring', done: 0, total: 40, unit: 'fits' });
  world.pass(2000);
  progress.show({ what: 'Measuring', done: 10, total: 40, unit: 'fits' });
  expect(world.written).toEqual(['\rMeasuring 10 of 40 fits, 5.0…\u001b[K']);
  progress.end();
});

test('what is printed meanwhile stands above it', () => {
  const world = makeWorld(true);
  const progress = createProgress(false, world);
  progress.show({ what: 'Reading' });
  world.pass(1500);
  progress.show({ what: 'Reading' });
  besideProgress(() => world.written.push('a note\n'));
  expect(world.written).toEqual(['\rReading 2 s\u001b[K', CLEAR, 'a note\n', '\rReading 2 s\u001b[K']);
  progress.end();
  besideProgress(() => world.written.push('the end\n'));
  expect(world.written.slice(-2)).toEqual([CLEAR, 'the end\n']);
});

test('elsewhere a line comes at most every ten seconds, and only with news', () => {
  const world = makeWorld(false);
  const progress = createProgress(false, world);
  const lines: string[][] = [];
  for (let second = 0; second <= 120; second++) {
    // 5 % in the first half minute, then it stands still for a minute.
    progress.show({
      what: 'Scoring',
      done: Math.min(second, 30) + Math.max(0, second - 90),
      total: 200,
      unit: 'rows',
    });
    lines.push([`${second}`, world.written.splice(0).join('')]);
    world.pass(1000);
  }
  progress.end();
  const told = lines.filter(([, text]) => text !== '').map(([second]) => Number(second));
  expect(told[0]).toBe(10);
  expect(told).toContain(30);
  for (let i = 1; i < told.length; i++) expect(told[i]! - told[i - 1]!).toBeGreaterThanOrEqual(10);
  expect(told.length).toBeLessThanOrEqual(5);
});

test('nothing at all for programs', () => {
  const world = makeWorld(true);
  const progress = createProgress(true, world);
  progress.show({ what: 'Reading' });
  world.pass(5000);
  progress.show({ what: 'Reading' });
  progress.end();
  expect(world.written).toEqual([]);
});
