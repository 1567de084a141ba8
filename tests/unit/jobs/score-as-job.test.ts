import fc from 'fast-check';
import { exampleArtifact } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';
import { scoreAsJob } from '../../support/run-jobs.ts';
import { scoreText } from '../../support/score-text.ts';

const artifact = exampleArtifact();
const HEADER = 'note,source,visits,opened,first_contact';

/** What `scorelane score --rejected` gives. */
async function scoreHere(csv: string, encoding: 'utf-8' | 'latin1' = 'utf-8') {
  try {
    const { skew: _, ...scored } = await scoreText(artifact, Buffer.from(csv, encoding), {
      badRows: 'set aside',
      encoding,
    });
    return { status: 'succeeded', ...scored };
  } catch (error) {
    return { status: 'failed', message: (error as Error).message };
  }
}

async function scoreThere(
  csv: string,
  sizes: { readonly chunkBytes: number; readonly cutBytes?: number },
  encoding: 'utf-8' | 'latin1' = 'utf-8',
) {
  const world = createMemoryWorld();
  await world.publish();
  const { job, text, rejected } = await scoreAsJob(world, Buffer.from(csv, encoding), sizes, { encoding });
  const { status, result, failure } = job;
  if (status === 'failed') return { status, message: failure!.message };
  const parts = [...world.files.objects.keys()].filter((key) => /parts|rejected\//.test(key));
  expect(parts).toEqual([]);
  const { rows, rejected: badRows, grades, warnings } = result!;
  return { status, rows, badRows, grades, warnings, text, rejected };
}

const row = fc
  .tuple(
    fc.constantFrom('', 'x', '"a\nb"', '"say ""hi"""', 'é', '"\r\n,"', '"\r"', '"é\n\n\n"'),
    fc.constantFrom('referral', 'web', 'other', '"ref\nerral"', ''),
    fc.constantFrom('1', '15', '31', 'many', '"4"'),
    fc.constantFrom('yes', 'no', '', 'perhaps'),
    fc.constantFrom('2026-01-31', '', '2025-06-01', ',one cell more'),
  )
  .map((cells) => cells.join(','));

test('a job gives what scorelane score gives, byte for byte, wherever it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 30 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 1, max: 200 }),
      fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
      async (rows, lineEnd, marked, ended, chunkBytes, cutBytes) => {
        const csv = (marked ? '\ufeff' : '') + [HEADER, ...rows, ...(ended ? [''] : [])].join(lineEnd);
        const sizes = cutBytes === undefined ? { chunkBytes } : { chunkBytes, cutBytes };
        expect(await scoreThere(csv, sizes)).toEqual(await scoreHere(csv));
      },
    ),
    { numRuns: 150 },
  );
}, 120_000);

const good = (rows: number) => 'x,web,1,yes,\n'.repeat(rows);
test.each([
  ['a header only', `${HEADER}\n`],
  ['a header without a line end', HEADER],
  ['a file whose last row has none', `${HEADER}\n${good(3)}x,web,2,no,`],
  ['blank lines before the header and between rows', `\n\r\n${HEADER}\n\n${good(4)}\n\n${good(4)}\n`],
  ['rows with too many fields', `${HEADER}\n${good(9)}x,web,1,yes,,2\n${good(9)}x,web,1,yes,,2,3\n`],
  ['rows that do not fit only', `${HEADER}\n${'x,web,many,,\n'.repeat(9)}`],
  ['a cell of a megabyte', `${HEADER}\n${good(9)}"${'é\n'.repeat(350_000)}",web,1,yes,\n${good(9)}`],
  ['text behind a quote, far behind', `${HEADER}\n${good(40)}"web"x,1\n${good(40)}`],
  ['a quote that is never closed', `${HEADER}\n${good(40)}"web,1\n${good(40)}`],
  ['a column twice', `source,source\n${'web,web\n'.repeat(9)}`],
  ['no column that the model knows', `a,b\n${'1,2\n'.repeat(9)}`],
])('%s: the same answer', async (_what, csv) => {
  expect(await scoreThere(csv, { chunkBytes: 64 })).toEqual(await scoreHere(csv));
});

test('a file in Latin-1 gives the same as here', async () => {
  const csv = `${HEADER}\n${'café,web,1,yes,\n'.repeat(20)}`;
  expect(await scoreThere(csv, { chunkBytes: 64 }, 'latin1')).toEqual(await scoreHere(csv, 'latin1'));
});

test.each([
  [
    'an empty file',
    '',
    'new.csv: expected a CSV file with a header line and rows of data, found an empty file.',
  ],
  ['blank lines only', '\n\n\n', /found an empty file\.$/],
  ['an Excel workbook', 'PK\u0003\u0004rest', /found a ZIP archive or an Excel workbook/],
  ['a NUL byte far behind', `${HEADER}\n${good(30)}a\0,web,1,yes,\n`, /found a NUL byte in line 32/],
])('%s has its clear answer', async (_what, csv, message) => {
  const { status, message: found } = (await scoreThere(csv, { chunkBytes: 64 })) as {
    status: string;
    message: string;
  };
  expect(status).toBe('failed');
  expect(found).toMatch(message);
});

test('bytes that are no UTF-8 are named with their line, far behind too', async () => {
  const world = createMemoryWorld();
  await world.publish();
  const file = Buffer.concat([Buffer.from(`${HEADER}\n${good(30)}`), Buffer.from([0xff, 10])]);
  const { job } = await scoreAsJob(world, file, { chunkBytes: 64 }, { encoding: 'utf-8' });
  expect(job.failure).toEqual({
    code: 'file_unusable',
    message: expect.stringMatching(/^new\.csv: expected UTF-8 text, found the byte 0xFF in line 32\./),
  });
});
