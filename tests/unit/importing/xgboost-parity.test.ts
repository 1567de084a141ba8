import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importGolden, largestDistance } from './import-golden.ts';

const FOLDER = join(__dirname, '../../golden/xgboost');
const MODEL = '.model.json';
const CASES = readdirSync(FOLDER).flatMap((name) =>
  name.endsWith(MODEL) ? [name.slice(0, -MODEL.length)] : [],
);
const read = (name: string) => ({
  bytes: readFileSync(join(FOLDER, `${name}${MODEL}`)),
  golden: readFileSync(join(FOLDER, `${name}.json`), 'utf8'),
});

describe('a model that XGBoost saved scores and explains as XGBoost does', () => {
  it.each(CASES)('%s', async (name) => {
    const { bytes, golden: text } = read(name);
    const { model, golden } = await importGolden(bytes, text);
    const distance = largestDistance(model, golden);
    expect(distance.leads).toBe(40);
    // It adds in 32 bits.
    expect(distance.probability).toBeLessThan(1e-6);
    expect(distance.contributions).toBeLessThan(1e-5);
  });

  it('covers numbers, categories of both kinds, dropped trees, forests and early stopping', () => {
    expect(CASES.sort()).toEqual(['dart', 'early', 'forest', 'numeric', 'one-hot', 'partition']);
  });
});
