import { InputError } from '../../errors.ts';
import { detectSeparator } from '../csv/detect-separator.ts';
import { type ByteRow, ByteScanner, type Separator } from '../csv/scan-bytes.ts';
import { parseJsonObject } from '../scoring/json-object.ts';
import { nameColumns } from '../table/name-columns.ts';
import { LF } from '../text/bytes.ts';
import type { RowValue } from './cell-type.ts';

/** The rows of a table of ours, each with its values in the order of `names`. */
export interface TableRows {
  /** Each once. */
  readonly names: readonly string[];
  readonly rows: Iterable<readonly RowValue[]>;
}

/** Opens the blocks of a text, again and again. */
export type OpenBlocks = () => Iterable<Uint8Array>;

/** Enough for every header of ours. */
const HEADER_BYTES = 1 << 16;

/** @param open of CSV in UTF-8 with a header line, each row as long as that */
export function readCsvTable(open: OpenBlocks): TableRows {
  const separator = findSeparator(open);
  const rows = () => readCsv(open, separator);
  const first = rows().next();
  const { names } = nameColumns(first.done ? [] : first.value.map((cell) => cell ?? ''));
  return {
    names,
    rows: {
      *[Symbol.iterator]() {
        const all = rows();
        all.next();
        yield* all;
      },
    },
  };
}

function findSeparator(open: OpenBlocks): Separator {
  const beginning: Uint8Array[] = [];
  let size = 0;
  for (const block of open()) {
    beginning.push(block.slice());
    size += block.length;
    if (size >= HEADER_BYTES) break;
  }
  return detectSeparator(Buffer.concat(beginning), 'the result');
}

/** An empty cell is null: CSV has no other word for it. */
function* readCsv(open: OpenBlocks, separator: Separator): Generator<(string | null)[]> {
  let found: (string | null)[][] = [];
  const scanner = new ByteScanner(separator, (row) => found.push(decodeRow(row)));
  for (const block of open()) {
    scanner.push(block);
    yield* found;
    found = [];
  }
  scanner.end();
  yield* found;
}

/** One call of the decoder for a row in ASCII, which most are. */
function decodeRow({ buffer, from, to, starts, ends, doubled, width }: ByteRow): (string | null)[] {
  const bytes = Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const text = bytes.toString('utf8', from, to);
  const ascii = text.length === to - from;
  const cells: (string | null)[] = [];
  for (let i = 0; i < width; i++) {
    const [start, end] = [starts[i]!, ends[i]!];
    const cell = ascii ? text.slice(start - from, end - from) : bytes.toString('utf8', start, end);
    cells.push(cell === '' ? null : doubled[i] === 1 ? cell.replaceAll('""', '"') : cell);
  }
  return cells;
}

/** What scoring adds to an object is a list, and to a table columns. */
const REASONS = /^(?:scorelane_)*reasons$/;

/**
 * @param open of JSON Lines in UTF-8: read once more for the names, a column each in the order in which they first appear. A list of
 * reasons is spread over `reason_1`, `reason_2`, …
 * @throws {InputError} a line is no JSON object
 */
export function readJsonTable(open: OpenBlocks): TableRows {
  const columns = new Map<string, number>();
  for (const object of readObjects(open))
    for (const name of Object.keys(object)) if (!columns.has(name)) columns.set(name, columns.size);
  const names = [...columns.keys()];
  return {
    names,
    rows: {
      *[Symbol.iterator]() {
        for (const object of readObjects(open))
          yield names.map((name) => (Object.hasOwn(object, name) ? (object[name] as RowValue) : null));
      },
    },
  };
}

function* readObjects(open: OpenBlocks): Generator<Readonly<Record<string, unknown>>> {
  let kept: Uint8Array = new Uint8Array(0);
  let line = 0;
  const parse = (bytes: Uint8Array) => {
    line += 1;
    const text = new TextDecoder().decode(bytes);
    if (text.trim() === '') return undefined;
    const object = parseJsonObject(text);
    if (object === undefined)
      throw new InputError(
        `the result: expected a JSON object in line ${line}, found something else, which only JSON Lines can hold. ` +
          'Use --format jsonl, or --rejected for leads that do not fit.',
      );
    return spreadReasons(object);
  };
  for (const block of open()) {
    const bytes = kept.length === 0 ? block : Buffer.concat([kept, block]);
    let at = 0;
    for (let end = bytes.indexOf(LF, at); end >= 0; end = bytes.indexOf(LF, at)) {
      const object = parse(bytes.subarray(at, end));
      if (object !== undefined) yield object;
      at = end + 1;
    }
    kept = bytes.slice(at);
  }
  const last = parse(kept);
  if (last !== undefined) yield last;
}

function spreadReasons(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const name = Object.keys(object).find((key) => REASONS.test(key) && Array.isArray(object[key]));
  if (name === undefined) return object;
  const { [name]: reasons, ...rest } = object;
  const spread = (reasons as unknown[]).map((reason, i) => [`${name.slice(0, -1)}_${i + 1}`, reason]);
  // A lead with a field of such a name keeps it, and its list as it is.
  if (spread.some(([key]) => Object.hasOwn(rest, key as string))) return object;
  return { ...rest, ...Object.fromEntries(spread) };
}
