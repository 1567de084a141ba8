import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

/** Versions of what takes part in a training, by name. */
export function listVersions(): Record<string, string> {
  const versions = ['ml-logistic-regression', 'ml-matrix'].map((name) => {
    const path = findPackageJSON(name, import.meta.url);
    return [name, path === undefined ? 'unknown' : readVersion(path)];
  });
  const own = readVersion(new URL('../../package.json', import.meta.url));
  return { scorelane: own, node: process.versions.node, ...Object.fromEntries(versions) };
}

const readVersion = (path: string | URL): string =>
  (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;

/** The commit that is checked out in the current folder; undefined outside a git checkout. */
export function findGitCommit(): string | undefined {
  const { stdout, status } = spawnSync('git', ['rev-parse', '--verify', '--quiet', 'HEAD'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}
