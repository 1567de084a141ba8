/** A file that can be read in blocks, and again from its beginning. */
export interface ByteSource {
  /** Number of bytes, where it is known. */
  readonly size?: number;
  /** Of the file as it stands, where what is read was made of it: of a workbook, an archive. */
  readonly sha256?: string;
  /** What is to be known of how it was made. */
  readonly notes?: readonly string[];
  /**
   * A block is good until the next one is asked for.
   *
   * @param from bytes of the file to leave out
   */
  open(from?: number): Iterable<Uint8Array>;
}

/** A file whose bytes must be waited for: they are unpacked, or come from afar. */
export interface AsyncByteSource {
  /** What it differs in from a `ByteSource`. */
  readonly waits: true;
  /** It comes through a pipe and can be opened once only. */
  readonly once?: true;
  readonly size?: number;
  open(from?: number): AsyncIterable<Uint8Array>;
}

export type AnySource = ByteSource | AsyncByteSource;

/** The bytes of a file, its text, or a way to read it in blocks. */
export type CsvData = Uint8Array | string | ByteSource;

/** Of a file in memory. */
const BLOCK_BYTES = 1 << 20;

export function toByteSource(data: CsvData): ByteSource;
export function toByteSource(data: CsvData | AsyncByteSource): AnySource;
export function toByteSource(data: CsvData | AsyncByteSource): AnySource {
  if (typeof data !== 'string' && !(data instanceof Uint8Array)) return data;
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  return {
    size: bytes.length,
    *open(from = 0) {
      for (let at = from; at < bytes.length; at += BLOCK_BYTES) yield bytes.subarray(at, at + BLOCK_BYTES);
    },
  };
}

/** The blocks of a text whose first one was taken to look at it. */
export async function* prepend(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncIterable<Uint8Array> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}
