import fc from 'fast-check';
import { InputError } from '../../../../lib/errors.ts';
import { decodeText } from '../../../../lib/files/text/decode-text.ts';
import { readTable } from '../../../../lib/learning/table/read-table.ts';
import type { Table } from '../../../../lib/learning/table/table.ts';

const read = (input: string | Uint8Array) => readTable(input, { fileName: 'leads.csv' });
const rowsOf = (table: Table) =>
  Array.from({ length: table.rowCount }, (_, row) =>
    table.columns.map(({ words, codes }) => words[codes[row]!]),
  );
const refusal = (input: string | Uint8Array, encoding?: string): string => {
  try {
    readTable(input, { fileName: 'leads.csv', encoding });
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  throw new Error('expected a refusal, found none');
};
const latin1 = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

describe('reading', () => {
  test('encodes the words of every column', () => {
    const table = read('source,visits\nweb,1\nads,1\nweb,2\n');
    expect(table.columns[0]).toMatchObject({ name: 'source', words: ['web', 'ads'] });
    expect([...table.columns[0]!.codes]).toEqual([0, 1, 0]);
    expect(rowsOf(table)).toEqual([
      ['web', '1'],
      ['ads', '1'],
      ['web', '2'],
    ]);
  });

  test.each([
    ['comma', 'a,b;c\n1,2\n', ',', ['a', 'b;c']],
    ['semicolon', '"a, x";b\n"1,5";2\n', ';', ['a, x', 'b']],
    ['tab', 'a\tb, c\n1\t2\n', '\t', ['a', 'b, c']],
    ['the one that fits the rows', 'price, net;y\n1;2\n3;4\n', ';', ['price, net', 'y']],
    ['none, one column', 'mql_id\nx\ny\n', ',', ['mql_id']],
  ])('finds the separator: %s', (_name, text, separator, names) => {
    const table = read(text);
    expect(table.separator).toBe(separator);
    expect(table.columns.map((column) => column.name)).toEqual(names);
  });

  test('drops a byte order mark, CR LF and the space around words', () => {
    const bytes = new TextEncoder().encode('\ufeffid , city\r\n 1,  Köln \r\n');
    const table = read(bytes);
    expect(table.columns.map((column) => column.name)).toEqual(['id', 'city']);
    expect(rowsOf(table)).toEqual([['1', 'Köln']]);
  });

  test('reads Windows-1252 when told so', () => {
    const table = readTable(latin1('city,price\nK\u00f6ln,5\u0080\n'), { encoding: 'latin1' });
    expect(rowsOf(table)).toEqual([['Köln', '5€']]);
  });

  test('keeps every word as it is but for the space around it', () => {
    const word = fc.string({
      unit: fc.constantFrom('0', '1', '.', ',', '-', 'e', 'N', 'A', ' ', '"', '\n'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 20 }), (rows) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = ['one,two', ...rows.map((row) => row.map(quote).join(','))].join('\n');
        expect(rowsOf(read(text))).toEqual(rows.map((row) => row.map((cell) => cell.trim())));
      }),
    );
  });
});

