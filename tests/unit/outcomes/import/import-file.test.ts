import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { checkRows } from '../../../../cli/outcomes/import-rows.ts';
import type { EventByReference } from '../../../../lib/contract/outcome.ts';
import { toByteSource } from '../../../../lib/files/text/byte-source.ts';
import { createApi } from '../../../../lib/http/create-api.ts';
import { importFile } from '../../../../lib/outcomes/import/import-file.ts';
import { type OutcomeFile, parseOutcomeFile } from '../../../../lib/outcomes/import/outcome-file.ts';
import { outcomeRows } from '../../../../lib/outcomes/import/outcome-rows.ts';
import { parseMapping } from '../../../../lib/outcomes/import/read-mapping.ts';
import { leadKeyOf } from '../../../../lib/outcomes/scored-lead.ts';
import { createCaller } from '../../../support/call-api.ts';
import { createMemoryWorld, type MemoryWorld } from '../../../support/memory-world.ts';

const MAPPING = {
  ...{ reference: 'lead_id', outcome: 'stage', at: 'closed_on', value: 'amount' },
  ...{ converted: ['Won'], lost: ['Lost'], open: ['Reopened'], contacted: ['Called'], other: 'skip' },
};
const HEAD = 'lead_id,stage,closed_on,amount';
const fileOf = (key: string) => parseOutcomeFile(key) as OutcomeFile;
const KEY = 'outcomes/leads/crm.csv';
const REPORT = 'outcomes/leads/reports/crm.csv.json';

const put = (world: MemoryWorld, key: string, body: string | Uint8Array) =>
  world.files.write(key, typeof body === 'string' ? Buffer.from(body) : body, 'text/plain');
const inAnHour = ({ clock }: MemoryWorld) => new Date(clock.now().getTime() + 3_600_000);
async function run(
  rows: string | Uint8Array,
  { mapping = MAPPING as object, key = KEY, world = createMemoryWorld() } = {},
) {
  await put(world, 'outcomes/leads/mapping.json', JSON.stringify(mapping));
  await put(world, key, rows);
  return { world, report: await importFile(world, fileOf(key), inAnHour(world)) };
}
const text = (...rows: string[]) => `${[HEAD, ...rows].join('\n')}\n`;
const eventsOf = async ({ outcomes }: MemoryWorld, reference: string) =>
  // A file has no key.
  (await outcomes.readLead(leadKeyOf(reference))).events.map(({ sentBy: _, ...event }) => event);

const REFERENCES = ['00Q1', '00Q2', '00Q3'];
const row = fc
  .record({
    reference: fc.constantFrom(...REFERENCES, ''),
    stage: fc.constantFrom('Won', ' won ', 'LOST', 'Reopened', 'Called', 'Proposal', ''),
    on: fc.constantFrom('2026-01-02', '2026-01-03T10:00:00+02:00', '2026-02-30', 'soon', '2031-01-01', ''),
    amount: fc.constantFrom('', '12.5', '1200', 'much'),
  })
  .map(({ reference, stage, on, amount }) => [reference, stage, on, amount].join(','));

test('a file leads to the same events as the command on the same file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 12 }), async (rows) => {
      // So that the columns can be decided.
      const table = text('00Q1,Won,2026-01-01,3', ...rows);
      const { world: byFile, report } = await run(table);
      const byCommand = createMemoryWorld();
      const call = createCaller(createApi(byCommand, { info() {}, error() {} }));
      const sent: EventByReference[] = [];
      const mapped = parseMapping('mapping.json', MAPPING);
      const checked = await checkRows(
        { data: toByteSource(table), fileName: 'crm.csv' },
        {
          open: outcomeRows({ ...mapped, fileName: 'crm.csv' }),
          what: 'outcomes',
          send: async (items) => void sent.push(...items),
          reject: { onHeader() {}, onRow() {} },
          progress: { show() {}, end() {} } as never,
        },
      );
      await checked.sendAll(() => {});
      // The API refuses what lies in the future, and the command sets it aside.
      const known = sent.filter(({ occurred_at: at }) => !at.startsWith('2031'));
      const { body } = await call('POST', '/outcomes', { body: JSON.stringify(known) });
      for (const reference of REFERENCES)
        expect(await eventsOf(byFile, reference)).toEqual(await eventsOf(byCommand, reference));
      expect(report).toMatchObject({
        ...{ result: 'recorded', rows: checked.rows, sent: known.length, left_out: checked.leftOut },
        ...{ bad_rows: checked.bad + sent.length - known.length, notes: checked.notes, ...body },
      });
    }),
    { numRuns: 60 },
  );
});

