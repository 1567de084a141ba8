import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importGolden, largestDistance } from './import-golden.ts';

const FOLDER = join(__dirname, '../../golden/lightgbm');
const CASES = readdirSync(FOLDER).flatMap((name) => (name.endsWith('.txt') ? [name.slice(0, -4)] : []));

describe('a model that LightGBM saved scores and explains as LightGBM does', () => {
  it.each(CASES)('%s', async (name) => {
    const { model, golden } = await importGolden(
      readFileSync(join(FOLDER, `${name}.txt`)),
      readFileSync(join(FOLDER, `${name}.json`), 'utf8'),
    );
    const distance = largestDistance(model, golden);
    expect(distance.leads).toBe(40);
    expect(distance.probability).toBeLessThan(1e-15);
    expect(distance.contributions).toBeLessThan(1e-9);
  });

  it('covers categories, codes, missing values, forests, weights and early stopping', () => {
    expect(CASES.sort()).toEqual(
      [
        'codes',
        'dart',
        'early',
        'forest',
        'no-missing',
        'one-leaf',
        'pandas',
        'weights',
        'zero-as-missing',
      ].sort(),
    );
  });
});
