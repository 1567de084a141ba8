/**
 * Writes the tables of the packaged template down as those of a release: `npm run note:release -- v1.2.3`. The bundles must have been
 * built.
 */
import { writeFileSync } from 'node:fs';
import { RELEASE_FILE, type Release } from './release.ts';
import { listResources } from './resources.ts';

const [release] = process.argv.slice(2);
if (release === undefined || !/^(?:v\d+\.\d+\.\d+|[0-9a-f]{7,40})$/.test(release)) {
  console.error(`note:release: expected the tag of the release, such as v1.2.3, got ${release ?? 'none'}`);
  process.exit(1);
}
const tables = Object.fromEntries(
  Object.entries(listResources().resources).filter(([, { type }]) => type === 'AWS::DynamoDB::Table'),
);
const noted: Release = { release, tables };
writeFileSync(RELEASE_FILE, `${JSON.stringify(noted, null, 2)}\n`);
