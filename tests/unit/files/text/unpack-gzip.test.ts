import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { GzipWriter } from '../../../../lib/files/text/gzip-writer.ts';
import { unpackGzip } from '../../../../lib/files/text/unpack-gzip.ts';

/** The bytes in pieces of one buffer that is written to again, as files are read. */
function* inPieces(bytes: Uint8Array, size: number) {
  const buffer = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    buffer.set(piece);
    yield buffer.subarray(0, piece.length);
  }
}

async function unpack(bytes: Uint8Array, size = 1000) {
  const chunks: Buffer[] = [];
  for await (const chunk of unpackGzip(inPieces(bytes, size), 'a.csv.gz')) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

test('archives one behind the other are one file, wherever they are cut', async () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(parts, fc.integer({ min: 1, max: 400 }), async (contents, size) => {
      const archive = Buffer.concat(contents.map((content) => gzipSync(content)));
      expect((await unpack(archive, size)).equals(Buffer.concat(contents))).toBe(true);
    }),
  );
});

const ROWS = 'web,1\n'.repeat(500_000);
test('what is written is read, here and by others', async () => {
  const written: Buffer[] = [];
  const writer = new GzipWriter((piece) => written.push(Buffer.from(piece)));
  const rows = Buffer.from(ROWS);
  for (let at = 0; at < rows.length; at += 262_144) writer.write(rows.subarray(at, at + 262_144));
  writer.end();
  const archive = Buffer.concat(written);
  expect(archive.length).toBeLessThan(rows.length / 100);
  expect(gunzipSync(archive).equals(rows)).toBe(true);
  expect((await unpack(archive)).equals(rows)).toBe(true);
});

test('nothing is an archive of nothing', async () => {
  const written: Uint8Array[] = [];
  new GzipWriter((piece) => written.push(piece)).end();
  expect(await unpack(Buffer.concat(written))).toHaveLength(0);
});

test('an archive that is cut off', async () => {
  const archive = gzipSync(ROWS);
  await expect(unpack(archive.subarray(0, archive.length - 9))).rejects.toThrow(
    'a.csv.gz: expected a whole gzip archive, found one that is cut off. Copy it again, or compress the file again.',
  );
});

test('an archive that is damaged', async () => {
  const archive = gzipSync(ROWS);
  archive[archive.length - 6]! ^= 1;
  await expect(unpack(archive)).rejects.toThrow(
    /^a\.csv\.gz: expected a gzip archive, found one that is damaged \(incorrect data check\)\./,
  );
});

test('an error of the file is told as it is', async () => {
  function* failing() {
    yield gzipSync(ROWS).subarray(0, 100);
    throw new Error('the disk is gone');
  }
  const read = async () => {
    for await (const _ of unpackGzip(failing(), 'a.csv.gz'));
  };
  await expect(read()).rejects.toThrow('the disk is gone');
});
