import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderPage } from './render-costs.ts';

/**
 * npm run costs: computes what predictions cost and writes it into docs/costs.md.
 *
 *   --check  writes nothing; exits with 1 when the page says something else
 */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const path = join(import.meta.dirname, '../../docs/costs.md');
const page = readFileSync(path, 'utf8');
const computed = renderPage(page);

if (!values.check) writeFileSync(path, computed);
else if (computed !== page) {
  console.error('docs/costs.md does not say what is computed; run npm run costs');
  process.exitCode = 1;
}
