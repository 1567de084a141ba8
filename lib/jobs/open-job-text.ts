import type { Bucket } from '../bucket/ports.ts';
import { InputError } from '../errors.ts';
import { decideEncoding } from '../files/text/decide-encoding.ts';
import { isSingleByte, isUtf8Label } from '../files/text/encoding.ts';
import { detectForm, refuseCsvOption, unpackBeginning } from '../files/text/file-form.ts';
import { readText } from '../files/text/read-text.ts';
import { MOST_XLSX_BYTES } from '../files/xlsx/xlsx-limits.ts';
import type { Job } from './job.ts';
import type { JobTextForm } from './job-plan.ts';

/** The text of a job's file. */
export interface JobText {
  readonly form: JobTextForm;
  /** It does not stand in the file as it is: it can be read from its beginning only. */
  readonly unpacked: boolean;
  /** @param from offset in the text; 0, when it is unpacked */
  read(from: number): AsyncIterable<Uint8Array>;
  /** About how many bytes of the file have been read for what `read` has given. */
  position(): number;
}

export type BegunJob = Job & Required<Pick<Job, 'file'>>;

/** Of CSV that was made of another format. */
const PARQUET_SEPARATOR = ',';
const BLOCK_BYTES = 8 * 2 ** 20;
/** Enough to tell the form. */
const BEGINNING_BYTES = 1 << 16;
/** A function holds a row group as it stands in the file, and some of its rows. */
const MOST_GROUP_BYTES = 512 * 2 ** 20;

/**
 * A file of leads in CSV, JSON Lines (either may be compressed by gzip), Parquet or an Excel workbook, of which the last two become CSV.
 *
 * @throws {InputError} it is none of these
 */
export async function openJobText(files: Bucket, job: BegunJob): Promise<JobText> {
  const { key, fileName } = job.source;
  const { bytes, etag } = job.file;
  const beginning = await files.read(key, 0, Math.min(BEGINNING_BYTES, bytes), etag);
  const { format, compressed } = detectForm(beginning, fileName);
  const { encoding: told, decimal } = job.options;
  const isTold = told !== undefined && !isUtf8Label(told);
  refuseCsvOption(
    format,
    fileName,
    isTold ? `encoding ${told}` : decimal === ',' ? 'decimal “,”' : undefined,
  );
  let position = 0;
  const blocks = (from: number) => readBlocks(files, job, from, (at) => (position = at));
  const asCsv = {
    format: 'csv',
    compressed: false,
    separator: PARQUET_SEPARATOR,
    encoding: 'utf-8',
  } as const;
  if (format === 'parquet') {
    const read = async function* () {
      const { readParquet } = await import('../files/parquet/parquet-source.ts');
      yield* readParquet(openRandom(files, job), fileName, (rows, of) => (position = (bytes * rows) / of));
    };
    return {
      form: { ...asCsv, notes: [] },
      unpacked: true,
      read,
      position: () => Math.round(position),
    };
  }
  if (format === 'xlsx') {
    const { readXlsx } = await import('../files/xlsx/xlsx-to-csv.ts');
    const workbook = await files.read(key, 0, Math.min(bytes, MOST_XLSX_BYTES + 1), etag);
    const { blocks: text, notes } = await readXlsx(workbook, fileName);
    const read = async function* () {
      yield* text;
      position = bytes;
    };
    return { form: { ...asCsv, notes }, unpacked: true, read, position: () => position };
  }
  const sample = compressed ? unpackBeginning(beginning, fileName) : beginning;
  const { encoding, notes } =
    told === undefined ? decideEncoding(sample, fileName) : { encoding: told, notes: [] };
  const unpack = async function* () {
    const { unpackGzip } = await import('../files/text/unpack-gzip.ts');
    yield* unpackGzip(blocks(0), fileName);
  };
  const read = compressed ? unpack : blocks;
  // Chunks are cut between bytes, where a line feed must be one; what is unpacked is written anew anyway.
  if (isUtf8Label(encoding) || (isSingleByte(encoding) && !compressed && format === 'csv')) {
    const form = { format, compressed, encoding, notes };
    return { form, unpacked: compressed, read, position: () => position };
  }
  const source = { waits: true, once: true, open: () => read(0) } as const;
  return {
    form: { format, compressed, encoding: 'utf-8', notes },
    unpacked: true,
    read: () => readText(source, { fileName, encoding }),
    position: () => position,
  };
}

/** So many blocks are under way while one is worked on: alone each would wait for S3's first byte. */
const AHEAD = 2;

async function* readBlocks(
  files: Bucket,
  { source, file }: BegunJob,
  start: number,
  onRead: (at: number) => void,
): AsyncIterable<Uint8Array> {
  const read = (from: number) =>
    from < file.bytes
      ? files.read(source.key, from, Math.min(from + BLOCK_BYTES, file.bytes), file.etag)
      : undefined;
  const underWay: Promise<Uint8Array>[] = [];
  const readNext = (from: number) => {
    const block = read(from);
    if (block === undefined) return;
    // Looked at in its turn; when nobody comes to it, its failure is nobody's.
    block.catch(() => {});
    underWay.push(block);
  };
  for (let ahead = 0; ahead < AHEAD; ahead++) readNext(start + ahead * BLOCK_BYTES);
  for (let at = start; underWay.length > 0; at += BLOCK_BYTES) {
    const block = await underWay.shift()!;
    readNext(at + AHEAD * BLOCK_BYTES);
    onRead(at + block.length);
    yield block;
  }
}

/** Any place of a file, in any order. */
const openRandom = (files: Bucket, { source, file }: BegunJob) => ({
  byteLength: file.bytes,
  async slice(from: number, to = file.bytes): Promise<ArrayBuffer> {
    if (to - from > MOST_GROUP_BYTES) {
      throw new InputError(
        `${source.fileName}: expected row groups of at most ${MOST_GROUP_BYTES >> 20} MiB, found one of ` +
          `${Math.ceil((to - from) / 2 ** 20)}. Write the file with smaller ones.`,
      );
    }
    const bytes = await files.read(source.key, from, Math.min(to, file.bytes), file.etag);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  },
});