test('rows that cannot be read are set aside: their lines and reasons, and nothing of what they hold', async () => {
  const { world, report } = await run(
    text(
      'secret-1,Won,2026-01-01,5',
      'secret-2,Won,zyx,5',
      'secret-3,Won,2026-01-02,zyx',
      ',Lost,2026-01-03,',
      'secret-5,Won',
      'secret-6,Won,2026-02-30,6',
      'secret-7,Lost,2031-01-01,',
      'secret-8,Proposal,,',
    ),
  );
  expect(report).toMatchObject({
    ...{ file: KEY, result: 'recorded', message: null, rows: 8, sent: 1, recorded: 1, repeated: 0 },
    ...{ outcomes: { converted: 1, lost: 0, open: 0, contacted: 0 }, left_out: 1, bad_rows: 6 },
    set_aside: [
      { line: 3, reason: 'closed_on: expected a date such as 2026-01-31, found another word' },
      { line: 4, reason: 'amount: expected a number, 0 or more, found another word' },
      { line: 5, reason: 'lead_id: expected the reference of a lead, found none' },
      { line: 6, reason: 'expected 4 cells as in the header, found 2' },
      { line: 7, reason: 'closed_on: expected a date that exists' },
      { line: 8, reason: 'at: expected a time that is not in the future' },
    ],
  });
  const written = Buffer.from(world.files.objects.get(REPORT)!).toString();
  expect(JSON.parse(written)).toEqual(report);
  expect(written).not.toMatch(/secret|zyx|2026-02-30|2031/);
});

test('the same file once more changes nothing', async () => {
  const rows = text('a,Won,2026-01-01,5', 'b,Lost,2026-01-02,');
  const { world, report } = await run(rows);
  const before = await eventsOf(world, 'a');
  const { report: again } = await run(rows, { world });
  expect([report.recorded, report.repeated, report.never_scored]).toEqual([2, 0, 2]);
  expect([again.recorded, again.repeated]).toEqual([0, 2]);
  expect(await eventsOf(world, 'a')).toEqual(before);
});

test.each([
  ['crm.csv.gz', gzipSync(text('a,Won,2026-01-01,5'))],
  ['night/crm.jsonl', '{"lead_id": "a", "stage": "Won", "closed_on": "2026-01-01", "amount": 5}\n'],
])('reads %s', async (name, rows) => {
  const { world, report } = await run(rows, { key: `outcomes/leads/${name}` });
  expect(report).toMatchObject({ result: 'recorded', sent: 1 });
  expect(await eventsOf(world, 'a')).toMatchObject([{ kind: 'converted', value: 5 }]);
  expect([...world.files.objects.keys()]).toContain(`outcomes/leads/reports/${name}.json`);
});

