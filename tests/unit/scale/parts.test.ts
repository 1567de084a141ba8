import fc from 'fast-check';
import { EventQueue } from '../../../infra/scale/event-queue.ts';
import { layOutFile } from '../../../infra/scale/file-layout.ts';
import { pageUnits } from '../../../infra/scale/page-units.ts';
import { RateLimit } from '../../../infra/scale/rate-limit.ts';
import { memoryOf } from '../../../infra/scale/weigh-limits.ts';

test('events happen in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const events = new EventQueue();
      const happened: (readonly [number, number])[] = [];
      times.forEach((seconds, i) => {
        events.after(seconds, () => happened.push([events.now, i]));
      });
      events.run(() => false);
      const expected = times.map((seconds, i) => [seconds, i] as const);
      expect(happened).toEqual(expected.sort((a, b) => a[0] - b[0] || a[1] - b[1]));
    }),
  );
});

test('nothing happens in the past', () => {
  expect(() => new EventQueue().after(-1, () => {})).toThrow('expected seconds from now on');
});

test('what comes at once within a second is served, the rest as it is its turn', () => {
  const limit = new RateLimit(10);
  const waits = Array.from({ length: 15 }, () => limit.take(0, 1, 10)!);
  expect(waits.slice(0, 10)).toEqual(Array(10).fill(0));
  expect(waits.at(-1)).toBeCloseTo(0.5, 9);
  expect(limit.take(0, 1, 0.1)).toBeUndefined();
  expect(limit.take(5, 1, 0)).toBe(0);
});

test('a table that grows takes twice its peak after half an hour', () => {
  const limit = new RateLimit(10, true);
  for (let i = 0; i < 10; i++) limit.take(0, 1, 0);
  const waits = Array.from({ length: 20 }, () => limit.take(1800, 1, 10)!);
  expect(waits.at(-1)).toBe(0);
});

test('chunks, one behind the other, are the file', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9_000_000_000 }),
      fc.integer({ min: 50, max: 200 }),
      (rows, rowBytes) => {
        const layout = layOutFile(rows, rowBytes, 2 ** 23);
        expect(layout.endOf(layout.chunks)).toBe(rows * rowBytes);
        expect(layout.rowsOf(layout.chunks)).toBeGreaterThan(0);
        expect((layout.chunks - 1) * layout.chunkRows + layout.rowsOf(layout.chunks)).toBe(rows);
        // S3 joins no more.
        expect(layout.chunks).toBeLessThanOrEqual(10_000);
      },
    ),
  );
});

test('ten billion rows of 158 bytes, on paper', () => {
  const layout = layOutFile(10_000_000_000, 158, 2 ** 23);
  // 1.58 TB ÷ 9,000, whole rows: 1,111,111 of them.
  expect([layout.chunkRows, layout.chunks, layout.pages]).toEqual([1_111_111, 9001, 181]);
  // 16 GiB are 97.86 chunks, so the leg ends with the 98th.
  expect(layout.endOfLeg(0)).toBe(98);
});

test('a leg ends, and the legs end', () => {
  const layout = layOutFile(1_000_000_000, 158, 2 ** 23);
  const ends: number[] = [];
  for (let end = 0; end < layout.chunks; ends.push(end)) end = layout.endOfLeg(end);
  expect(ends).toHaveLength(10);
  expect(ends.at(-1)).toBe(layout.chunks);
});

test('a page costs a unit at first, and three when it is full', () => {
  const chunk = { bytes: 8_388_608, rows: 53_093 };
  expect(pageUnits(1, chunk)).toEqual({ write: 1, read: 1 });
  expect(pageUnits(50, chunk)).toEqual({ write: 3, read: 1 });
});

test('memory is that which was measured, and between two of them in between', () => {
  const memory = [
    { chunkBytes: 10, peakMegabytes: 100 },
    { chunkBytes: 20, peakMegabytes: 300 },
  ];
  expect([5, 10, 15, 20].map((bytes) => memoryOf(bytes, { memory } as never))).toEqual([100, 100, 200, 300]);
});
