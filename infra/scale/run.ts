import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderScale } from './render-scale.ts';
import { writeTables } from './write-tables.ts';

/**
 * npm run scale: simulates jobs of a thousand to ten billion rows and writes what comes of them into docs/scale.md.
 *
 *   --check  writes nothing; exits with 1 when the page says something else
 */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const path = join(import.meta.dirname, '../../docs/scale.md');
const page = readFileSync(path, 'utf8');
const computed = writeTables(page, renderScale());

if (!values.check) writeFileSync(path, computed);
else if (computed !== page) {
  console.error('docs/scale.md does not say what is simulated; run npm run scale');
  process.exitCode = 1;
}
