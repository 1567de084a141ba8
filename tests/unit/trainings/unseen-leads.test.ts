import { fingerprintLeads } from '../../../lib/learning/lead-fingerprints.ts';
import { encodeLeadsFile } from '../../../lib/learning/leads-file.ts';
import { type LeadSource, readLeads } from '../../../lib/learning/table/read-leads.ts';
import type { ModelVersion } from '../../../lib/registry/registry.ts';
import { findUnseen } from '../../../lib/trainings/unseen-leads.ts';
import { exampleArtifact } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

/** Of 120 leads, no two of which are equal, the champion has learned from the first hundred. */
const rows = Array.from({ length: 120 }, (_, i) => ({
  source: ['web', 'fair', 'mail'][i % 3]!,
  visits: String((i * 37) % 101),
  calls: String(i % 30),
  opened: i % 4 ? 'yes' : 'no',
  converted: i % 5 < 2 ? '1' : '0',
}));
type Row = Readonly<Record<string, string>>;
const csv = (leads: readonly Row[]) =>
  `${[Object.keys(leads[0]!), ...leads.map(Object.values)].map((cells) => cells.join(',')).join('\n')}\n`;
const read = (leads: readonly Row[], options: Partial<LeadSource> = {}) =>
  readLeads({ data: csv(leads), target: 'converted', force: true, ...options }, 1);

async function find(
  later: readonly Row[],
  { before = {}, now = {} }: { before?: Partial<LeadSource>; now?: Partial<LeadSource> } = {},
  tamper: (file: string) => string | undefined = (file) => file,
) {
  const { files } = createMemoryWorld();
  const first = read(rows.slice(0, 100), before);
  const example = exampleArtifact();
  const { sha256, converted, schema } = first;
  const lineage = { ...example.lineage, data_sha256: sha256, rows: 100, converted, target: 'converted' };
  const artifact = { ...example, schema, lineage };
  const file = tamper(encodeLeadsFile(artifact, fingerprintLeads(first.leads)!)!);
  if (file !== undefined) await files.write('models/m/v1/leads.json', Buffer.from(file), 'application/json');
  const record = { name: 'm', version: 'v1', files: ['leads.json'] } as Partial<ModelVersion> as ModelVersion;
  const found = await findUnseen(files, record, artifact, read(later, now));
  return typeof found === 'string' ? found : found.novel.reduce((sum, one) => sum + one, 0);
}
const change = (of: (row: Row, i: number) => Row) => rows.map((row, i) => ({ ...row, ...of(row, i) }));

test('the later leads are the unseen ones', async () => {
  expect(await find(rows)).toBe(20);
  expect(await find(rows.slice(80))).toBe(20);
  expect(await find(rows.slice(0, 100))).toBe(0);
});

test.each<[string, readonly Row[], Parameters<typeof find>[1], string]>([
  [
    'numbers that became text',
    change(({ calls }, i) => ({ calls: i > 110 ? 'many' : calls! })),
    {},
    '“calls” was a number and is a category now',
  ],
  [
    'yes and no that became three answers',
    change(({ opened }, i) => ({ opened: i > 110 ? 'maybe' : opened! })),
    {},
    '“opened” was a boolean and is a category now',
  ],
  [
    'a column that is gone',
    rows.map(({ visits: _, ...row }) => row),
    {},
    '“visits” is not learned from now: the file has no such column',
  ],
  [
    'a column that is dropped',
    rows,
    { now: { drop: ['visits'] } },
    '“visits” is not learned from now: named by --drop',
  ],
  [
    'a column of groups',
    rows,
    { now: { group: 'source' } },
    '“source” is not learned from now: the column of --group',
  ],
  [
    'other words for “missing”',
    rows,
    { before: { missing: ['mail'] } },
    'words that mean “missing” were mail, n/a, na, nan, none, null and are n/a, na, nan, none, null now',
  ],
])('nobody can tell with %s, and the text says why', async (_, later, options, why) => {
  expect(await find(later, options)).toBe(
    `v1 was trained on other columns (${why}), so it is not known which leads it has learned from`,
  );
});

test('what the first training left out does not matter', async () => {
  expect(await find(rows, { before: { drop: ['calls'] } })).toBe(20);
  expect(await find(rows, { before: { group: 'source' } })).toBe(20);
});

test.each<[string, (file: string) => string | undefined, string]>([
  ['is not there', () => undefined, 'v1 was published without leads.json'],
  ['was cut', (file) => file.slice(0, 100), 'an invalid leads.json (leads.json: expected a JSON object'],
  [
    'is of another training',
    (file) => file.replace(/"data_sha256":"../, '"data_sha256":"zz'),
    'another training',
  ],
])('a leads.json that %s is told, and nothing is thrown', async (_, tamper, message) => {
  const found = await find(rows, {}, tamper);
  expect(found).toContain(message);
  expect(found).toMatch(/, so it is not known which leads it has learned from$/);
});
