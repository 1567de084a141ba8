import { mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { NODE_24, ROOT } from './node24.ts';

/**
 * The command as it is installed: a link in a folder of the PATH, and the Node that runs it. What it prints to be pasted then begins
 * with `scorelane`.
 *
 * @param bin the folder of the link: one like `node_modules/.bin` is that of npx
 * @param path the PATH behind it
 * @returns the PATH that has it
 */
export function installCommand(bin: string, path = process.env.PATH ?? ''): string {
  mkdirSync(bin, { recursive: true });
  symlinkSync(NODE_24, join(bin, 'node'));
  symlinkSync(join(ROOT, 'cli/scorelane.mjs'), join(bin, 'scorelane'));
  return [bin, path].join(delimiter);
}

/** Has the commands of a folder find a local stack as those in the project's folder do. */
export const placeStack = (folder: string, dataDir: string): void =>
  symlinkSync(dataDir, join(folder, '.scorelane'));
