import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { unpackBlocks, unpackZstd } from '../../../../lib/files/parquet/unpack-zstd.ts';

describe.each([
  ['by Node', unpackZstd],
  ['without a decoder of Node', unpackBlocks],
])('Zstandard %s', (_, unpack) => {
  test('gives back what was packed', () => {
    const repeated = fc
      .tuple(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 20_000 }))
      .map(([bytes, times]) => Buffer.concat(Array.from({ length: times }, () => bytes)));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 5000 }), repeated), (bytes) => {
        const unpacked = unpack(zstdCompressSync(bytes), bytes.length);
        expect(Buffer.compare(unpacked, bytes)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  test('stops where more comes than was promised', () => {
    expect(() => unpack(zstdCompressSync(Buffer.alloc(10_000_000)), 100)).toThrow('100 bytes');
  });

  test('refuses what is cut off, or something else', () => {
    const packed = zstdCompressSync(Buffer.from('lead,'.repeat(9999)));
    expect(() => unpack(packed.subarray(0, 20), 1e6)).toThrow();
    expect(() => unpack(new TextEncoder().encode('no Zstandard at all'), 1e6)).toThrow();
  });
});
