import fc from 'fast-check';
import type { BadRows, ScoreFileOptions } from '../../../../lib/files/scoring/options.ts';
import {
  type Checkpoint,
  chooseThreads,
  type ScoreWork,
  scoreFile,
} from '../../../../lib/files/scoring/score-file.ts';
import { exampleArtifact } from '../../../support/example-model.ts';
import { scoreText } from '../../../support/score-text.ts';

const artifact = exampleArtifact();
const collect = () => {
  const [pieces, rejected]: Buffer[][] = [[], []];
  return {
    write: (piece: Uint8Array) => pieces!.push(Buffer.from(piece)),
    writeRejected: (piece: Uint8Array) => rejected!.push(Buffer.from(piece)),
    texts: () => ({ text: Buffer.concat(pieces!).toString(), rejected: Buffer.concat(rejected!).toString() }),
  };
};
/** The result and its text, or why there is none. */
const score = (csv: string, options: Partial<ScoreFileOptions>, work: ScoreWork) =>
  scoreText(artifact, csv, options, work).catch((error: Error) => error.message);
const atOnce = (csv: string, options: Partial<ScoreFileOptions>) => score(csv, options, { threads: 1 });
const inPieces = (csv: string, options: Partial<ScoreFileOptions>, pieceBytes: number) =>
  Promise.all([1, 2].map((threads) => score(csv, options, { threads, pieceBytes })));
const HEADER = 'note,source,visits,opened,first_contact';

const row = fc
  .tuple(
    fc.constantFrom('', 'x', '"a\nb"', '"say ""hi"""', 'é', '"\r\n,"'),
    fc.constantFrom('referral', 'web', 'other', '"ref\nerral"', ''),
    fc.constantFrom('1', '15', '31', 'many', '"4"'),
    fc.constantFrom('yes', 'no', '', 'perhaps'),
    fc.constantFrom('2026-01-31', '', '2025-06-01', ',one cell more'),
  )
  .map((cells) => cells.join(','));

test('any number of threads gives what one piece gives, byte for byte and word for word, wherever the file is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 12 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.constantFrom<BadRows>('stop', 'keep', 'set aside'),
      fc.integer({ min: 1, max: 120 }),
      async (rows, lineEnd, marked, badRows, pieceBytes) => {
        const csv = (marked ? '\ufeff' : '') + [HEADER, ...rows, ''].join(lineEnd);
        const options = { fileName: 'new.csv', badRows, reasons: 2 };
        const whole = await atOnce(csv, options);
        expect(await inPieces(csv, options, pieceBytes)).toEqual([whole, whole]);
      },
    ),
    // Each starts two threads.
    { numRuns: 25 },
  );
}, 120_000);

const good = (rows: number) => 'x,web,1,yes,\n'.repeat(rows);
test.each([
  ['an empty file', ''],
  ['blank lines only', '\n\n\n\n'],
  ['a header only', `${HEADER}\n`],
  ['a column twice', `source,source\n${'web,web\n'.repeat(9)}`],
  ['rows with too many cells', `${HEADER}\n${good(9)}x,web,1,yes,,2\n${good(9)}x,web,1,yes,,2,3\n`],
  ['text behind a quote, far behind', `${HEADER}\n${good(40)}"web"x,1\n${good(40)}`],
  ['a quote that is never closed', `${HEADER}\n${good(40)}"web,1\n${good(40)}`],
  ['rows that do not fit, far apart', `${HEADER}\n${good(9)}x,web,many,,\n${good(60)}x,web,few,,\n`],
])('%s: the same words', async (_what, csv) => {
  const options = { fileName: 'new.csv' };
  const whole = await atOnce(csv, options);
  expect(await inPieces(csv, options, 16)).toEqual([whole, whole]);
});

test.each([1, 2])('%i threads tell how far they are, up to the end', async (threads) => {
  const csv = `${HEADER}\n${good(50)}`;
  const told: number[] = [];
  await scoreFile(
    artifact,
    csv,
    { fileName: 'new.csv' },
    { write: () => {} },
    {
      threads,
      pieceBytes: 100,
      onProgress: (bytes) => told.push(bytes),
    },
  );
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.length).toBeGreaterThan(3);
  expect(told.at(-1)).toBe(csv.length);
});

test.each(['', '\r', '\n', '\r\n'])(
  'of a header with a byte order mark and behind it %j no row is made',
  async (lineEnd) => {
    const scored = await score(`\ufeff${HEADER}${lineEnd}`, { reasons: 0 }, { threads: 1 });
    expect(scored).toMatchObject({ rows: 0, badRows: 0 });
    expect((scored as { text: string }).text.trim()).toBe(`${HEADER},probability,score,grade`);
  },
);

test('a small file is not worth threads, one of unknown size is', () => {
  expect([chooseThreads(49e6, 8), chooseThreads(50e6, 8), chooseThreads(undefined, 8)]).toEqual([1, 8, 8]);
});

test.each([1, 2])('a record that is too large is told with its line, with %i threads', async (threads) => {
  const csv = `${HEADER}\n${good(3000)}"${good(1_500_000)}`;
  const scoring = scoreFile(
    artifact,
    csv,
    { fileName: 'new.csv' },
    { write: () => {} },
    { threads, pieceBytes: 1 << 14, onCheckpoint: () => {} },
  );
  await expect(scoring).rejects.toThrow(
    'new.csv: expected records of at most 16 MB, found a larger one that begins in line 3002. ' +
      'A quote that opens there may not be closed.',
  );
});

test.each([1, 2])('goes on at every checkpoint, with %i threads, and gives the same', async (threads) => {
  const bad = 'x,web,many,yes,\n';
  const csv = `\ufeff${HEADER}\n${good(20)}"\n",web,1,yes,\n${bad}${good(20)}${bad}`;
  const options = { fileName: 'new.csv', badRows: 'set aside' } as const;
  const whole = collect();
  const seen: { at: string; checkpoint: Checkpoint }[] = [];
  const scored = await scoreFile(artifact, csv, options, whole, {
    threads,
    pieceBytes: 50,
    onCheckpoint: (checkpoint) => seen.push({ at: JSON.stringify(whole.texts()), checkpoint }),
  });
  expect(seen.length).toBeGreaterThan(8);
  expect(seen.at(-1)!.checkpoint.end).toBe(Buffer.byteLength(csv));
  for (const { at, checkpoint } of seen) {
    const rest = collect();
    const again = await scoreFile(artifact, csv, options, rest, {
      threads,
      pieceBytes: 70,
      resume: JSON.parse(JSON.stringify(checkpoint)),
      onCheckpoint: () => {},
    });
    const before = JSON.parse(at) as ReturnType<typeof rest.texts>;
    const { text, rejected } = rest.texts();
    expect({ ...again, text: before.text + text, rejected: before.rejected + rejected }).toEqual({
      ...scored,
      ...whole.texts(),
    });
  }
});
