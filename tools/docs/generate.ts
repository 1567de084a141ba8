/**
 * `npm run docs` writes docs/reference from the sources, of this repository or of the folder that is given; with `--check`
 * it only says which page is stale.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findStale, renderReference, writePages } from './reference-pages.ts';

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean' } },
  allowPositionals: true,
});
const root = positionals[0] ?? join(import.meta.dirname, '..', '..');
const pages = renderReference(root);
const stale = findStale(pages, root);
if (values.check) {
  for (const path of stale) console.error(`${path}: differs from its source; run npm run docs`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  writePages(pages, root);
  for (const path of stale) console.log(`Wrote ${path}`);
}
