import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { NODE_24, ROOT } from './node24.ts';

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the command; resolves when it has ended, however it did. Not `spawnSync`: meanwhile the server closes connections that a
 * later `fetch` of the blocked process would take for open.
 */
export const runCli = (
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { ...(cwd === undefined ? {} : { cwd }), env: { ...process.env, ...env } };
    const child = execFile(NODE_24, [join(ROOT, 'cli/main.ts'), ...args], options, (_, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
