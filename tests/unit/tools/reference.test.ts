import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProgram, listCommands } from '../../../cli/program.ts';
import { ARTIFACT_PARTS } from '../../../lib/contract/artifact.ts';
import { toJsonSchemas } from '../../../lib/contract/components.ts';
import { API_ROUTES } from '../../../lib/http/routes.ts';
import { SETTINGS } from '../../../lib/runtime/config.ts';
import { renderConfigurationReference } from '../../../tools/docs/configuration-reference.ts';
import { findDeadLinks } from '../../../tools/docs/dead-links.ts';
import { findStale, type Pages, renderReference, writePages } from '../../../tools/docs/reference-pages.ts';
import { NODE_24, ROOT } from '../../support/node24.ts';

const root = mkdtempSync(join(tmpdir(), 'scorelane-docs-'));
let pages: Pages;
beforeAll(() => {
  pages = renderReference(ROOT);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const pageOf = (name: string): string => pages[`docs/reference/${name}.md`]!;

test('every command, argument and option is in the page of the command line', () => {
  const page = pageOf('cli');
  for (const command of listCommands(createProgram({ version: '', description: '' })).slice(1)) {
    if (command.name() === 'complete') continue;
    const path =
      command.parent!.parent === null ? command.name() : `${command.parent!.name()} ${command.name()}`;
    const [, section] = page.split(`\n## scorelane ${path}\n`);
    const own = section!.split('\n## ')[0]!;
    for (const { flags } of command.options.filter(({ hidden }) => !hidden))
      expect(own).toContain(`\`${flags}\``);
    for (const argument of command.registeredArguments)
      expect(own).toContain(`| \`${argument.name().replace('|', '\\|')}\` |`);
  }
});

test('nothing of this machine is in it', () => {
  expect(pageOf('cli')).toContain('| one per core |');
});

test('every route is in the page of the API', () => {
  for (const { method, path } of API_ROUTES)
    expect(pageOf('http')).toContain(`\n## ${method} ${path.replace(/:(\w+)/g, '{$1}')}\n`);
});

test('every setting of the functions, and every variable that is read, is in the page of the configuration', () => {
  const page = pageOf('configuration');
  for (const name of Object.keys(SETTINGS)) expect(page).toContain(`| \`${name}\` |`);
  const sources = globSync(['cli/**/*.ts', 'lib/**/*.ts', 'infra/local/*.ts'], { cwd: ROOT });
  const read = sources.flatMap(
    (path) => readFileSync(join(ROOT, path), 'utf8').match(/\bSCORELANE_[A-Z_]+/g) ?? [],
  );
  // What the local stack tells its own HTTP entry.
  const own = new Set(read.filter((name) => name !== 'SCORELANE_HTTP_BUNDLE'));
  for (const name of own) expect(page).toContain(`\`${name}\``);
});

test('a variable that nobody described is refused with what to do', () => {
  const sources = {
    service: 'provider: { environment: { NEW_ONE: 1 } }\nfunctions: {}',
    stages: 'dev: {}',
    resources: [],
  };
  expect(() => renderConfigurationReference(sources)).toThrow(
    'NEW_ONE: serverless.yml has it; describe it in tools/docs/configuration-reference.ts',
  );
});

test('every member of every part of the artifact is there, with what the schema says of it', () => {
  const page = pageOf('artifact');
  for (const [name, schema] of Object.entries(toJsonSchemas(ARTIFACT_PARTS))) {
    const [, section] = page.split(`\n## ${name}\n`);
    const own = section!.split('\n## ')[0]!;
    const shapes = (schema.oneOf ?? schema.anyOf ?? [schema]) as readonly Record<string, object>[];
    for (const { properties = {} } of shapes)
      for (const member of Object.keys(properties)) expect(own).toContain(`| \`${member}\` |`);
  }
  expect(page).toContain('| `values` | list of number | log-odds per bin: one more than edges |');
  expect(page).toContain('| `sd` | number, above 0 |');
});

test('their links lead somewhere', () => {
  writePages(pages, root);
  cpSync(join(ROOT, 'docs/webhooks.md'), join(root, 'docs/webhooks.md'));
  cpSync(join(ROOT, 'docs/page.md'), join(root, 'docs/page.md'));
  // The pages name these files.
  for (const path of ['lib/model/parse-artifact.ts', 'infra/stages.yml'])
    cpSync(join(ROOT, path), join(root, path));
  expect(findDeadLinks(root, Object.keys(pages))).toEqual([]);
});

test('a page that was changed or is missing is stale', () => {
  const folder = mkdtempSync(join(root, 'stale-'));
  const two = { 'docs/a.md': 'a\n', 'docs/b.md': 'b\n' };
  expect(findStale(two, folder)).toEqual(['docs/a.md', 'docs/b.md']);
  writePages(two, folder);
  expect(findStale(two, folder)).toEqual([]);
  writeFileSync(join(folder, 'docs/b.md'), 'b, by hand\n');
  expect(findStale(two, folder)).toEqual(['docs/b.md']);
});

test('the script writes them; with --check it names the stale ones and fails', () => {
  const folder = mkdtempSync(join(root, 'checkout-'));
  const run = (...args: string[]) => {
    const { status, stderr } = spawnSync(NODE_24, [join(ROOT, 'tools/docs/generate.ts'), folder, ...args], {
      encoding: 'utf8',
    });
    return { status, stderr };
  };
  for (const path of [
    'package.json',
    'serverless.yml',
    'infra/stages.yml',
    ...globSync('infra/cloudformation/*.yml', { cwd: ROOT }),
  ])
    cpSync(join(ROOT, path), join(folder, path));
  expect(run()).toEqual({ status: 0, stderr: '' });
  expect(run('--check')).toEqual({ status: 0, stderr: '' });
  writeFileSync(join(folder, 'docs/reference/cli.md'), 'by hand');
  expect(run('--check')).toEqual({
    status: 1,
    stderr: 'docs/reference/cli.md: differs from its source; run npm run docs\n',
  });
});
