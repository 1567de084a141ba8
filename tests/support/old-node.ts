import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { NODE_24 } from './node24.ts';

/** Those that may be in PATH and bring Node 24 with them: what a person's own Node is lies elsewhere. */
const isOurs = (folder: string): boolean => folder.includes('node_modules');

/**
 * A folder to begin PATH with, whose `node` cannot run TypeScript, as GitHub's runner and many machines have it: the machine's
 * own, where that is one; else Node 24 without its TypeScript.
 *
 * @param folder where one is made
 */
export function makeOldNode(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const own = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((each) => !isOurs(each))
    .map((each) => join(each, 'node'))
    .find((program) => existsSync(program) && !canStripTypes(program));
  if (own !== undefined) {
    symlinkSync(own, join(folder, 'node'));
    return folder;
  }
  writeFileSync(join(folder, 'node'), `#!/bin/sh\nexec "${NODE_24}" --no-experimental-strip-types "$@"\n`, {
    mode: 0o755,
  });
  return folder;
}

const canStripTypes = (program: string): boolean =>
  spawnSync(program, ['-p', 'process.features.typescript'], { encoding: 'utf8' }).stdout.trim() === 'strip';

/** The machine's PATH without what the project brings along. */
export const ownPath = (): string[] =>
  (process.env.PATH ?? '').split(delimiter).filter((each) => !isOurs(each));
