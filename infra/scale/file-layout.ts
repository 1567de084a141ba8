import { pageOf } from '../../lib/jobs/job.ts';
import { chunkBytesOf } from '../../lib/jobs/split-job.ts';
import { SETTINGS } from './settings.ts';

/** Where the chunks, pages and legs of a file lie; all of its rows are of one size. */
export interface FileLayout {
  readonly rows: number;
  readonly bytes: number;
  readonly chunks: number;
  /** Of every chunk but the last. */
  readonly chunkRows: number;
  /** Of chunk 1, …, `chunks`. */
  rowsOf(chunk: number): number;
  /** Where a chunk ends. */
  endOf(chunk: number): number;
  readonly pages: number;
  /** The last chunk of a leg that begins behind `chunk`. */
  endOfLeg(chunk: number): number;
}

/**
 * @param rowBytes of each row, whole
 * @param chunkBytes JOB_CHUNK_BYTES
 * @throws {RangeError} the splitter would refuse the file
 */
export function layOutFile(rows: number, rowBytes: number, chunkBytes: number): FileLayout {
  const bytes = rows * rowBytes;
  const most = SETTINGS.mostChunks * SETTINGS.mostChunkBytes;
  if (bytes > most)
    throw new RangeError(`expected a file of at most ${most} bytes, found ${bytes}: split it up`);
  // A chunk ends with the last row that ends within it.
  const chunkRows = Math.max(1, Math.floor(chunkBytesOf(bytes, chunkBytes) / rowBytes));
  const chunks = Math.max(1, Math.ceil(rows / chunkRows));
  const endOf = (chunk: number) => Math.min(chunk * chunkRows, rows) * rowBytes;
  return {
    rows,
    bytes,
    chunks,
    chunkRows,
    rowsOf: (chunk) => Math.min(chunkRows, rows - (chunk - 1) * chunkRows),
    endOf,
    pages: pageOf(chunks) + 1,
    endOfLeg: (chunk) => {
      const end = endOf(chunk) + SETTINGS.legBytes;
      return Math.min(chunks, Math.max(chunk + 1, Math.ceil(end / (chunkRows * rowBytes))));
    },
  };
}
