import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { toJsonSchemas } from '../../../lib/contract/components.ts';
import { renderContractTypes } from './contract-types.ts';

const root = join(import.meta.dirname, '../../..');

/**
 * Makes the typed client of the API: plain JavaScript with declarations and without dependencies. Of the contract it has the
 * types, made of its schemas. `client/` and `contract/` are modules; `cjs/` has the same for `require`.
 *
 * @param out the package's folder
 */
export async function compileClient(out: string): Promise<void> {
  declareClient(out);
  const common = { absWorkingDir: root, entryPoints: ['lib/client/index.ts'], bundle: true };
  await build({ ...common, format: 'esm', target: 'es2022', outfile: join(out, 'client/index.js') });
  const cjs = join(out, 'cjs');
  for (const folder of ['client', 'contract'])
    cpSync(join(out, folder), join(cjs, folder), { recursive: true });
  await build({ ...common, format: 'cjs', target: 'es2022', outfile: join(cjs, 'client/index.js') });
  writeFileSync(join(cjs, 'package.json'), '{"type":"commonjs"}\n');
}

/** Writes the declarations of the client and of the contract. */
function declareClient(out: string): void {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const { status, stdout } = spawnSync(
    process.execPath,
    [tsc, '--project', join(root, 'tsconfig.client.json'), '--outDir', out],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the client does not compile:\n${stdout}`);
  // The client needs no schema when it runs, and zod's types are not its users'.
  const contract = join(out, 'contract');
  rmSync(contract, { recursive: true });
  mkdirSync(contract);
  writeFileSync(join(contract, 'index.d.ts'), renderContractTypes(toJsonSchemas()));
  const used = readdirSync(out);
  if (used.join() !== 'client,contract')
    throw new Error(`expected client and contract, got ${used.join(', ')}`);
}
