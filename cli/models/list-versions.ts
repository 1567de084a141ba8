import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The libraries that take part in a training. */
const LIBRARIES = ['ml-logistic-regression', 'ml-matrix'];

/**
 * Versions of what takes part in a training, by name. `infra/build/package/` puts the facts in the place of this file: the
 * package has no libraries beside it.
 */
export function listVersions(): Record<string, string> {
  const { resolve } = createRequire(import.meta.url);
  return {
    scorelane: readVersion(new URL('../../package.json', import.meta.url)),
    node: process.versions.node,
    ...Object.fromEntries(LIBRARIES.map((name) => [name, readVersion(findManifest(resolve(name)))])),
  };
}

/** The nearest one above a file: which of its files may be asked for is a library's to say. */
function findManifest(file: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) return manifest;
    if (folder === dirname(folder)) throw new Error(`expected a package.json above ${file}, found none`);
  }
}

const readVersion = (path: string | URL): string =>
  (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
