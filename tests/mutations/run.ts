/**
 * Changes one limit or expiry at a time and runs the tests that must notice: `npm run mutate:limits`, some twenty minutes. The
 * sources are as they were when it ends; a change that no test notices makes it fail.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MUTATIONS, type Mutation } from './limits.ts';

const ROOT = join(import.meta.dirname, '../..');

function isNoticed({ file, from, to, tests }: Mutation): boolean {
  const path = join(ROOT, file);
  const source = readFileSync(path, 'utf8');
  if (!source.includes(from)) throw new Error(`${file}: expected “${from}”, found it no more`);
  try {
    writeFileSync(
      path,
      source.replace(from, () => to),
    );
    return spawnSync('npx', ['jest', '--bail', tests], { cwd: ROOT, stdio: 'ignore' }).status !== 0;
  } finally {
    writeFileSync(path, source);
  }
}

let missed = 0;
for (const mutation of MUTATIONS) {
  const noticed = isNoticed(mutation);
  if (!noticed) missed += 1;
  const line = (text: string) => text.trim().replace(/\s+/g, ' ');
  console.log(
    `${noticed ? 'noticed' : 'MISSED '}  ${mutation.file}: ${line(mutation.from)} → ${line(mutation.to) || '(nothing)'}`,
  );
}
console.log(`${MUTATIONS.length - missed} of ${MUTATIONS.length} changes were noticed.`);
process.exitCode = missed === 0 ? 0 : 1;
