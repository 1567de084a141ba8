import fc from 'fast-check';
import { formatCell } from '../../lib/files/csv/csv-cell.ts';
import type { LeadValue } from '../../lib/lead/schema.ts';
import { anyClothes, type Clothes, dressNumber } from './dress-number.ts';
import { writeXlsx, type XlsxCell } from './write-xlsx.ts';

/** A lead, and whether it converted. Dates are ISO 8601. */
export interface PlainLead {
  readonly branch: string;
  readonly amount: number | null;
  readonly rate: number | null;
  readonly visits: number;
  readonly contact_date: string | null;
  readonly newsletter: boolean | null;
  readonly converted: boolean;
}

export const COLUMNS = ['branch', 'amount', 'rate', 'visits', 'contact_date', 'newsletter'] as const;
export const TYPES = {
  branch: 'category',
  amount: 'number',
  rate: 'number',
  visits: 'number',
  contact_date: 'date',
  newsletter: 'boolean',
} as const satisfies Record<(typeof COLUMNS)[number], string>;

const HEADER = [...COLUMNS, 'converted'];

/** How a file writes a table. */
export interface TableClothes {
  readonly format: 'csv' | 'json lines' | 'json lines of texts' | 'xlsx';
  readonly separator: ',' | ';' | '\t' | '|';
  readonly quoting: 'minimal' | 'all';
  readonly lineEnd: '\n' | '\r\n';
  readonly encoding: 'utf-8' | 'utf-8 with mark' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  readonly amount: Clothes;
  readonly rate: Clothes;
  readonly date: DateClothes;
  readonly booleans: readonly [yes: string, no: string];
  readonly missing: '' | 'NA' | 'null';
  readonly above: 'nothing' | 'titles' | 'sep';
  readonly repeatedHeader: boolean;
  readonly total: boolean;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** By the parts of a date and its time of day, `''` or `09:30:00`. */
const DATES = {
  iso: (y, m, d, time) => `${y}-${m}-${d}${time && `T${time}`}`,
  'iso with a space': (y, m, d, time) => `${y}-${m}-${d}${time && ` ${time}`}`,
  'dd/mm/yyyy': (y, m, d, time) => `${d}/${m}/${y}${time && ` ${time}`}`,
  'mm/dd/yyyy': (y, m, d, time) => `${m}/${d}/${y}${time && ` ${time}`}`,
  'dd.mm.yyyy': (y, m, d, time) => `${d}.${m}.${y}${time && ` ${time}`}`,
  'd mmm yyyy': (y, m, d, time) => `${Number(d)} ${MONTHS[Number(m) - 1]} ${y}${time && ` ${time}`}`,
  yyyymmdd: (y, m, d, time) => `${y}${m}${d}${time.replaceAll(':', '')}`,
} satisfies Record<string, (y: string, m: string, d: string, time: string) => string>;
export type DateClothes = keyof typeof DATES;

function dressDate(iso: string, clothes: DateClothes): string {
  const [day, time = ''] = iso.split('T');
  const [year, month, date] = day!.split('-') as [string, string, string];
  return DATES[clothes](year, month, date, time);
}

/** Accents of the west only, so that Windows-1252 has them; Łódź it has not. */
const BRANCHES = ['Zürich', 'São Paulo', 'Orléans', 'Café, Bar', 'Köln "Süd"', 'Málaga', 'Ærø'];

const anyDecimal = (size: number, decimals: number): fc.Arbitrary<number> =>
  fc
    .tuple(fc.integer({ min: -(10 ** size), max: 10 ** size }), fc.integer({ min: 0, max: size - 2 }))
    .map(([x, less]) => Number((x / 10 ** (2 + less)).toFixed(decimals)) + 0);

/** A table of 40 to 120 leads of either outcome, whose numbers have at most so many decimals. */
export const anyLeads = (decimals: number, withTimes: boolean, east: boolean): fc.Arbitrary<PlainLead[]> =>
  fc.array(
    fc.record({
      branch: fc.constantFrom(...BRANCHES, ...(east ? ['Łódź'] : [])),
      amount: fc.option(anyDecimal(9, decimals), { freq: 12 }),
      rate: fc.option(
        fc.integer({ min: 101, max: 9999 }).map((x) => x / 100),
        { freq: 12 },
      ),
      visits: fc.integer({ min: 0, max: 30 }),
      contact_date: fc.option(
        fc
          .date({ min: new Date('2024-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
          .map((date) => {
            const iso = date.toISOString();
            return withTimes ? `${iso.slice(0, 17)}00` : iso.slice(0, 10);
          }),
        { freq: 12 },
      ),
      newsletter: fc.option(fc.boolean(), { freq: 12 }),
      converted: fc.boolean(),
    }),
    { minLength: 40, maxLength: 120, size: 'max' },
  );

const plain = {
  decimal: '.',
  currencyAt: 'before',
  minus: '-',
  indian: false,
  space: ' ',
  apostrophe: "'",
} as const;

export const anyTableClothes: fc.Arbitrary<TableClothes> = fc
  .record({
    format: fc.constantFrom<TableClothes['format']>(
      'csv',
      'csv',
      'csv',
      'csv',
      'json lines',
      'json lines of texts',
      'xlsx',
    ),
    separator: fc.constantFrom<TableClothes['separator']>(
      ',',
      ',',
      ',',
      ';',
      ';',
      ';',
      '\t',
      '\t',
      '\t',
      '|',
    ),
    quoting: fc.constantFrom('minimal', 'all'),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    encoding: fc.constantFrom('utf-8', 'utf-8 with mark', 'utf-16le', 'utf-16be', 'windows-1252'),
    amount: anyClothes,
    percent: fc.boolean(),
    date: fc.constantFrom(...(Object.keys(DATES) as DateClothes[])),
    booleans: fc.constantFrom<TableClothes['booleans']>(
      ['yes', 'no'],
      ['TRUE', 'FALSE'],
      ['true', 'false'],
      ['Y', 'N'],
    ),
    missing: fc.constantFrom('', '', 'NA', 'null'),
    above: fc.constantFrom('nothing', 'nothing', 'titles', 'sep'),
    repeatedHeader: fc.boolean(),
    total: fc.boolean(),
  })
  .map(({ percent, ...clothes }) => {
    const { decimal } = clothes.amount;
    // The decimals of the rates are those of the amounts, as in a file of one program.
    const rate = { ...plain, decimal, decimals: 2, ...(percent ? { percent } : {}) };
    return { ...clothes, rate } as TableClothes;
  });

/** The file's bytes, and the end of its name. */
export function dressTable(
  leads: readonly PlainLead[],
  clothes: TableClothes,
): { bytes: Uint8Array; ext: string } {
  switch (clothes.format) {
    case 'xlsx':
      return { bytes: writeXlsx([HEADER, ...leads.map(toXlsxRow)]), ext: 'xlsx' };
    case 'json lines':
    case 'json lines of texts': {
      const isText = clothes.format === 'json lines of texts';
      const lines = leads.map((lead) => JSON.stringify(isText ? toTexts(lead, clothes) : toObject(lead)));
      return { bytes: Buffer.from(`${lines.join(clothes.lineEnd)}${clothes.lineEnd}`), ext: 'jsonl' };
    }
    case 'csv':
      return { bytes: encode(toCsv(leads, clothes), clothes.encoding), ext: 'csv' };
  }
}

const outcomeOf = ({ converted }: PlainLead): string => (converted ? 'won' : 'lost');

function toXlsxRow(lead: PlainLead): XlsxCell[] {
  const date =
    lead.contact_date === null
      ? null
      : new Date(`${lead.contact_date.padEnd(19, 'T00:00:00'.slice(lead.contact_date.length - 10))}Z`);
  return [lead.branch, lead.amount, lead.rate, lead.visits, date, lead.newsletter, outcomeOf(lead)];
}

const toObject = (lead: PlainLead) => ({ ...lead, converted: outcomeOf(lead) });

const toTexts = (lead: PlainLead, clothes: TableClothes) =>
  Object.fromEntries(toWords(lead, clothes).map((word, c) => [HEADER[c]!, word]));

function toWords(lead: PlainLead, { amount, rate, date, booleans, missing }: TableClothes): string[] {
  const write = <T extends LeadValue>(value: T | null, dress: (known: T) => string) =>
    value === null ? missing : dress(value);
  return [
    lead.branch,
    write(lead.amount, (value) => dressNumber(value, amount)),
    write(lead.rate, (value) => dressNumber(value, rate)),
    String(lead.visits),
    write(lead.contact_date, (value) => dressDate(value, date)),
    write(lead.newsletter, (value) => booleans[value ? 0 : 1]),
    outcomeOf(lead),
  ];
}

function toCsv(leads: readonly PlainLead[], clothes: TableClothes): string {
  const { separator, quoting, lineEnd, above, repeatedHeader, total } = clothes;
  const write = (cells: readonly string[]) =>
    cells
      .map((cell) => {
        if (quoting === 'all') return `"${cell.replaceAll('"', '""')}"`;
        return separator === '|' ? cell : formatCell(cell, separator);
      })
      .join(separator);
  const rows = [HEADER, ...leads.map((lead) => toWords(lead, clothes))];
  if (repeatedHeader) rows.splice(Math.ceil(rows.length / 2), 0, HEADER);
  if (total) {
    const sum = leads.reduce((sum, { visits }) => sum + visits, 0);
    rows.push(['Total', '', '', String(sum), '', '', '']);
  }
  const first =
    above === 'sep'
      ? [`sep=${separator}`]
      : above === 'titles'
        ? ['Leads of the year', 'Made by a program', '']
        : [];
  return `${[...first, ...rows.map(write)].join(lineEnd)}${lineEnd}`;
}

const WINDOWS_1252: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte) => [
    new TextDecoder('windows-1252').decode(Uint8Array.of(byte)),
    byte,
  ]),
);

function encode(text: string, encoding: TableClothes['encoding']): Uint8Array {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-8 with mark':
      return Buffer.from(`\ufeff${text}`);
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 'windows-1252': {
      const bytes = [...text].map((sign) => WINDOWS_1252.get(sign));
      // A text that it cannot write is saved as UTF-8.
      return bytes.includes(undefined) ? Buffer.from(text) : Uint8Array.from(bytes as number[]);
    }
  }
}
