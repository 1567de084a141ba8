import type { Bucket } from '../bucket/ports.ts';
import { InputError } from '../errors.ts';
import { makeRoom } from '../files/text/bytes.ts';
import type { ChunkCutter, Cut } from './chunk-cutter.ts';
import type { ChunkSender } from './chunk-sender.ts';
import { chunkKey } from './job.ts';
import type { BegunJob, JobText } from './open-job-text.ts';

interface Work {
  readonly files: Bucket;
  readonly job: BegunJob;
  readonly text: JobText;
  /** The text from its first row on. */
  readonly rows: AsyncIterable<Uint8Array>;
  readonly cutter: ChunkCutter;
  readonly sender: ChunkSender;
}

/** What is unpacked is done in one run of a function: at 70 MB/s this takes eight of its fifteen minutes. */
const MOST_TEXT_BYTES = 32 * 2 ** 30;

/**
 * Cuts a text that does not stand in its file as it is: its chunks become files of their own, but for those that are
 * recorded already.
 *
 * @throws {InputError} the text is too long to be unpacked by one function
 */
export async function splitUnpacked({ files, job, text, rows, cutter, sender }: Work): Promise<void> {
  const held = new HeldBytes(cutter.next.offset);
  let weighed = 0;
  const send = async (cut: Cut) => {
    const bytes = held.take(cut.to);
    const position = text.position();
    await sender.addUnpacked(cut, Math.max(0, position - weighed), () =>
      files.write(chunkKey(job.id, cut.number), bytes, 'text/plain; charset=utf-8'),
    );
    weighed = position;
  };
  for await (const block of rows) {
    held.add(block);
    for (const cut of cutter.push(block)) await send(cut);
    if (cutter.next.offset > MOST_TEXT_BYTES) {
      throw new InputError(
        `${job.source.fileName}: expected at most ${MOST_TEXT_BYTES / 2 ** 30} GiB of text in an archive or a Parquet file, found ` +
          'more. Split the file up, or leave it unpacked.',
      );
    }
  }
  const last = cutter.end();
  if (last !== undefined) await send(last);
}

/** The bytes of a text from one place on. */
class HeldBytes {
  #buffer = new Uint8Array(1 << 20);
  #size = 0;
  #from: number;

  constructor(from: number) {
    this.#from = from;
  }

  add(bytes: Uint8Array): void {
    this.#buffer = makeRoom(this.#buffer, this.#size + bytes.length);
    this.#buffer.set(bytes, this.#size);
    this.#size += bytes.length;
  }

  /** Those up to a place of the text; they are held no more. */
  take(to: number): Uint8Array {
    const length = to - this.#from;
    const taken = this.#buffer.slice(0, length);
    this.#buffer.copyWithin(0, length, this.#size);
    this.#size -= length;
    this.#from = to;
    return taken;
  }
}
