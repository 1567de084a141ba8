import fc from 'fast-check';
import { cutPieces, MOST_RECORD_BYTES, RecordTooLargeError } from '../../../../lib/files/csv/cut-pieces.ts';
import { LineBoundaries } from '../../../../lib/files/csv/line-boundaries.ts';
import { RecordBoundaries } from '../../../../lib/files/csv/record-boundaries.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

async function cut(chunks: Iterable<Uint8Array>, least: number, from = 0) {
  const pieces: { text: string; end: number }[] = [];
  for await (const { bytes, end } of cutPieces(chunks, new LineBoundaries(), least, from)) {
    pieces.push({ text: new TextDecoder().decode(bytes), end });
  }
  return pieces;
}

test('pieces are whole lines, large enough, and all of the text', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
  const text = fc.array(fc.constantFrom('a', 'bc', '\n', '"', '\r\n'), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(text, sizes, fc.integer({ min: 1, max: 12 }), async (parts, lengths, least) => {
      const bytes = bytesOf(parts.join(''));
      const chunks: Uint8Array[] = [];
      for (let at = 0, i = 0; at < bytes.length; at += lengths[i++ % lengths.length]!) {
        chunks.push(bytes.subarray(at, at + lengths[i % lengths.length]!));
      }
      const pieces = await cut(chunks, least, 100);
      expect(pieces.map((piece) => piece.text).join('')).toBe(parts.join(''));
      let end = 100;
      for (const [i, piece] of pieces.entries()) {
        end += piece.text.length;
        expect(piece.end).toBe(end);
        if (i < pieces.length - 1) {
          expect(piece.text.endsWith('\n')).toBe(true);
          expect(piece.text.length).toBeGreaterThanOrEqual(least);
        }
      }
    }),
  );
});

test('a quote that is not closed is told before the file is in memory; all above it is given', async () => {
  const megabyte = bytesOf('x\n'.repeat(1 << 19));
  let asked = 0;
  function* endless() {
    yield bytesOf('a,b\n1,2\n"');
    for (;;) {
      asked += megabyte.length;
      yield megabyte;
    }
  }
  const given: string[] = [];
  const read = async () => {
    for await (const { bytes } of cutPieces(endless(), new RecordBoundaries(','), 1 << 10)) {
      given.push(new TextDecoder().decode(bytes));
    }
  };
  await expect(read()).rejects.toThrow(RecordTooLargeError);
  expect(given).toEqual(['a,b\n1,2\n']);
  expect(asked).toBeLessThan(MOST_RECORD_BYTES + 3 * megabyte.length);
});
