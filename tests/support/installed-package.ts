import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { buildPackage } from './build-package.ts';
import { ownPath } from './old-node.ts';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface InstalledPackage {
  /** What was packed. */
  readonly directory: string;
  /** Where `npm install --global` puts it. */
  readonly prefix: string;
  /** The package in it. */
  readonly installed: string;
  /** A folder of somebody's own code, with the package. */
  readonly project: string;
}

/** Packs the package, and installs it without a network where there is nothing else. */
export function installPackage(folder: string): InstalledPackage {
  const { directory, packed } = buildPackage(join(folder, 'dist'));
  const project = join(folder, 'project');
  const prefix = join(folder, 'global');
  mkdirSync(project);
  const install = (...args: readonly string[]) =>
    execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', ...args, packed], {
      cwd: project,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  install('--global', '--prefix', prefix);
  writeFileSync(join(project, 'package.json'), '{}');
  install();
  return { directory, prefix, installed: join(prefix, 'lib/node_modules/scorelane'), project };
}

/**
 * Runs a program with a PATH that begins with a Node. Not synchronous: the connections of a stack would be closed meanwhile.
 *
 * @param node a program of Node
 */
export async function runWithNode(
  node: string,
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, PATH: [dirname(node), ...ownPath()].join(delimiter), ...env },
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  const [status] = await once(child, 'close');
  return { status, ...texts };
}
