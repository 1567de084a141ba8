import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './node24.ts';

/** The Python package's folder. */
export const PYTHON_PACKAGE = join(ROOT, 'clients/python');

const ask = (code: string): boolean => spawnSync('python3', ['-c', code]).status === 0;

/** Whether Python is on this machine, recent enough for the package. */
export const hasPython = (): boolean => ask('import sys; sys.exit(sys.version_info < (3, 9))');

/** Whether a module of Python is on this machine, such as pandas. */
export const hasPythonModule = (name: string): boolean => ask(`import ${name}`);

export interface PythonEnded {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Python with the package in its path; resolves when it has ended, however it did. */
export const runPython = (
  args: readonly string[],
  { cwd = PYTHON_PACKAGE, env = {} }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<PythonEnded> =>
  new Promise((resolve) => {
    const all = { ...process.env, PYTHONPATH: PYTHON_PACKAGE, PYTHONDONTWRITEBYTECODE: '1', ...env };
    const child = execFile('python3', [...args], { cwd, env: all }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
