import { findLeakSuspects } from '../../../../lib/learning/profile/find-leak-suspects.ts';
import { profileLeads } from '../../../../lib/learning/profile/profile-leads.ts';
import { readLeads } from '../../../../lib/learning/table/read-leads.ts';
import { makeLeakTable, RATES, SIZES, scoreLeaks } from '../../../support/leak-tables.ts';

/** Tables of eight leaks and eight honest columns; the whole of it, three of each kind, is in ADR 48. */
function* makeTables(sizes: readonly number[], rates: readonly number[]) {
  for (const rows of sizes)
    for (const rate of rates) yield makeLeakTable(rows, rate, 1000 + rows + Math.round(100 * rate));
}

const suspectsOf = (csv: string): string[] =>
  profileLeads({ data: csv, target: 'converted', positive: '1' }).leak_suspects.flatMap(
    ({ column, grade }) => (grade === 'suspect' ? [column] : []),
  );
const sumOf = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

test('known leaks are suspected, honest strong columns are not', () => {
  const small = SIZES.filter((rows) => rows <= 1000);
  const { tables, found, alarms } = scoreLeaks(makeTables(small, RATES), suspectsOf);
  expect(tables).toBe(10);
  expect(sumOf(alarms)).toBe(0);
  // Of 300 leads of which 2 % convert a leak of six leads cannot be told from chance.
  expect(sumOf(found)).toBeGreaterThanOrEqual(0.85 * 8 * tables);
  for (const name of ['leak_deal_id', 'leak_revenue']) expect(found).toMatchObject({ [name]: tables });
});

test('from a thousand leads on, with a base rate of up to a tenth, every leak is', () => {
  const { tables, found, alarms } = scoreLeaks(makeTables([2000, 5000], [0.05, 0.1]), suspectsOf);
  expect(sumOf(alarms)).toBe(0);
  expect(sumOf(found)).toBe(8 * tables);
});

test('training finds what the profile does', () => {
  for (const { csv } of makeTables([1000], [0.05, 0.25])) {
    const source = { data: csv, target: 'converted', positive: '1' };
    let found: unknown;
    readLeads({ ...source, force: true }, 1, (leads) => {
      found = findLeakSuspects(leads, undefined).suspects;
    });
    expect(found).toEqual(profileLeads(source).leak_suspects);
  }
});
