import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { scoreFile } from '../../../lib/files/scoring/score-file.ts';
import { detectForm } from '../../../lib/files/text/file-form.ts';
import { exampleArtifact } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';
import { scoreAsJob } from '../../support/run-jobs.ts';

const HEADER = 'note,source,visits,opened,first_contact';

/** What `scorelane score --rejected` gives. */
async function scoreHere(text: string, fileName: string) {
  const [result, rejected]: Buffer[][] = [[], []];
  const { format } = detectForm(Buffer.from(text), fileName);
  if (format === 'parquet' || format === 'xlsx') throw new Error('expected text');
  const options = { fileName, badRows: 'set aside' as const, format };
  const sink = {
    write: (piece: Uint8Array) => result!.push(Buffer.from(piece)),
    writeRejected: (piece: Uint8Array) => rejected!.push(Buffer.from(piece)),
  };
  const { rows, badRows } = await scoreFile(exampleArtifact(), text, options, sink, { threads: 1 });
  return {
    rows,
    badRows,
    text: Buffer.concat(result!).toString(),
    rejected: Buffer.concat(rejected!).toString(),
  };
}

async function scoreThere(file: Uint8Array | string, fileName: string, chunkBytes: number) {
  const world = createMemoryWorld();
  await world.publish();
  const scored = await scoreAsJob(world, file, { chunkBytes }, {}, fileName);
  const { rows, rejected: badRows } = scored.job.result ?? {};
  const left = [...world.files.objects.keys()].filter((key) => /parts|chunks|rejected\//.test(key));
  return { ...scored, rows, badRows, left };
}

const line = fc.constantFrom(
  '{"source":"web","visits":3,"opened":true}',
  '{"source":"referral","visits":null,"note":"a\\nb"}  ',
  '{"source":"fair","visits":"3"}',
  '{"source":"web","score":1}',
  'no JSON',
  '',
  '{"source":"é","visits":2}\r',
);

test('JSON Lines give what scorelane score gives, wherever they are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 20 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 200 }),
      async (lines, ended, chunkBytes) => {
        const text = `{"source":"web"}\n${lines.join('\n')}${ended ? '\n' : ''}`;
        const there = await scoreThere(text, 'new.jsonl', chunkBytes);
        expect(there).toMatchObject(await scoreHere(text, 'new.jsonl'));
      },
    ),
    { numRuns: 60 },
  );
});

const rows = (count: number): string =>
  '"a ""b""\n,é",web,4,yes,2026-01-31\nx,referral,many,,\n'.repeat(count);

test.each([
  ['CSV', `${HEADER}\n${rows(40)}`, 'new.csv'],
  ['CSV in two archives', `${HEADER}\n${rows(40)}`, 'new.csv'],
  ['JSON Lines', '{"source":"web","visits":3}\n{"source":"web","visits":"x"}\n'.repeat(40), 'new.jsonl'],
  ['a header only', `${HEADER}\n`, 'new.csv'],
])('%s in a gzip archive becomes one of the same results', async (what, text, inner) => {
  const half = Math.floor(text.length / 2);
  const file = what.includes('two')
    ? Buffer.concat([gzipSync(text.slice(0, half)), gzipSync(text.slice(half))])
    : gzipSync(text);
  const expected = await scoreHere(text, inner);
  for (const chunkBytes of [20, 100, 100_000]) {
    const there = await scoreThere(file, `${inner}.gz`, chunkBytes);
    expect(there.job.failure).toBeUndefined();
    expect(gunzipSync(there.result!).toString()).toBe(expected.text);
    expect([there.rows, there.badRows, there.left]).toEqual([expected.rows, expected.badRows, []]);
  }
});

test('the rejected rows of an archive are in an archive', async () => {
  const world = createMemoryWorld();
  await world.publish();
  const text = `${HEADER}\n${rows(9)}`;
  const { job } = await scoreAsJob(world, gzipSync(text), { chunkBytes: 50 }, {}, 'new.csv.gz');
  const found = world.files.objects.get(`jobs/${job.id}/rejected-rows`)!;
  expect(gunzipSync(found).toString()).toBe((await scoreHere(text, 'new.csv')).rejected);
});

test('Parquet gives what the same table as CSV gives', async () => {
  const count = 500;
  const file = parquetWriteBuffer({
    columnData: [
      { name: 'source', data: Array.from({ length: count }, (_, i) => ['web', 'fair', 'a,"b"'][i % 3]!) },
      { name: 'visits', data: Array.from({ length: count }, (_, i) => i % 25), type: 'INT32' },
    ],
    rowGroupSize: 200,
  });
  const csv = ['source,visits'];
  for (let i = 0; i < count; i++) csv.push(`${['web', 'fair', '"a,""b"""'][i % 3]},${i % 25}`);
  const expected = await scoreHere(`${csv.join('\n')}\n`, 'new.csv');
  for (const chunkBytes of [100, 1_000_000]) {
    const there = await scoreThere(new Uint8Array(file), 'new.parquet', chunkBytes);
    expect(there).toMatchObject({ ...expected, left: [] });
  }
});

test.each([
  [
    'an archive that is cut off',
    gzipSync(`${HEADER}\n${rows(4000)}`).subarray(0, 200),
    'new.csv.gz',
    /cut off/,
  ],
  ['an archive that is none', Buffer.from(HEADER), 'new.csv.gz', /expected a gzip archive, as its name says/],
  [
    'a Parquet file that is CSV',
    Buffer.from(HEADER),
    'new.parquet',
    /expected a Parquet file, as its name says/,
  ],
  ['a damaged Parquet file', Buffer.from('PAR1 and nothing'), 'new.parquet', /found one that cannot be read/],
  ['a JSON list', Buffer.from('[{"source":"web"}]'), 'new.json', /one JSON list of all leads/],
  ['a workbook', Buffer.from('PK\u0003\u0004rest'), 'new.csv', /a ZIP archive or an Excel workbook/],
])('%s has its clear answer', async (_what, file, fileName, message) => {
  const { job } = await scoreThere(file, fileName, 1000);
  expect(job.failure).toEqual({ code: 'file_unusable', message: expect.stringMatching(message) });
});

test('Latin-1 is refused where the format says itself what its bytes mean', async () => {
  const world = createMemoryWorld();
  await world.publish();
  const { job } = await scoreAsJob(
    world,
    '{"source":"web"}\n',
    { chunkBytes: 100 },
    { encoding: 'latin1' },
    'new.jsonl',
  );
  expect(job.failure?.message).toContain('expected a CSV file with encoding latin1, found JSON Lines');
});
