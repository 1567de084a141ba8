import fc from 'fast-check';
import { RecordBoundaries } from '../../../../lib/files/csv/record-boundaries.ts';
import { ByteScanner } from '../../../../lib/files/csv/scan-bytes.ts';

/** Texts of what matters, in any order. */
const text = fc
  .array(fc.constantFrom('a', 'é', ',', '"', '""', '\n', '\r', '\r\n', '"x\ny"', '"a,b"', ',"', '",'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));
const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 20 });

function* chunksOf(bytes: Uint8Array, sizes: readonly number[]) {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** The text of every row, as the reader sees them. @param begun it is not the beginning of the text */
function readRows(bytes: Uint8Array, begun = false): string[] {
  const rows: string[] = [];
  const scanner = new ByteScanner(',', ({ buffer, from, to }) => {
    rows.push(new TextDecoder().decode(buffer.subarray(from, to)));
  });
  if (begun) scanner.resume(1);
  scanner.push(bytes);
  scanner.end();
  return rows;
}

test('a text cut at the ends that were found reads the same, row for row', () => {
  fc.assert(
    fc.property(text, fc.boolean(), cuts, (content, marked, sizes) => {
      const bytes = new TextEncoder().encode((marked ? '\ufeff' : '') + content);
      let expected: ReturnType<typeof readRows>;
      try {
        expected = readRows(bytes);
      } catch {
        // No CSV: whoever reads it says so.
        return;
      }
      const boundaries = new RecordBoundaries(',');
      const rows: ReturnType<typeof readRows> = [];
      let from = 0;
      for (const chunk of chunksOf(bytes, sizes)) {
        boundaries.scan(chunk);
        if (boundaries.end === from) continue;
        rows.push(...readRows(bytes.subarray(from, boundaries.end), from > 0));
        from = boundaries.end;
      }
      rows.push(...readRows(bytes.subarray(from), from > 0));
      expect(boundaries.seen).toBe(bytes.length);
      expect(rows).toEqual(expected);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['a\nb\nc', 4],
  ['a,"b\n\nc"\nd', 9],
  ['a\r\nb\r\nc', 6],
  ['a\rb\rc', 4],
  ['"a\nb', 0],
  ['a"\nb"\nc', 6],
])('%j ends its last whole record at %i', (content, end) => {
  const boundaries = new RecordBoundaries(',');
  boundaries.scan(new TextEncoder().encode(content));
  expect(boundaries.end).toBe(end);
});

test('the mark of a text is none in the middle of it: what is behind is a cell that began', () => {
  const piece = new TextEncoder().encode('\ufeff"a\nb"\n"c');
  const [first, later] = [new RecordBoundaries(','), new RecordBoundaries(',', true)];
  for (const boundaries of [first, later]) boundaries.scan(piece);
  // Quoted, it is one record; with the mark as its first sign the cell is not quoted, and two lines are two.
  expect([first.end, later.end]).toEqual([9, 9]);
  const open = new TextEncoder().encode('\ufeff"a\nb');
  const [one, two] = [new RecordBoundaries(','), new RecordBoundaries(',', true)];
  for (const boundaries of [one, two]) boundaries.scan(open);
  expect([one.end, two.end]).toEqual([0, 6]);
});
