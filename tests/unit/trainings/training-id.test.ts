import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { timeOrderedId } from '../../../lib/trainings/training-id.ts';

test('ids are UUIDs of version 7 that sort by their time', () => {
  const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
  fc.assert(
    fc.property(time, time, (a, b) => {
      const [x, y] = [a, b].map((at) => timeOrderedId(new Date(at), randomUUID()));
      expect(x).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      if (a !== b) expect(x! < y!).toBe(a < b);
    }),
  );
});

test('the same time and the same random part give the same id', () => {
  const [at, random] = [new Date(1_700_000_000_000), randomUUID()];
  expect(timeOrderedId(at, random)).toBe(timeOrderedId(at, random));
  expect(timeOrderedId(at, randomUUID())).not.toBe(timeOrderedId(at, random));
});
