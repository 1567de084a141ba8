import { formatCell } from '../../../lib/files/csv/csv-cell.ts';
import { scanCells } from '../../../lib/files/csv/decode-cells.ts';
import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import { trainModel } from '../../../lib/learning/train-model.ts';
import { type Clothes, dressNumber } from '../../support/dress-number.ts';
import { scoreText } from '../../support/score-text.ts';

const CLOTHES: Clothes = {
  ...{ decimal: ',', thousands: '.', currency: '€', currencyAt: 'behind', minus: '-', indian: false },
  ...{ space: ' ', apostrophe: "'", decimals: 2 },
};

/** The same table with its numbers and dates as a German spreadsheet writes them. */
function dress(csv: string, numbers: readonly string[], dates: readonly string[]): string {
  const rows: string[][] = [];
  scanCells(new TextEncoder().encode(csv), ',', (cells) => rows.push([...cells]), 'sample.csv');
  const [header, ...leads] = rows as [string[], ...string[][]];
  const dressed = leads.map((cells) =>
    cells.map((cell, c) => {
      if (dates.includes(header[c]!)) return cell.split('-').reverse().join('.');
      return numbers.includes(header[c]!) && cell !== '' ? dressNumber(Number(cell), CLOTHES) : cell;
    }),
  );
  return `${[header, ...dressed].map((cells) => cells.map((cell) => formatCell(cell, ';')).join(';')).join('\r\n')}\r\n`;
}

const train = (data: string) =>
  trainModel({
    ...{ data, fileName: 'leads.csv', target: 'converted', name: 'leads', seed: 1, folds: 2, holdout: 0.2 },
    trainers: ['logistic'],
    createdAt: new Date(0),
    libraries: {},
  });

test('the model of dressed numbers and dates is that of plain ones, and either file gets its scores from it', async () => {
  const { csv } = generateSample({ rows: 600, seed: 3 });
  const plain = await train(csv);
  const numbers = plain.artifact.schema.fields.flatMap(({ name, type }) => (type === 'number' ? [name] : []));
  const dates = plain.artifact.schema.fields.flatMap(({ name, type }) => (type === 'date' ? [name] : []));
  expect(numbers.length).toBeGreaterThan(1);
  expect(dates).toHaveLength(1);
  const dressedCsv = dress(csv, numbers, dates);
  const dressed = await train(dressedCsv);

  const { lineage: _, schema, ...rest } = dressed.artifact;
  const { lineage: __, schema: plainSchema, ...plainRest } = plain.artifact;
  expect(rest).toEqual(plainRest);
  const forms: Readonly<Record<string, unknown>> = {
    number: { form: expect.objectContaining({ decimal: ',', currency: '€' }) },
    date: { form: 'dd.mm.yyyy' },
  };
  expect(schema).toEqual({
    ...plainSchema,
    fields: plainSchema.fields.map((field) => ({ ...field, ...(forms[field.type] ?? {}) })),
  });

  const scored = await scoreText(dressed.artifact, dressedCsv, { reasons: 0 });
  const expected = await scoreText(plain.artifact, csv, { reasons: 0 });
  const results = (text: string, separator: string) =>
    text
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(separator).slice(-3).join(' ').replace(',', '.'));
  expect(results(scored.text, ';')).toEqual(results(expected.text, ','));

  // Plain numbers with a decimal point are refused under this form, unless --decimal says how they are written.
  const [header, first] = csv.split('\n') as [string, string];
  const at = header.split(',').indexOf(numbers[0]!);
  const fraction = first.split(',').with(at, '1234.5').join(',');
  await expect(scoreText(dressed.artifact, `${header}\n${fraction}\n`)).rejects.toThrow(
    /expected a number such as €1\.?234,5 or 1234,5/,
  );
  const told = await scoreText(dressed.artifact, csv, { reasons: 0, decimal: '.' });
  expect(results(told.text, ',')).toEqual(results(expected.text, ','));
});
