import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { hasPython, hasPythonModule, runPython } from '../support/python.ts';

/** The notebook of examples/, cell by cell, against the stack of `npm start`. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-notebook-'));
const isReady = hasPython() && hasPythonModule('pandas') && hasPythonModule('matplotlib');
const withPandas = isReady ? test : test.skip;
if (!isReady) console.warn('SKIPPED: examples/notebook.ipynb: this machine lacks pandas or matplotlib');

let stack: LocalStack | undefined;
beforeAll(async () => {
  // Leads are scored with a new champion at once.
  if (isReady) stack = await startLocalStack({ env: { ALIAS_TTL_SECONDS: '0' } });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

withPandas('the notebook goes from a DataFrame to answers of a published model', async () => {
  const env = {
    MPLBACKEND: 'Agg',
    SCORELANE: `'${NODE_24}' '${join(ROOT, 'cli/scorelane.mjs')}'`,
    SCORELANE_DATA_DIR: stack!.dataDir,
    SCORELANE_URL: stack!.apiUrl,
  };
  const args = [join(ROOT, 'tests/clients/run_notebook.py'), join(ROOT, 'examples/notebook.ipynb')];
  const { status, stdout, stderr } = await runPython(args, { cwd: folder, env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('500 leads, scored by v2');
  expect(stdout).toMatch(/every cell ran\n$/);
});
