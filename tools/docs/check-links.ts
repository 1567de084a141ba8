/** Names every dead link in the Markdown of this repository, or of the folder that is given: file, line and target. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { findDeadLinks } from './dead-links.ts';

const FILES = ['*.md', '{bench,cli,docs,functions,infra,lib,tests,web,.github}/**/*.md'];

const root = process.argv[2] ?? join(import.meta.dirname, '..', '..');
const dead = findDeadLinks(root, globSync(FILES, { cwd: root }).sort());
for (const { file, line, target, why } of dead) console.error(`${file}:${line}: ${target}: ${why}`);
if (dead.length > 0) process.exitCode = 1;