describe('files that cannot be used', () => {
  test('an empty file', () => {
    expect(refusal('')).toBe(
      'leads.csv: expected a CSV file with a header line and rows of data, found an empty file.',
    );
    expect(refusal('\n\r\n')).toContain('found an empty file');
  });

  test('a header without rows', () => {
    expect(refusal('a,b\n')).toBe(
      'leads.csv: expected rows of data below the header line, found none. Its columns are: a, b.',
    );
  });

  test('no header: bank', () => {
    expect(refusal('58;"management";5;"may"\n44;"technician";5;"may"\n33;"management";5;"may"\n')).toBe(
      'leads.csv: expected the names of the columns in line 1, found what looks like data: “58”, “management”, “5”, “may”. ' +
        'Put a line with the names above it.',
    );
  });

  test.each([
    ['numbers only', '1,2,3\n4,5,6\n'],
    ['the same number twice', '1,0,0\n4,0,1\n'],
    ['numbers as people write them', '$58.00;12%;1.234,50 €\n$44.00;13%;1.000,00 €\n'],
    [
      'Olist',
      'dac3,2018-02-01,88740e65,social\n8c18,2017-10-20,007f9098,social\nb4bc,2018-03-22,88740e65,email\n',
    ],
  ])('no header: %s', (_name, text) => {
    expect(refusal(text)).toContain('found what looks like data');
  });

  test.each([
    ['years as names', 'region,2019,2020\nnorth,5,6\nsouth,7,8\n'],
    ['numbered names', 'V1,V2,R$3\n5,6,7\n7,8,9\n'],
    ['a name that is also a value', 'id,t\nx,t\ny,f\n'],
    ['names above categories', 'origin,channel\nweb,email\nads,phone\n'],
    [
      'a header that is repeated further down',
      'source,visits\nweb,1\nsource,visits\nads,2\nads,3\n' + 'web,4\nx,5\nx,6\nx,7\nx,8\nx,9\nx,10\n',
    ],
  ])('a header is not taken for data: %s', (_name, text) => {
    expect(() => read(text)).not.toThrow();
  });

  test('column names twice', () => {
    const table = read('id,visits,id\n1,2,3\n');
    expect(table.columns.map(({ name }) => name)).toEqual(['id', 'visits', 'id#2']);
    expect([...table.repeated]).toEqual([['id', [1, 3]]]);
  });

  test('a column without a name', () => {
    const table = read('id,,visits\nx,2,3\n');
    expect(table.columns.map(({ name }) => name)).toEqual(['id', 'visits']);
    expect(table.warnings).toEqual(['column 2: it has no name, so no lead can be asked for it, left out']);
  });

  test('ragged rows: the first one’s line, and how many', () => {
    expect(refusal('a,b\n"x\ny",2\n3\n4,5\n6,7,8\n')).toBe(
      'leads.csv: expected 2 cells in every row, as in the header; found 1 in line 4. 2 rows of 4 differ. ' +
        'Fill up the missing cells (they may be empty), or remove what is not a row of the table.',
    );
    expect(refusal('a,b\n1,2,3\n4,5\n')).toMatch(
      /found 3 in line 2\. It is the only such row\. A cell that contains the separator must stand in quotes\.$/,
    );
  });

  test('a short last row (udsv 0.7.3 reads it for ever)', () => {
    expect(refusal('a,b\n1,2\n3')).toContain('found 1 in line 3');
  });

  test('told UTF-8 that is none: byte, line, and what to pass', () => {
    expect(refusal(latin1('city\r\nBonn\r\nK\u00f6ln\r\n'), 'utf-8')).toBe(
      'leads.csv: expected UTF-8 text, found the byte 0xF6 in line 3. ' +
        'Tell how it is encoded, such as --encoding windows-1252, or save it as UTF-8.',
    );
  });

  test.each([
    ['UTF-16 without a mark', Uint8Array.of(0x61, 0, 0x2c, 0), 'a NUL byte in line 1'],
    ['an Excel workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 20), 'a ZIP archive or an Excel workbook'],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8), 'a gzip archive'],
  ])('not text: %s', (_name, bytes, found) => {
    expect(refusal(bytes)).toContain(`expected a CSV file as UTF-8 text, found ${found}`);
  });

  test('columns separated by something else', () => {
    expect(refusal('a|b\n1|2\n')).toContain('found “|” in line 1');
  });
});

test('names the first byte that is not UTF-8, as a decoder finds it', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const isText = (bytes: Uint8Array) => {
    try {
      decoder.decode(bytes);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(fc.uint8Array({ min: 1, maxLength: 12 }), (tail) => {
      const bytes = Uint8Array.from([97, 98, ...tail]);
      if (isText(bytes)) {
        expect(() => decodeText(bytes, 'x')).not.toThrow();
        return;
      }
      let at = 0;
      // The longest prefix that is text ends where the first bad sequence starts.
      for (let end = 0; end <= bytes.length; end++) if (isText(bytes.subarray(0, end))) at = end;
      const hex = bytes[at]!.toString(16).toUpperCase().padStart(2, '0');
      expect(() => decodeText(bytes, 'x')).toThrow(`the byte 0x${hex} in line`);
    }),
    { numRuns: 500 },
  );
});
