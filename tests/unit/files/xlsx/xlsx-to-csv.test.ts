import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { readXlsx } from '../../../../lib/files/xlsx/xlsx-to-csv.ts';
import { readZipDirectory } from '../../../../lib/files/xlsx/zip-directory.ts';

const file = (name: string) => new Uint8Array(readFileSync(join(__dirname, '../../../files/formats', name)));
const read = async (bytes: Uint8Array) =>
  Buffer.concat((await readXlsx(bytes, 'leads.xlsx')).blocks).toString();

/** Puts another file in place of one, and says of it what it likes. */
function replace(name: string, content: Uint8Array, claimed: number): Uint8Array {
  const archive = Buffer.from(file('leads.xlsx'));
  const entries = readZipDirectory(archive)!;
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const local = archive.readUInt16LE(entry.offset + 26) + archive.readUInt16LE(entry.offset + 28) + 30;
    const isIt = entry.name === name;
    const packed = isIt
      ? deflateRawSync(content)
      : archive.subarray(entry.offset + local, entry.offset + local + entry.packedBytes);
    const bytes = isIt ? claimed : entry.bytes;
    const title = Buffer.from(entry.name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(bytes, 22);
    head.writeUInt16LE(title.length, 26);
    const row = Buffer.alloc(46);
    row.writeUInt32LE(0x02014b50, 0);
    row.writeUInt16LE(8, 10);
    row.writeUInt32LE(packed.length, 20);
    row.writeUInt32LE(bytes, 24);
    row.writeUInt16LE(title.length, 28);
    row.writeUInt32LE(at, 42);
    parts.push(head, title, packed);
    central.push(row, title);
    at += head.length + title.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, directory, end]));
}

const SHEET = 'xl/worksheets/sheet1.xml';

test('a line per row: numbers, dates, times, booleans, errors and gaps', async () => {
  const lines = (await read(file('leads.xlsx'))).split('\n');
  expect(lines[0]).toBe('country,employees,budget,created,called,newsletter,converted');
  expect(lines[1]).toBe('DE,5,0.5,2025-12-09,2025-12-09T12:00:00Z,true,yes');
  expect(lines[2]).toBe('FR,42,53.5,2025-12-10,,false,yes');
  expect(lines[3]).toMatch(/^PL,79,,2025-12-11,/);
});

test('a workbook that unpacks to too much is refused before it is unpacked', async () => {
  const bomb = replace(SHEET, Buffer.alloc(8), 300 * 2 ** 20);
  await expect(read(bomb)).rejects.toThrow(
    'leads.xlsx: expected an Excel workbook that unpacks to at most 256 MiB, found a larger one.',
  );
});

test('a workbook that unpacks to more than it says takes no more memory than it says', async () => {
  const bomb = replace(SHEET, Buffer.alloc(200 * 2 ** 20, 32), 4096);
  const before = process.memoryUsage().arrayBuffers;
  await expect(read(bomb)).rejects.toThrow('expected an Excel workbook, found one that cannot be read');
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 2 ** 20);
});

test.each([
  ['cut off', (bytes: Uint8Array) => bytes.subarray(0, 900), 'cut off or damaged'],
  [
    'damaged within',
    (bytes: Uint8Array) => bytes.map((byte, i) => (i > 900 && i < 1500 ? 7 : byte)),
    'expected an Excel workbook',
  ],
])('a workbook that is %s is refused in words', async (_name, damage, message) => {
  await expect(read(damage(file('leads.xlsx')))).rejects.toThrow(message);
});
