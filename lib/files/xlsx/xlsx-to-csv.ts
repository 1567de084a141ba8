import { count } from '../../count.ts';
import { InputError, messageOf } from '../../errors.ts';
import { quoteSome } from '../../quoting.ts';
import { formatRow } from '../csv/csv-cell.ts';
import { MOST_XLSX_BYTES } from './xlsx-limits.ts';
import { readZipDirectory, readZipEntry, type ZipEntry } from './zip-directory.ts';

/** What the text is written with. */
export const XLSX_SEPARATOR = ',';

const MOST_UNPACKED_BYTES = 256 * 2 ** 20;
const MOST_WORKBOOK_BYTES = 2 ** 22;
const BLOCK_ROWS = 1 << 12;

/** A sheet of a workbook as CSV text in UTF-8. */
export interface SheetText {
  readonly blocks: readonly Uint8Array[];
  /** Which sheet was read, where there are several. */
  readonly notes: readonly string[];
}

/**
 * A sheet of an Excel workbook as CSV: a line per row of the sheet, so that lines are counted alike. Numbers stand as in JSON, dates as
 * 2026-01-31 (with a time of day, as 2026-01-31T12:00:00Z), errors such as #N/A are empty cells; a formula is what it came to.
 *
 * @param sheet its name; the first that is not hidden, unless told
 * @throws {InputError} it is no workbook, is too large, has a password, or no such sheet
 */
export async function readXlsx(bytes: Uint8Array, fileName: string, sheet?: string): Promise<SheetText> {
  if (bytes.length > MOST_XLSX_BYTES) throw tooLarge(fileName, `of at most ${MOST_XLSX_BYTES >> 20} MiB`);
  const sheets = listSheets(bytes, fileName);
  const chosen = chooseSheet(sheets, fileName, sheet);
  // Loaded when a workbook is read, and not before.
  const { readSheet } = await import('read-excel-file/universal');
  const archive = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const rows = await readSheet(archive, chosen, { trim: false }).catch((error: unknown) => {
    throw new InputError(
      `${fileName}: expected an Excel workbook, found one that cannot be read (${messageOf(error)}). Save it again, or export the sheet as “CSV UTF-8”.`,
    );
  });
  const others = sheets.filter(({ name }) => name !== chosen).map(({ name }) => name);
  const notes =
    others.length === 0
      ? []
      : [
          `${fileName}: the sheet “${chosen}” is read, of ${count(sheets.length, 'sheet')}; --sheet names another: ${quoteSome(others)}`,
        ];
  return { blocks: toBlocks(rows), notes };
}

function toBlocks(rows: readonly (readonly unknown[])[]): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < rows.length; at += BLOCK_ROWS) {
    const lines = rows.slice(at, at + BLOCK_ROWS).map((row) => {
      const cells = row.map(formatValue);
      // An empty row is a blank line, which is no row.
      return cells.every((cell) => cell === '') ? '\n' : `${formatRow(cells, XLSX_SEPARATOR)}\n`;
    });
    blocks.push(Buffer.from(lines.join('')));
  }
  return blocks;
}

/** A cell stands on one line, so that lines are rows of the sheet. */
function formatValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return formatDate(value);
  return typeof value === 'string' ? value.replace(/\s*[\r\n]+\s*/g, ' ') : String(value);
}

function formatDate(date: Date): string {
  // Excel keeps a fraction of a day, which misses a second by a little.
  const seconds = Math.round(date.getTime() / 1000);
  const text = new Date(1000 * seconds).toISOString();
  return seconds % 86_400 === 0 ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
}

interface SheetName {
  readonly name: string;
  readonly hidden: boolean;
}

function listSheets(bytes: Uint8Array, fileName: string): SheetName[] {
  const entries = readZipDirectory(bytes);
  if (entries === undefined) {
    throw new InputError(
      `${fileName}: expected an Excel workbook, found one that is cut off or damaged. Copy it again.`,
    );
  }
  const find = (name: string) => entries.find((entry) => entry.name === name);
  const workbook = find('xl/workbook.xml');
  if (workbook === undefined) throw noWorkbook(fileName, find);
  const unpacked = entries.reduce((sum, entry) => sum + (isRead(entry) ? entry.bytes : 0), 0);
  if (unpacked > MOST_UNPACKED_BYTES)
    throw tooLarge(fileName, `that unpacks to at most ${MOST_UNPACKED_BYTES >> 20} MiB`);
  let xml: string;
  try {
    xml = new TextDecoder().decode(readZipEntry(bytes, workbook, MOST_WORKBOOK_BYTES));
  } catch (error) {
    throw new InputError(
      `${fileName}: expected an Excel workbook, found one that cannot be unpacked (${messageOf(error)}). Save it again.`,
    );
  }
  return [...xml.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)].map(([tag]) => ({
    name: unescapeXml(/\sname="([^"]*)"/.exec(tag)?.[1] ?? ''),
    hidden: /\sstate="(?:hidden|veryHidden)"/.test(tag),
  }));
}

/** What is unpacked of an archive. */
const isRead = ({ name }: ZipEntry): boolean => name.endsWith('.xml') || name.endsWith('.xml.rels');

function chooseSheet(sheets: readonly SheetName[], fileName: string, wanted: string | undefined): string {
  const chosen =
    wanted === undefined
      ? (sheets.find(({ hidden }) => !hidden) ?? sheets[0])
      : sheets.find(({ name }) => name === wanted);
  if (chosen !== undefined) return chosen.name;
  const names = quoteSome(
    sheets.map(({ name }) => name),
    20,
  );
  throw new InputError(
    wanted === undefined
      ? `${fileName}: expected a workbook with a sheet, found none.`
      : `${fileName}: --sheet: expected one of its sheets, got “${wanted}”. They are: ${names}.`,
  );
}

function noWorkbook(fileName: string, find: (name: string) => ZipEntry | undefined): InputError {
  const [found, advice] =
    find('xl/workbook.bin') !== undefined
      ? ['a binary workbook (.xlsb)', 'Save it as .xlsx.']
      : find('mimetype') !== undefined
        ? ['an OpenDocument file', 'Save it as .xlsx or as “CSV UTF-8”.']
        : ['a ZIP archive without one', 'Unpack it first.'];
  return new InputError(`${fileName}: expected an Excel workbook, found ${found}. ${advice}`);
}

const tooLarge = (fileName: string, expected: string): InputError =>
  new InputError(
    `${fileName}: expected an Excel workbook ${expected}, found a larger one. Export the sheet as “CSV UTF-8”.`,
  );

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    name === undefined
      ? String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
      : (ENTITIES[name] ?? whole),
  );