describe('a file is refused as a whole, and nothing of it is recorded', () => {
  test.each<[string, string, object, string[]]>([
    ['without a column', 'a,b\n1,2\n', MAPPING, ['lead_id']],
    ['of no rows', `${HEAD}\n`, MAPPING, ['at least one row']],
    [
      'with a word that the mapping does not have',
      text('a,Won,2026-01-01,', 'b,Proposal,2026-01-01,'),
      { ...MAPPING, other: undefined },
      ['“Proposal” 1', 'pass "other": "skip"'],
    ],
    [
      'with dates of two readings',
      text('a,Won,01/02/2026,'),
      MAPPING,
      ['pass "date_form": "dd/mm/yyyy" or "date_form": "mm/dd/yyyy"'],
    ],
    [
      'when the mapping is wrong: all of it is said',
      text('a,Won,2026-01-01,'),
      { reference: 3, outcome: 'stage', lost: ['no'], open: ['No'], other: 'drop', date_form: 'x', wen: 1 },
      [
        'reference: expected the name',
        'at: expected',
        'other: expected "skip" or "open"',
        'date_form: expected',
      ],
    ],
    [
      'when a word means two things, and a member is not known',
      text('a,Won,2026-01-01,'),
      { ...MAPPING, lost: ['won'], wen: 'x' },
      ['“won” cannot be both "converted" and "lost"', 'wen: '],
    ],
    [
      'when no word means anything',
      text('a,Won,2026-01-01,'),
      { reference: 'lead_id', outcome: 'stage', at: 'closed_on' },
      ['expected "converted", "lost"'],
    ],
  ])('%s', async (_, rows, mapping, parts) => {
    const { world, report } = await run(rows, { mapping });
    expect(report).toMatchObject({ result: 'refused', sent: 0, recorded: 0 });
    for (const part of parts) expect(report.message).toContain(part);
    expect(report.message).not.toContain('--');
    expect(await eventsOf(world, 'a')).toEqual([]);
  });

  test('without a mapping file, and when it is gone', async () => {
    const world = createMemoryWorld();
    await put(world, KEY, text('a,Won,2026-01-01,'));
    const read = (key: string) => importFile(world, fileOf(key), inAnHour(world));
    expect((await read(KEY)).message).toContain('expected the mapping file outcomes/leads/mapping.json');
    expect(await read('outcomes/leads/gone.csv')).toMatchObject({ result: 'refused', etag: null });
  });
});

test('what there is no time for is told by its line, and only what comes before is counted', async () => {
  const rows = Array.from({ length: 1200 }, (_, i) =>
    i % 2 === 0 ? `r${i},Lost,2026-01-01,` : `r${i},Won,no,`,
  );
  const world = createMemoryWorld();
  await put(world, 'outcomes/leads/mapping.json', JSON.stringify(MAPPING));
  await put(world, KEY, text(...rows));
  let calls = 0;
  const start = world.clock.now();
  // The first part is begun in time, the second is not.
  const outcomes: typeof world.outcomes = {
    ...world.outcomes,
    addEvent(...event) {
      calls += 1;
      return world.outcomes.addEvent(...event);
    },
  };
  const clock = { now: () => new Date(start.getTime() + (calls > 0 ? 60_000 : 0)) };
  const until = new Date(start.getTime() + 30_000);
  const report = await importFile({ ...world, outcomes, clock }, fileOf(KEY), until);
  expect(report).toMatchObject({ result: 'stopped', rows: 1200, sent: 250, recorded: 250, bad_rows: 250 });
  expect(report.message).toContain('before line 502:');
  expect(await eventsOf(world, 'r498')).toHaveLength(1);
  expect(await eventsOf(world, 'r500')).toEqual([]);
});

test('a store that fails is no fault of the file: the event is tried again', async () => {
  const world = createMemoryWorld();
  await put(world, 'outcomes/leads/mapping.json', JSON.stringify(MAPPING));
  await put(world, KEY, text('a,Won,2026-01-01,'));
  const outcomes = { ...world.outcomes, addEvent: () => Promise.reject(new Error('away')) };
  await expect(importFile({ ...world, outcomes }, fileOf(KEY), inAnHour(world))).rejects.toThrow('away');
  expect(world.files.objects.has(REPORT)).toBe(false);
});

test.each([
  ['outcomes/leads/crm.csv', 'crm.csv'],
  ['outcomes/leads/2026/crm.csv', '2026/crm.csv'],
  ['outcomes/leads/mapping.json', 'none'],
  ['outcomes/leads/reports/crm.csv.json', 'none'],
  ['outcomes/leads/', 'none'],
  ['outcomes/leads/2026/', 'none'],
  ['outcomes/crm.csv', 'misplaced'],
  ['outcomes/Leads/crm.csv', 'misplaced'],
  ['outcomes/leads/../crm.csv', 'misplaced'],
  ['datasets/leads/crm.csv', 'misplaced'],
])('%s is the file of outcomes %s', (key, name) => {
  const file = parseOutcomeFile(key);
  expect(typeof file === 'string' ? file : file.name).toBe(name);
});
