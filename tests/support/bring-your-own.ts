import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPythonWith } from './find-python.ts';
import { ROOT } from './node24.ts';

/** What the Python blocks of docs/how-to/bring-your-own-model.md have written where the libraries are; its README says which. */
export const GOLDEN = join(ROOT, 'tests/golden/bring-your-own');
export const GUIDE = join(ROOT, 'docs/how-to/bring-your-own-model.md');

/** A command of the guide that runs Python: what it needs, and what it leaves. */
const SCRIPTS = [
  { script: 'pipeline.py', modules: ['sklearn', 'pandas', 'joblib'], leaves: [], says: '' },
  {
    script: 'scorelane_export.py',
    modules: ['sklearn', 'pandas', 'joblib'],
    leaves: ['model-export.json'],
    says: 'model-export.json: next, scorelane import model-export.json --name NAME -o FOLDER',
  },
  {
    script: 'lightgbm_model.py',
    modules: ['lightgbm', 'pandas', 'sklearn'],
    leaves: ['lightgbm.txt', 'checks.csv'],
    says: '',
  },
  {
    script: 'xgboost_model.py',
    modules: ['xgboost', 'pandas', 'sklearn'],
    leaves: ['xgboost.json', 'xgboost-checks.csv'],
    says: '',
  },
] as const;

/**
 * Writes the scripts of the guide into a folder.
 *
 * @returns a function of bash, `python3`, that runs them with a Python that has the libraries, or else leaves what they wrote on
 * another machine; and which scripts these are
 */
export function preparePython(folder: string): {
  readonly prelude: string;
  readonly recorded: readonly string[];
} {
  const blocks = readFileSync(GUIDE, 'utf8').matchAll(/```python\n# (\S+)\n([\s\S]*?)```/g);
  for (const [, name, code] of blocks) writeFileSync(join(folder, name!), code!);
  const recorded: string[] = [];
  const cases = SCRIPTS.map(({ script, modules, leaves, says }) => {
    const python = findPythonWith(modules);
    // The variables of this machine are for BLAS that the libraries' own does not know.
    if (python !== undefined)
      return `${script}) env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE "${python}" "$@" ;;`;
    recorded.push(script);
    const copies = leaves.map((name) => `cp "${join(GOLDEN, name)}" .`);
    return `${script}) ${[...copies, says === '' ? ':' : `echo '${says}'`].join(' && ')} ;;`;
  });
  return { prelude: `python3() { case "$1" in ${cases.join(' ')} *) return 1 ;; esac; }`, recorded };
}

/** For tests that need no Python: what the guide's scripts leave. */
export function placeGolden(folder: string): void {
  for (const { leaves } of SCRIPTS)
    for (const name of leaves) copyFileSync(join(GOLDEN, name), join(folder, name));
}
