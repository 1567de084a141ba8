import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../../errors.ts';

const BLOCK_BYTES = 1 << 18;

/**
 * What is in a gzip archive, in blocks, each good until the next one is asked for; several archives one behind the other are
 * read whole (RFC 1952, §2.2). Memory does not grow with the archive.
 *
 * @param blocks of the archive, each good until the next one is asked for
 * @throws {InputError} the archive is cut off or damaged
 */
export async function* unpackGzip(
  blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  fileName: string,
): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: BLOCK_BYTES });
  // What goes wrong is thrown where the archive is read.
  pipeline(Readable.from(copyEach(blocks), { highWaterMark: 1 }), gunzip, () => {});
  try {
    for await (const block of gunzip) yield block as Uint8Array;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') {
      throw new InputError(
        `${fileName}: expected a whole gzip archive, found one that is cut off. Copy it again, or compress the file again.`,
      );
    }
    if (code?.startsWith('Z_')) {
      throw new InputError(
        `${fileName}: expected a gzip archive, found one that is damaged (${(error as Error).message}). ` +
          'Copy it again, or compress the file again.',
      );
    }
    throw error;
  }
}

/** The stream looks at a block when the next one was read already. */
async function* copyEach(blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  for await (const block of blocks) yield block.slice();
}
