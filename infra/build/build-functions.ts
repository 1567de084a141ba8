import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { listVersions } from '../../cli/models/list-versions.ts';
import { readChartScript } from '../../cli/train/report-script.ts';
import { listComponents } from '../../lib/http/openapi/component-schemas.ts';

/**
 * Bundles every `functions/<name>.ts` into `.build/<name>/index.js`: one self-contained CommonJS file per Lambda
 * function, which is all that its package holds, but for the programs of threads that it starts. Source maps and what each
 * bundle is made of (esbuild's metafile, `.build/meta/<name>.json`) stay here.
 *
 * CommonJS and `mainFields: module first` are choices of start-up time: ESM output starts 8 ms slower, and the
 * SDK's `main` files pull in twice the code of its `module` files. The SDK's search for credentials is left out.
 */
const root = join(import.meta.dirname, '../..');
const functionsDir = join(root, 'functions');
const outDir = join(root, '.build');

/** The programs of threads that functions start, bundled beside them; serverless.yml packages both. */
const WORKERS: Readonly<Record<string, readonly string[]>> = {
  'train-candidate': ['lib/learning/fit-worker.ts', 'lib/learning/trainers/trees/grow/grow-worker.ts'],
};

/** What only the build knows, in the place of these files: where the program of a thread is, and facts. */
const REPLACED: Readonly<Record<string, () => string>> = {
  'lib/learning/fit-worker-file.ts': () =>
    `import { join } from 'node:path'; export const FIT_WORKER = join(__dirname, 'fit-worker.js');`,
  'lib/learning/trainers/trees/grow/grow-worker-file.ts': () =>
    `import { join } from 'node:path'; export const GROW_WORKER = join(__dirname, 'grow-worker.js');`,
  'lib/http/openapi/component-schemas.ts': () => {
    // As text they would be half of what the API adds to its libraries.
    const packed = deflateRawSync(JSON.stringify(listComponents())).toString('base64');
    return `import { inflateRawSync } from 'node:zlib'; export const listComponents = () => JSON.parse(inflateRawSync(Buffer.from('${packed}', 'base64')).toString());`;
  },
  'lib/runtime/build-facts.ts': () => {
    // Node's version is that of the function's own runtime.
    const { node: _node, ...libraries } = listVersions();
    return `export const BUILD_FACTS = ${JSON.stringify({ libraries, chartScript: readChartScript() })};`;
  },
};

const replaceFiles: Plugin = {
  name: 'what only the build knows',
  setup(context) {
    for (const [file, contents] of Object.entries(REPLACED)) {
      // A file that was moved would be bundled as it is, and fail in the cloud only.
      if (!existsSync(join(root, file)))
        throw new Error(`${file} is replaced in the bundles, and is not there`);
      const filter = new RegExp(`${file.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')}$`);
      context.onLoad({ filter }, () => ({ contents: contents(), loader: 'js' }));
    }
  },
};

async function bundle(source: string): Promise<string> {
  const name = basename(source, '.ts');
  const workers = (WORKERS[name] ?? []).map((worker) => [basename(worker, '.ts'), join(root, worker)]);
  const { metafile } = await build({
    entryPoints: { index: join(functionsDir, source), ...Object.fromEntries(workers) },
    outdir: join(outDir, name),
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': join(root, 'infra/build/env-credentials.ts') },
    plugins: [replaceFiles],
    minify: true,
    keepNames: false,
    legalComments: 'none',
    sourcemap: 'external',
    metafile: true,
    logLevel: 'error',
  });
  await writeFile(join(outDir, 'meta', `${name}.json`), JSON.stringify(metafile));
  return Object.entries(metafile.outputs)
    .filter(([file]) => file.endsWith('.js'))
    .map(([file, { bytes }]) => `${file.padEnd(40)}${(bytes / 1024).toFixed(0).padStart(6)} KB`)
    .join('\n');
}

async function main(): Promise<void> {
  const sources = (await readdir(functionsDir)).filter((file) => file.endsWith('.ts')).sort();
  if (sources.length === 0) throw new Error('nothing to build: there is no functions/*.ts');
  // A bundle of a function that is gone must not be served or packaged.
  await rm(outDir, { recursive: true, force: true });
  await mkdir(join(outDir, 'meta'), { recursive: true });
  // The repository is "type": "module"; without this Node would read the bundles as ES modules.
  await writeFile(join(outDir, 'package.json'), '{"type":"commonjs"}\n');
  const lines = await Promise.all(sources.map(bundle));
  console.log(lines.join('\n'));
}

await main().catch((error: unknown) => {
  // esbuild has printed the place and the reason of its own errors already.
  if (!(error instanceof Error && 'errors' in error)) console.error(error);
  process.exitCode = 1;
});
