import { InputError } from '../../errors.ts';
import { quoteSome } from '../../quoting.ts';
import { formatRow } from '../csv/csv-cell.ts';
import { describeTooLarge, MOST_RECORD_BYTES } from '../csv/cut-pieces.ts';
import { listNames, parseJsonObject, textOfValue } from '../scoring/json-object.ts';
import { LF } from '../text/bytes.ts';

/** What the text is written with. */
export const JSON_LINES_SEPARATOR = ',';

const BLOCK_BYTES = 1 << 20;

/** JSON Lines as a table of words, in CSV. */
export interface JsonLinesText {
  readonly blocks: readonly Uint8Array[];
  readonly notes: readonly string[];
}

/**
 * JSON Lines as CSV: a column per field, in the order in which they first appear. A number stands as JSON writes it, a text as it is,
 * null and a field that is not there as an empty cell; fields that hold objects or lists are left out and told.
 *
 * @param blocks of the text, read twice: first its names, then its values
 * @throws {InputError} a line is no JSON object, or names a field twice; says the line
 */
export function jsonLinesToCsv(open: () => Iterable<Uint8Array>, fileName: string): JsonLinesText {
  const columns = new Map<string, number>();
  const nested = new Map<string, number>();
  for (const { object, line } of readObjects(open(), fileName)) {
    for (const [name, value] of Object.entries(object)) {
      if (!columns.has(name)) columns.set(name, columns.size);
      if (typeof value === 'object' && value !== null && !nested.has(name)) nested.set(name, line);
    }
  }
  const names = [...columns.keys()].filter((name) => !nested.has(name));
  const blocks: Uint8Array[] = [];
  let text = `${formatRow(names, JSON_LINES_SEPARATOR)}\n`;
  let next = 2;
  for (const { object, line } of readObjects(open(), fileName)) {
    // As many lines as the file has, so that a message names the right one; the header stands for none.
    for (; next <= line; next++) text += '\n';
    const cells = names.map((name) => (Object.hasOwn(object, name) ? textOfValue(object[name]) : ''));
    text += cells.length === 1 && cells[0] === '' ? '""\n' : `${formatRow(cells, JSON_LINES_SEPARATOR)}\n`;
    next += 1;
    if (text.length >= BLOCK_BYTES) {
      blocks.push(Buffer.from(text));
      text = '';
    }
  }
  blocks.push(Buffer.from(text));
  const notes = [...nested].map(
    ([name, line]) =>
      `“${name}” holds objects or lists (line ${line}): left out; spread it over fields of its own`,
  );
  return { blocks, notes };
}

function* readObjects(blocks: Iterable<Uint8Array>, fileName: string) {
  const decoder = new TextDecoder();
  let line = 0;
  for (const bytes of readLines(blocks, fileName)) {
    line += 1;
    const text = decoder.decode(bytes).trim();
    if (text === '') continue;
    const object = parseJsonObject(text);
    if (object === undefined) {
      throw new InputError(
        `${fileName}: expected a lead as a JSON object on a line of its own, found something else in line ${line}.`,
      );
    }
    const names = listNames(text);
    if (names.length > Object.keys(object).length) {
      const twice = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
      throw new InputError(
        `${fileName}: expected every field once, found ${quoteSome(twice)} more than once in line ${line}.`,
      );
    }
    yield { object, line };
  }
}

function* readLines(blocks: Iterable<Uint8Array>, fileName: string): Iterable<Uint8Array> {
  let held: Uint8Array = new Uint8Array(0);
  let line = 1;
  for (const block of blocks) {
    let from = 0;
    for (let end = block.indexOf(LF); end >= 0; end = block.indexOf(LF, from)) {
      yield held.length === 0 ? block.subarray(from, end) : Buffer.concat([held, block.subarray(from, end)]);
      held = new Uint8Array(0);
      from = end + 1;
      line += 1;
    }
    held = Buffer.concat([held, block.subarray(from)]);
    if (held.length > MOST_RECORD_BYTES)
      throw new InputError(
        `${fileName}: ${describeTooLarge(`in line ${line}`, 'Each lead stands on a line of its own.')}`,
      );
  }
  if (held.length > 0) yield held;
}
