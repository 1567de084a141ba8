import { spawnSync } from 'node:child_process';

export { listVersions } from './list-versions.ts';

/** The commit that is checked out in the current folder; undefined outside a git checkout. */
export function findGitCommit(): string | undefined {
  const { stdout, status } = spawnSync('git', ['rev-parse', '--verify', '--quiet', 'HEAD'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}
