import * as zlib from 'node:zlib';
import { Decompress } from 'fzstd';

/** Since Node 22.15. */
const { zstdDecompressSync } = zlib as {
  zstdDecompressSync?: (input: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;
};

/**
 * Unpacks Zstandard, to so many bytes at most. Where Node has no decoder of its own, a slower one goes block by block and stops
 * as soon as there are more.
 *
 * @throws when there are more bytes, or the input is no Zstandard
 */
export const unpackZstd = (input: Uint8Array, most: number): Uint8Array =>
  zstdDecompressSync === undefined
    ? unpackBlocks(input, most)
    : zstdDecompressSync(input, { maxOutputLength: Math.max(1, most) });

/** What `unpackZstd` does without Node's decoder. */
export function unpackBlocks(input: Uint8Array, most: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  let size = 0;
  const decoder = new Decompress((block) => {
    size += block.length;
    if (size > most) throw new RangeError(`Cannot unpack more than ${most} bytes of a page`);
    blocks.push(block.slice());
  });
  decoder.push(input, true);
  return Buffer.concat(blocks);
}
