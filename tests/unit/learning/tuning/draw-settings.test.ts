import fc from 'fast-check';
import { TRAINER_SETTINGS } from '../../../../lib/contract/trainer-settings.ts';
import { TRAINERS } from '../../../../lib/contract/training-words.ts';
import { countSettings, drawSettings } from '../../../../lib/learning/tuning/draw-settings.ts';

const names = TRAINER_SETTINGS.map(({ name }) => name);
const inputs = fc.record({
  trainer: fc.constantFrom(...TRAINERS),
  count: fc.integer({ min: 2, max: 60 }),
  told: fc.subarray(names),
  seed: fc.nat(),
});

test('settings are all different, begin with no change, and touch nothing that was given', () => {
  fc.assert(
    fc.property(inputs, ({ trainer, count, told, seed }) => {
      const drawn = drawSettings(trainer, { count, told }, seed);
      expect(drawn[0]).toEqual({});
      expect(new Set(drawn.map((settings) => JSON.stringify(settings))).size).toBe(drawn.length);
      expect(drawn.length).toBe(countSettings(trainer, { count, told }));
      expect(drawn.length).toBeLessThanOrEqual(count);
      for (const [name, value] of drawn.flatMap((settings) => Object.entries(settings))) {
        expect(told).not.toContain(name);
        const { search, default: usual } = TRAINER_SETTINGS.find((setting) => setting.name === name)!.of[
          trainer
        ]!;
        expect(search).toContain(value);
        expect(value).not.toBe(usual);
      }
    }),
  );
});

test('a seed draws the same, another seed draws others', () => {
  const draw = (seed: number) => drawSettings('boosted', { count: 20, told: [] }, seed);
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test('a small space is tried whole', () => {
  const drawn = drawSettings('gradient-descent', { count: 100, told: [] }, 1);
  expect(drawn.map(({ epochs }) => epochs ?? 300).sort((a, b) => a - b)).toEqual([30, 100, 300, 1000, 3000]);
});
