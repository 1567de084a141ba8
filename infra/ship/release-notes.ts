import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** release-notes.ts v1.2.3: the changelog's section of a version. */
const version = (process.argv[2] ?? '').replace(/^v/, '');
const changelog = readFileSync(join(import.meta.dirname, '../../CHANGELOG.md'), 'utf8');
const [, ...sections] = changelog.split(/^## /m);
const section = sections.find((text) => /^\[?([^\s\]]+)/.exec(text)?.[1] === version);
if (section === undefined) {
  const known = sections.map((text) => text.split('\n', 1)[0]).join(', ');
  console.error(`CHANGELOG.md: expected a section “## ${version || '1.2.3'}”, found ${known}`);
  process.exit(1);
}
console.log(section.slice(section.indexOf('\n') + 1).trim());
