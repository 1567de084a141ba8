import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readScikit } from '../../lib/importing/scikit/read-scikit.ts';
import { ROOT } from '../support/node24.ts';
import { compareWithChecks } from '../support/score-imported.ts';

/**
 * The exporter beside the real libraries: PEERS_PYTHON names a Python that has scikit-learn, pandas and LightGBM; else `python3` is
 * asked.
 */
const PYTHON = process.env.PEERS_PYTHON ?? 'python3';
const NEEDED = 'sklearn, pandas, lightgbm';
const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...own } = process.env;
// One thread: trees this small wait for each other on more.
const env = { ...own, PYTHONDONTWRITEBYTECODE: '1', PYTHONWARNINGS: 'ignore', OMP_NUM_THREADS: '1' };
const run = (...args: string[]) =>
  promisify(execFile)(PYTHON, args, { cwd: ROOT, env, maxBuffer: 64 * 2 ** 20 });

const hasLibraries = spawnSync(PYTHON, ['-c', `import ${NEEDED}`], { env }).status === 0;
if (!hasLibraries)
  console.warn(`SKIPPED: scorelane_export.py beside scikit-learn: ${PYTHON} lacks ${NEEDED}`);
const withLibraries = hasLibraries ? test : test.skip;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scikit-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

withLibraries(
  'every kind of pipeline that the exporter writes gives the probabilities of its library on 200 leads',
  async () => {
    await run('tests/golden/scikit/make.py', folder, '--all');
    const names = readdirSync(folder);
    expect(names.length).toBeGreaterThan(25);
    const far = names.map((name) => {
      const model = readScikit(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      expect([name, model.checks!.length]).toEqual([name, 200]);
      const { score, reasons } = compareWithChecks(model);
      return { name, agrees: score <= model.tolerance, addsUp: reasons < 1e-9 };
    });
    expect(far).toEqual(names.map((name) => ({ name, agrees: true, addsUp: true })));
  },
  300_000,
);

withLibraries('everything else is refused by name, with its place in the pipeline', async () => {
  const { stderr } = await run('-m', 'unittest', 'discover', 'tests/unit/importing/scikit');
  expect(stderr).toMatch(/\nRan \d\d tests in [\d.]+s\n\nOK\n/);
});
