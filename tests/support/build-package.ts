import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { NODE_24, ROOT } from './node24.ts';

/**
 * What `npm run build:package` makes.
 *
 * @param folder where it makes it
 */
export function buildPackage(folder: string): { readonly directory: string; readonly packed: string } {
  execFileSync(NODE_24, [join(ROOT, 'infra/build/build-package.ts'), '--out', folder], {
    cwd: ROOT,
    env: { ...process.env, PATH: `${dirname(NODE_24)}${delimiter}${process.env.PATH}` },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const packed = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  if (packed.length !== 1) throw new Error(`expected one packed file, got ${packed.join(', ')}`);
  return { directory: join(folder, 'scorelane'), packed: join(folder, packed[0]!) };
}
