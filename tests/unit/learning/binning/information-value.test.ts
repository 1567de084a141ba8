import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { informationValue } from '../../../../lib/learning/binning/information-value.ts';
import type { LevelFeature, NumberFeature } from '../../../../lib/learning/table/encode-leads.ts';
import { countClasses } from '../../../../lib/statistics/count-classes.ts';
import { binNumbers } from '../../../../lib/statistics/quantile-edges.ts';
import { makeBinTable } from '../../../../lib/statistics/weight-of-evidence.ts';
import { everyRow, readSampleLeads } from '../../../support/sample-leads.ts';
// pandas 3.0.6; golden/scorecard.py says how.
import golden from '../golden/scorecard.json' with { type: 'json' };

const text = readFileSync(join(__dirname, '../golden/leads.csv'), 'utf8');
const { features, labels } = readSampleLeads(text, ['lead_id', 'first_contact']);
const rows = everyRow(labels.length);
const find = (field: string) => features.find((feature) => feature.field === field)!;

test.each(['country', 'demo_requested', 'email_opened', 'industry', 'source'] as const)(
  '%s agrees with pandas',
  (field) => {
    expect(informationValue(find(field), labels, rows)).toBeCloseTo(golden.tables[field].iv, 12);
  },
);

test('a number in given bins agrees with pandas', () => {
  const { values } = find('visits') as NumberFeature;
  const codes = binNumbers(values, Float64Array.from(golden.edges));
  const { total, converted } = countClasses(codes, golden.edges.length + 2, labels, rows);
  const { bins, iv } = makeBinTable(total, converted);
  expect(iv).toBeCloseTo(golden.tables.visits.iv, 12);
  for (const [bin, expected] of Object.entries(golden.tables.visits.bins)) {
    const { rows, converted, woe } = bins[Number(bin)]!;
    expect({ rows, converted }).toEqual({ rows: expected.rows, converted: expected.converted });
    expect(woe).toBeCloseTo(expected.woe, 12);
  }
});

const number = (values: readonly number[]): NumberFeature => ({
  kind: 'number',
  field: 'n',
  values: Float64Array.from(values),
});
const level = (levels: readonly string[], codes: readonly number[]): LevelFeature => ({
  kind: 'level',
  field: 'l',
  levels,
  codes: Uint16Array.from(codes),
});
const halves = Uint8Array.from({ length: 200 }, (_, i) => Number(i < 100));
const all = everyRow(halves.length);

test('a number that separates the classes has much, one that does not has about none', () => {
  const rank = number(Array.from(halves.keys()));
  const parity = number(Array.from(halves, (_, i) => i % 2));
  expect(informationValue(rank, halves, all)).toBeGreaterThan(3);
  expect(informationValue(parity, halves, all)).toBe(0);
});

test('missing is a bin of its own', () => {
  const missing = number(Array.from(halves, (label) => (label === 1 ? Number.NaN : 7)));
  expect(informationValue(missing, halves, all)).toBeGreaterThan(3);
  const blank = level(
    ['a'],
    Array.from(halves, (label) => label),
  );
  expect(informationValue(blank, halves, all)).toBeGreaterThan(3);
});

test('levels in fewer than 20 leads share a bin', () => {
  // 10 levels of 10 leads each separate the classes half by half only together with their like.
  const codes = Array.from(halves, (_, i) => Math.floor(i / 10));
  const names = Array.from({ length: 20 }, (_, i) => `level ${i}`);
  expect(informationValue(level(names, codes), halves, all)).toBe(0);
  const wide = Array.from(halves, (_, i) => Math.floor(i / 20));
  expect(informationValue(level(names, wide), halves, all)).toBeGreaterThan(3);
});

test('leads at other rows do not count', () => {
  const values = Array.from(halves, (label, i) => (i < 10 ? label * 1000 : i % 2));
  expect(informationValue(number(values), halves, all.slice(10))).toBeLessThan(0.01);
});

test('leads of one class have none', () => {
  expect(informationValue(number(Array.from(halves.keys())), halves, all.slice(0, 100))).toBe(0);
});

test('the order of the levels does not matter', () => {
  const codes = Array.from(halves, (label, i) => (i % 3 === 0 ? 2 : label));
  const turned = codes.map((code) => [1, 0, 2][code]!);
  expect(informationValue(level(['b', 'a', 'c'], turned), halves, all)).toBeCloseTo(
    informationValue(level(['a', 'b', 'c'], codes), halves, all),
    12,
  );
});
