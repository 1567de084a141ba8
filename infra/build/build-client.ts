import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { toJsonSchemas } from '../../lib/contract/components.ts';
import { renderContractTypes } from './contract-types.ts';

/**
 * Makes the package `scorelane` that is published: the typed client of the API as `scorelane/client`, plain JavaScript
 * with declarations and without dependencies, in `dist/scorelane`. Of the contract it has the types, made of its schemas. The repository's own package stays private: Node
 * does not strip types below node_modules.
 */
const root = join(import.meta.dirname, '../..');
const out = join(root, 'dist/scorelane');

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const { status, stdout } = spawnSync(
  process.execPath,
  [tsc, '--project', join(root, 'tsconfig.client.json'), '--outDir', out],
  { encoding: 'utf8' },
);
if (status !== 0) {
  console.error(stdout);
  process.exit(1);
}
// The client needs no schema when it runs, and zod's types are not its users'.
rmSync(join(out, 'contract'), { recursive: true });
mkdirSync(join(out, 'contract'));
writeFileSync(join(out, 'contract/index.d.ts'), renderContractTypes(toJsonSchemas()));
const { version, license, description } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const manifest = {
  name: 'scorelane',
  version,
  description: `${description}: the client`,
  license,
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20' },
  exports: { './client': { types: './client/index.d.ts', default: './client/index.js' } },
};
writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
copyFileSync(join(root, 'docs/client.md'), join(out, 'README.md'));
console.log(`dist/scorelane  scorelane@${version}: npm publish dist/scorelane`);
