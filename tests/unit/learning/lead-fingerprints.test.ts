import { findNovel } from '../../../lib/learning/find-novel.ts';
import { fingerprintLeads } from '../../../lib/learning/lead-fingerprints.ts';
import { type LeadSource, readLeads } from '../../../lib/learning/table/read-leads.ts';

/** Leads that say something of every kind, with gaps. */
const LINES = Array.from({ length: 200 }, (_, i) =>
  [
    ['web', 'fair', 'NA', ''][i % 4],
    i % 7 === 0 ? '' : i % 23,
    i % 3 === 0 ? 'yes' : 'no',
    `2026-0${1 + (i % 9)}-1${i % 10}`,
    i % 5 < 2 ? 1 : 0,
  ].join(','),
);
const HEAD = 'source,visits,opened,first_contact,converted';
const csv = (lines: readonly string[], head = HEAD) => `${[head, ...lines].join('\n')}\n`;
const print = (data: string, options: Partial<LeadSource> = {}) => {
  const { leads } = readLeads({ data, target: 'converted', ...options }, 1);
  return fingerprintLeads(leads)!;
};
const sorted = ({ keys }: { readonly keys: Float64Array }) => [...keys].sort((a, b) => a - b);

const BEFORE = print(csv(LINES));
/** How many leads of a later file are new, by what they are now. */
function countNew(data: string, options: Partial<LeadSource> = {}) {
  const { leads } = readLeads({ data, target: 'converted', ...options }, 2);
  const now = fingerprintLeads(leads, BEFORE.features);
  return now && findNovel(now.keys, BEFORE.keys).novel.reduce((sum, one) => sum + one, 0);
}

test('a key is a whole number below 2⁵³', () => {
  expect(BEFORE.keys.every((key) => Number.isSafeInteger(key) && key >= 0)).toBe(true);
});

describe('the same leads are known again in a file', () => {
  const rewritten = LINES.map((line) => {
    const [source, visits, opened, day, converted] = line.split(',');
    return [converted, `${day}T00:00:00`, opened === 'yes' ? 'TRUE' : 'f', `"${visits}"`, source].join(';');
  });
  test.each([
    ['of another order', csv(LINES.toReversed())],
    ['of another form', csv(rewritten, 'converted;first_contact;opened;visits;source')],
    [
      'with a column more',
      csv(
        LINES.map((line, i) => `${line},${i % 3}`),
        `${HEAD},more`,
      ),
    ],
  ])('%s', (_, data) => expect(countNew(data)).toBe(0));

  test('whose later leads have decimals, gaps, new levels, times of day and years', () => {
    const later = Array.from(
      { length: 50 },
      (_, i) => `new level,${i + 0.5},,20${10 + i}-03-04T15:00:00,${i % 2}`,
    );
    expect(countNew(csv([...LINES, ...later]))).toBe(50);
  });

  test('in which those that were open have converted', () => {
    const won = LINES.map((line, i) => (i % 10 === 3 ? `${line.slice(0, -1)}1` : line));
    expect(countNew(csv(won))).toBe(0);
  });

  test('in whatever way the training prepares them', () => {
    // The order is the seed's; the features are not those of the preparation, nor clipped, filled or folded.
    const { leads } = readLeads({ data: csv(LINES), target: 'converted' }, 99);
    expect(sorted(fingerprintLeads(leads)!)).toEqual(sorted(BEFORE));
  });

  test('whose outcome comes from a second file', () => {
    const people = csv(
      LINES.map((line, i) => `${line.slice(0, line.lastIndexOf(','))},k${i}`),
      'source,visits,opened,first_contact,key',
    );
    const won = LINES.flatMap((line, i) => (line.endsWith('1') ? [`k${i}`] : []));
    const joined = { data: csv(won, 'key') };
    expect(sorted(print(people, { joined, on: 'key' }))).toEqual(sorted(BEFORE));
  });
});

test('every bit pattern of NaN is the same missing value', () => {
  const bits = Uint32Array.of(0, 0x7ff80000, 1, 0xfff80000, 7, 0x7fffffff);
  const values = new Float64Array(bits.buffer);
  const feature = { kind: 'number', field: 'visits', values } as const;
  const { keys } = fingerprintLeads({ count: 3, features: [feature] })!;
  expect(new Set(keys).size).toBe(1);
});

test('leads that lack a feature have no fingerprints', () => {
  expect(
    countNew(
      csv(
        LINES.map((line) => line.slice(line.indexOf(',') + 1)),
        HEAD.slice(7),
      ),
    ),
  ).toBeUndefined();
});
