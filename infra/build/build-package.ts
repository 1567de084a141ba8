import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compileCli } from './package/compile-cli.ts';
import { compileClient } from './package/compile-client.ts';
import { listLicences } from './package/list-licences.ts';

/**
 * npm run build:package: makes the package `scorelane`, which is published, in `dist/scorelane`, and packs it as
 * `dist/scorelane-<version>.tgz`. It holds the command, compiled for Node 20 with the libraries that it uses, and the client
 * `scorelane/client`. The repository's own package is private and is not packed: Node strips no types below node_modules (ADR 58).
 *
 *   --out FOLDER  instead of dist
 */
const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({ options: { out: { type: 'string' } } });
const dist = resolve(values.out ?? join(root, 'dist'));
const out = join(dist, 'scorelane');
const sources = join(import.meta.dirname, 'package');

/** Files of libraries that are copied, besides those that are bundled: Chart.js holds the colours. */
const COPIED = ['chart.js', '@kurkle/color'];

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await compileClient(out);
const metafile = await compileCli(join(out, 'cli'));
// Not part of the package: which file of it holds what.
writeFileSync(join(dist, 'scorelane.meta.json'), JSON.stringify(metafile));
mkdirSync(join(out, 'bin'));
copyFileSync(join(sources, 'scorelane.cjs'), join(out, 'bin/scorelane.cjs'));
chmodSync(join(out, 'bin/scorelane.cjs'), 0o755);
copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
writeFileSync(join(out, 'THIRD-PARTY-LICENSES'), listLicences(metafile, COPIED));
writeFileSync(join(out, 'README.md'), writeReadme());
const manifest = describePackage();
writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
const packed = pack();
console.log(
  `${packed}  ${(statSync(packed).size / 2 ** 20).toFixed(1)} MB: npm install --global ./${packed}`,
);

/** The command's words, then the client's documentation, whose links lead into the repository. */
function writeReadme(): string {
  const client = readFileSync(join(root, 'docs/client.md'), 'utf8').replace(
    /\[([^\]]+)\]\((?!https?:)[^)]*\)/g,
    '$1',
  );
  return readFileSync(join(sources, 'README.md'), 'utf8') + client.replace(/^#/gm, '##');
}

function describePackage() {
  const { version, license, description } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  // Where a workflow builds it: npm compares the provenance with it.
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  const url = server && repository && `git+${server}/${repository}.git`;
  return {
    name: 'scorelane',
    version,
    description,
    license,
    ...(url ? { repository: { type: 'git', url } } : {}),
    type: 'module',
    engines: { node: '>=20.12' },
    bin: { scorelane: 'bin/scorelane.cjs' },
    exports: {
      './client': {
        import: { types: './client/index.d.ts', default: './client/index.js' },
        require: { types: './cjs/client/index.d.ts', default: './cjs/client/index.js' },
      },
      './package.json': './package.json',
    },
    files: ['bin', 'cjs', 'cli', 'client', 'contract', 'THIRD-PARTY-LICENSES'],
    sideEffects: ['./bin/*', './cli/*'],
  };
}

/** @returns the packed file, as seen from the working folder */
function pack(): string {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['pack', out, '--pack-destination', dist, '--ignore-scripts', '--json', '--loglevel=error'],
    { cwd: dist, encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (status !== 0) throw new Error(`npm pack ended with ${status}:\n${stderr}`);
  const [{ filename }] = JSON.parse(stdout) as [{ readonly filename: string }];
  return relative('', join(dist, filename));
}
