import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainModel } from '../../lib/learning/train-model.ts';
import type { TrainerName } from '../../lib/learning/trainers/trainer.ts';
import type { ModelArtifact } from '../../lib/model/artifact.ts';
import { type Clothes, dressNumber } from '../support/dress-number.ts';
import { ROOT } from '../support/node24.ts';
import { scoreText } from '../support/score-text.ts';

/** Real leads, as programs write them and as people do: the model is the same. */
const BANK = join(ROOT, '../shared/data/bank/bank-full.csv');
const present = existsSync(BANK);
if (!present) console.warn(`SKIPPED: real-bank-in-clothes: there is no ${BANK}`);
const describeReal = present ? describe : describe.skip;

const PLAIN: Clothes = {
  ...{ decimal: '.', currencyAt: 'before', minus: '-', indian: false, space: ' ', apostrophe: "'" },
  decimals: 0,
};
const DOLLARS: Clothes = { ...PLAIN, thousands: ',', currency: '$', decimals: 2 };
/** Up to 102,127: no amount shows whether the comma parts thousands. */
const WHOLE_DOLLARS: Clothes = { ...DOLLARS, decimals: 0 };
const PERCENT: Clothes = { ...PLAIN, percent: true };

/** The day of a row's call, which the file has not: pseudo-random, in three years. */
const dayOf = (row: number): string =>
  new Date(Date.UTC(2024, 0, 1 + ((row * 7919 + (row >> 3)) % 1096))).toISOString().slice(0, 10);

/** The first rows of the bank's file with a date, plain and dressed. */
function bankFiles(most: number, dollars = DOLLARS): { readonly plain: string; readonly dressed: string } {
  const [first, ...rows] = readFileSync(BANK, 'utf8').trim().split('\n');
  const cellsOf = (line: string) => line.trim().replaceAll('"', '').split(';');
  const header = [...cellsOf(first!), 'contacted'];
  const leads = rows.slice(0, most).map((line, row) => [...cellsOf(line), dayOf(row)]);
  const dress = (cell: string, c: number) => {
    if (header[c] === 'balance') return dressNumber(Number(cell), dollars);
    if (header[c] === 'age') return dressNumber(Number(cell), PERCENT);
    return header[c] === 'contacted' ? cell.split('-').reverse().join('/') : cell;
  };
  const dressed = [header, ...leads.map((cells) => cells.map(dress))];
  return {
    plain: `${[header, ...leads].map((cells) => cells.join(',')).join('\n')}\n`,
    dressed: `${dressed.map((cells) => cells.map((cell) => `"${cell}"`).join(';')).join('\r\n')}\r\n`,
  };
}

const train = async (data: string, trainer: TrainerName, changes: object = {}): Promise<ModelArtifact> => {
  const { artifact } = await trainModel({
    ...{ data, fileName: 'bank.csv', target: 'y', positive: 'yes', drop: ['duration'] },
    ...{ name: 'bank', seed: 1, folds: 3, holdout: 0.2, trainers: [trainer] },
    ...{ createdAt: new Date(0), libraries: {}, ...changes },
  });
  return artifact;
};

/** All that a model is, but for where it comes from and how its columns are written. */
function withoutForms({ lineage: _, schema, ...rest }: ModelArtifact): string {
  const fields = schema.fields.map((field) => ({ ...field, form: undefined }));
  return JSON.stringify({ ...rest, schema: { ...schema, fields } });
}

/** The results that are added to each row. */
const resultsOf = (text: string, separator: string): string[] =>
  text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(separator).slice(-3).join(' '));

describeReal('UCI bank marketing, with $, %, thousands, day-first dates and Windows line ends', () => {
  test.each<[TrainerName, number, string, object]>([
    ['logistic', 50_000, 'on all rows', {}],
    ['scorecard', 50_000, 'on all rows', {}],
    ['boosted', 8_000, 'on the first rows', {}],
    ['logistic', 50_000, 'forward in time', { time: 'contacted', absoluteDate: true }],
  ])('%s of %i rows at most, %s, is the model of the plain file', async (trainer, most, _, changes) => {
    const { plain, dressed } = bankFiles(most);
    const expected = await train(plain, trainer, changes);
    const made = await train(dressed, trainer, changes);
    expect(withoutForms(made) === withoutForms(expected)).toBe(true);
    const formOf = ({ schema }: ModelArtifact, column: string) => {
      const field = schema.fields.find(({ name }) => name === column);
      return field !== undefined && 'form' in field ? field.form : undefined;
    };
    for (const column of ['balance', 'age', 'contacted']) expect(formOf(expected, column)).toBeUndefined();
    expect(formOf(made, 'balance')).toEqual({ decimal: '.', thousands: ',', currency: '$' });
    expect(formOf(made, 'age')).toEqual({ decimal: '.', percent: true });
    expect(formOf(made, 'contacted')).toBe('dd/mm/yyyy');

    // Lineage differs in nothing but the file.
    const { data_sha256: hash, ...lineage } = made.lineage;
    const { data_sha256: plainHash, ...plainLineage } = expected.lineage;
    expect(hash).not.toBe(plainHash);
    expect(lineage).toEqual(plainLineage);

    const scored = await scoreText(made, dressed, { reasons: 0 });
    expect(scored.badRows).toBe(0);
    const scoredPlain = await scoreText(expected, plain, { reasons: 0 });
    expect(resultsOf(scored.text, ';')).toEqual(resultsOf(scoredPlain.text, ','));
  });

  test('whole dollars give the model of the plain file, told or not', async () => {
    const { plain, dressed } = bankFiles(8_000, WHOLE_DOLLARS);
    const told = { columns: { balance: { type: 'number', form: '1,234.5' } } } as const;
    const expected = withoutForms(await train(plain, 'logistic'));
    for (const options of [told, {}])
      expect(withoutForms(await train(dressed, 'logistic', options)) === expected).toBe(true);
  });
});
