import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/node24.ts';
import { importGolden, largestDistance } from '../unit/importing/import-golden.ts';

/** Models of real size beside the libraries themselves; PEERS_PYTHON names a Python that has them, else others are asked. */
const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...own } = process.env;
const env = { ...own, PYTHONDONTWRITEBYTECODE: '1', PYTHONWARNINGS: 'ignore' };
const PYTHONS = [process.env.PEERS_PYTHON, 'python3', '/usr/bin/python3'].filter(
  (path) => path !== undefined,
);
const findPython = (needed: string) =>
  PYTHONS.find((path) => spawnSync(path, ['-c', `import ${needed}`], { env }).status === 0);

const LEADS = 300;
const CASES = [
  { library: 'lightgbm', needed: 'lightgbm, pandas', ending: '.txt', rounds: 200, contributions: 1e-9 },
  { library: 'xgboost', needed: 'xgboost', ending: '.model.json', rounds: 200, contributions: 1e-4 },
] as const;

describe.each(CASES)('$library', ({ library, needed, ending, rounds, contributions }) => {
  const python = findPython(needed);
  if (python === undefined) console.warn(`SKIPPED: models of ${library} itself: no Python has ${needed}`);
  const withLibrary = python === undefined ? test.skip : test;

  withLibrary(
    `${rounds} trees score and explain as the library does`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'foreign-'));
      try {
        const script = `tests/golden/${library}/make_golden.py`;
        await promisify(execFile)(python!, [script, folder, String(rounds), String(LEADS)], {
          cwd: ROOT,
          env,
        });
        const names = readdirSync(folder).flatMap((name) =>
          name.endsWith(ending) ? [name.slice(0, -ending.length)] : [],
        );
        expect(names.length).toBeGreaterThan(5);
        for (const name of names) {
          // The import itself compares the probabilities of all leads.
          const { model, golden, files } = await importGolden(
            readFileSync(join(folder, `${name}${ending}`)),
            readFileSync(join(folder, `${name}.json`), 'utf8'),
          );
          expect([name, files.facts.checked?.leads]).toEqual([name, LEADS]);
          expect(largestDistance(model, golden).contributions).toBeLessThan(contributions);
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    250_000,
  );
});
