import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

const root = join(import.meta.dirname, '../../..');

/** Licences that let their text be passed on within another program, as long as their own words go with it. */
const FREE = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);

/** A library that is bundled. */
interface Library {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** The words that must go with it. */
  readonly text: string;
}

/**
 * The licences of everything that is bundled, each text once.
 *
 * @param metafile what the bundles are made of
 * @param copied names of libraries of which files are copied
 * @throws a library says nothing of its licence, or one that may forbid it
 */
export function listLicences({ inputs }: Metafile, copied: readonly string[]): string {
  const folders = new Set(copied.map((name) => `node_modules/${name}`));
  for (const file of Object.keys(inputs)) {
    const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [];
    if (folder !== undefined) folders.add(folder);
  }
  const byText = Map.groupBy([...folders].map(readLibrary), ({ text }) => text);
  const parts = [...byText]
    .map(([text, libraries]) => {
      const names = libraries.map(({ name, version, licence }) => `${name} ${version} (${licence})`).sort();
      return `${[...new Set(names)].join('\n')}\n\n${text}\n`;
    })
    .sort();
  return `The command holds these libraries, each under its own licence.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function readLibrary(folder: string): Library {
  const path = join(root, folder);
  const { name, version, license, author } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  if (!FREE.has(license))
    throw new Error(
      `${name}: expected one of the licences ${[...FREE].join(', ')}, got ${license ?? 'none'}. Read it; then list it, or do without.`,
    );
  const file = readdirSync(path).find((each) => /^(licen[cs]e|copying)(\.\w+)?$/i.test(each));
  const notice = existsSync(join(path, 'NOTICE')) ? `\n\n${read(path, 'NOTICE')}` : '';
  const by = typeof author === 'object' ? author.name : author;
  const text = file === undefined ? wordsOf(license, by) : read(path, file);
  return { name, version, licence: license, text: `${text}${notice}` };
}

const read = (folder: string, file: string): string =>
  readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();

/** Of a library that names its licence and does not bring its words along: those that another brings. */
function wordsOf(licence: string, by: string | undefined): string {
  if (by === undefined) throw new Error(`expected the words of ${licence}, or an author`);
  if (licence === 'Apache-2.0') return read(join(root, 'node_modules/@aws-sdk/client-s3'), 'LICENSE');
  if (licence === 'MIT') return read(root, 'LICENSE').replace(/^Copyright.*$/m, `Copyright (c) ${by}`);
  throw new Error(`expected the words of ${licence}, by ${by}`);
}
