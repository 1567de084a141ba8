import { encodeRareLevels } from '../../../../lib/learning/rare-levels/encode-rare-levels.ts';
import { shrinkLevel } from '../../../../lib/learning/rare-levels/fit-prior.ts';
import type { LevelFeature } from '../../../../lib/learning/table/encode-leads.ts';
import { dealParts } from '../../../../lib/learning/trainers/scorecard-features.ts';
import { range, take } from '../../../../lib/typed-arrays.ts';

/** 40 levels of 8 leads, half of which convert nearly always and half nearly never; one level of 60; missing ones. */
function makeLeads() {
  const codes: number[] = [];
  const labels: number[] = [];
  for (let level = 0; level < 40; level++) {
    for (let i = 0; i < 8; i++) {
      codes.push(level);
      labels.push(i < 7 === (level % 2 === 0) ? 1 : 0);
    }
  }
  for (let i = 0; i < 60; i++) {
    codes.push(40);
    labels.push(i % 3 === 0 ? 1 : 0);
  }
  for (let i = 0; i < 10; i++) {
    codes.push(41);
    labels.push(i % 2);
  }
  const feature: LevelFeature = {
    kind: 'level',
    field: 'company',
    levels: Array.from({ length: 41 }, (_, i) => `Firm ${i}`),
    codes: Uint8Array.from(codes),
  };
  return { feature, labels: Uint8Array.from(labels) };
}

test('a lead sees its level by the leads of other parts only; a new lead by all of them', () => {
  const { feature, labels } = makeLeads();
  const rows = range(labels.length);
  const { rare, effects, prior } = encodeRareLevels(feature, { labels, rows }, 20)!;
  const parts = dealParts(take(labels, rows), 10);
  for (const row of rows) {
    const level = feature.codes[row]!;
    const others = rows.filter((i) => feature.codes[i] === level && parts.of[i] !== parts.of[row]);
    const converted = others.filter((i) => labels[i] === 1).length;
    expect(rare.values[row]).toBe(level < 40 ? shrinkLevel(prior, others.length, converted) : 0);
  }
  expect(effects[0]).toBe(shrinkLevel(prior, 8, 7));
  expect(effects[1]).toBe(shrinkLevel(prior, 8, 1));
  expect(effects[40]).toBe(0);
});

test('leads of one group tell nothing of each other; where times are given, later leads nothing of earlier ones', () => {
  const { feature, labels } = makeLeads();
  const rows = range(labels.length);
  // Each level's leads are one group: nothing is left to estimate them by.
  const groups = Uint32Array.from(feature.codes);
  const grouped = encodeRareLevels(feature, { labels, rows, groups }, 20)!;
  expect(grouped.rare.values.every((value) => value === 0)).toBe(true);
  expect(grouped.effects[0]).not.toBe(0);
  expect(encodeRareLevels(feature, { labels, rows, groups: groups.map((g) => g % 3) }, 20)).toBeUndefined();

  const times = Float64Array.from(rows, (row) => (row * 7) % labels.length);
  const { rare, prior } = encodeRareLevels(feature, { labels, rows, times }, 20)!;
  const part = (row: number) => Math.floor((10 * times[row]!) / labels.length);
  for (const row of rows.subarray(0, 320)) {
    const earlier = rows.filter((i) => feature.codes[i] === feature.codes[row] && part(i) < part(row));
    const converted = earlier.filter((i) => labels[i] === 1).length;
    expect(rare.values[row]).toBe(shrinkLevel(prior, earlier.length, converted));
  }
  const same = encodeRareLevels(feature, { labels, rows, times: times.fill(Number.NaN) }, 20)!;
  expect(same.rare.values.every((value) => value === 0)).toBe(true);
});

test('leads outside of the fit change nothing', () => {
  const { feature, labels } = makeLeads();
  const rows = range(labels.length).filter((row) => row % 5 !== 0);
  const flipped = labels.map((label, row) => (row % 5 === 0 ? 1 - label : label));
  const [before, after] = [labels, flipped].map(
    (each) => encodeRareLevels(feature, { labels: each, rows }, 20)!,
  );
  expect(after!.rare.values).toEqual(before!.rare.values);
  expect(after!.effects).toEqual(before!.effects);
});

test('frequent levels and missing ones stay as they are, the rare ones become one', () => {
  const { feature, labels } = makeLeads();
  const { frequent } = encodeRareLevels(feature, { labels, rows: range(labels.length) }, 20)!;
  expect(frequent!.levels).toEqual(['Firm 40', '']);
  expect([...new Set(frequent!.codes)]).toEqual([1, 0, 2]);
});

test('parts of a date, and columns without rare levels, are left alone', () => {
  const { feature, labels } = makeLeads();
  const set = { labels, rows: range(labels.length) };
  expect(encodeRareLevels({ ...feature, part: 'hour' }, set, 20)).toBeUndefined();
  expect(encodeRareLevels(feature, set, 1)).toBeUndefined();
});
