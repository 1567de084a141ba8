import type { FileCase } from '../file-case.ts';

const WEST = ['Köln', 'Málaga', 'Besançon', 'Malmö'];
const CENTRAL = ['Łódź', 'Plzeň', 'Győr', 'Wrocław'];
const read = (file: string, shows: string, city: readonly string[], told?: string): FileCase => ({
  file,
  shows,
  rows: 40,
  fields: {
    city: { type: 'category' },
    country: { type: 'category' },
    employees: { type: 'number' },
    budget: { type: 'number' },
  },
  values: { city, employees: [5, 42, 79, 26] },
  ...(told === undefined ? {} : { warnings: [`read as ${told}`] }),
});

export const cases: readonly FileCase[] = [
  read('utf-16le-mark.csv', 'is what Excel calls Unicode text', WEST, 'UTF-16'),
  read('utf-16be-mark.csv', 'has its bytes the other way round', WEST, 'UTF-16 (big endian)'),
  read('utf-16le.csv', 'is UTF-16 without a mark, Cyrillic in part', ['Москва', 'Тула', 'Köln'], 'UTF-16'),
  read('utf-16be.tsv', 'is UTF-16 without a mark, with tabs', WEST, 'UTF-16 (big endian)'),
  read('utf-8-mark.csv', 'has the mark of UTF-8', WEST),
  read('windows-1252.csv', 'is what Excel writes in the west', WEST, 'Windows-1252'),
  read('windows-1250.csv', 'is what Excel writes in Central Europe', CENTRAL, 'Windows-1250'),
  read('iso-8859-2.csv', 'is the Central Europe of Unix', ['Łódź', 'Śląsk', 'Plzeň'], 'ISO-8859-2'),
  read('windows-1251.csv', 'is Cyrillic', ['Москва', 'Тула', 'Казань'], 'Windows-1251'),
  read('koi8-r.csv', 'is Cyrillic of Unix', ['Москва', 'Тула', 'Казань'], 'KOI8-R'),
  read('mac-roman.csv', 'is from an old Mac', WEST, 'Mac Roman'),
  read('iso-8859-15.csv', 'is Latin with the sign of the euro', ['Köln', 'Besançon', '10 €'], 'ISO-8859-15'),
  read('shift-jis.csv', 'is Japanese', ['東京都', '大阪府', 'さいたま市'], 'Shift JIS'),
  {
    file: 'unclear.csv',
    shows: 'may be read in two ways',
    refused: [
      'may be Windows-1250 or Windows-1252',
      '--encoding windows-1250 reads “Gdańsk”',
      '--encoding windows-1252 reads “Gdañsk”',
    ],
  },
  {
    ...read('unclear.csv', 'is read as it is told', ['Gdańsk', 'Berlin']),
    told: { encoding: 'windows-1250' },
  },
];
