import { spawnSync } from 'node:child_process';

/** `PEERS_PYTHON` names one with data scientists' libraries; the machine's own may have them, too. */
const CANDIDATES = [process.env.PEERS_PYTHON, 'python3', '/usr/bin/python3'].filter(
  (path) => path !== undefined,
);

/** A Python that has all of these modules; undefined: there is none on this machine. */
export function findPythonWith(modules: readonly string[]): string | undefined {
  const code = modules.map((name) => `import ${name}`).join('\n');
  return CANDIDATES.find((path) => spawnSync(path, ['-c', code]).status === 0);
}
