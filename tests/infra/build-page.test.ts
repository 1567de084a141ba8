import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { serializeArtifact } from '../../lib/learning/train-model.ts';
import { exampleArtifact } from '../support/example-model.ts';
import { importedExample } from '../support/imported-example.ts';
import { NODE_24, ROOT } from '../support/node24.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'scorelane-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

const model = join(folder, 'model.json');
const form = join(folder, 'form.config.yml');
writeFileSync(model, serializeArtifact(exampleArtifact()));
const build = (...args: string[]) =>
  run(NODE_24, [join(ROOT, 'infra/build/build-page.ts'), '--out', join(folder, 'web'), ...args], {
    cwd: folder,
  });
const read = (file: string) => JSON.parse(readFileSync(join(folder, 'web', file), 'utf8'));

test('a page for a stage: where its API is, its key, its form', async () => {
  mkdirSync(join(folder, 'web'), { recursive: true });
  writeFileSync(form, 'title: Leads\ngroups:\n  - title: Web\n    fields: [visits]\n');
  await build('--form', form, '--model', model, '--api', 'https://api.example', '--key', 'sl_1');
  expect(read('config.json')).toEqual({ api: 'https://api.example', key: 'sl_1' });
  expect(read('form.json')).toEqual({ title: 'Leads', groups: [{ title: 'Web', fields: ['visits'] }] });

  // 138 KB of compressed script in all, of which the charts and the readers of files come when they are looked at.
  const assets = join(folder, 'web/assets');
  const sizes = readdirSync(assets)
    .filter((name) => name.endsWith('.js'))
    .map((name) => [name, gzipSync(readFileSync(join(assets, name))).length] as const);
  const all = sizes.reduce((sum, [, size]) => sum + size, 0);
  expect(all).toBeLessThanOrEqual(138_000);
  const html = readFileSync(join(folder, 'web/index.html'), 'utf8');
  const first = sizes.filter(([name]) => html.includes(name)).reduce((sum, [, size]) => sum + size, 0);
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThanOrEqual(48_000);
});

test('nothing that lies beside the model gets into the page: past leads least of all', async () => {
  const leads = [{ source: 'Jana Novak', visits: 7, opened: true, first_contact: null }];
  const imported = importedExample({ leads });
  writeFileSync(join(folder, 'model.json'), imported.model);
  writeFileSync(join(folder, 'checks.json'), imported.checks);
  await build('--model', model, '--api', 'https://api.example', '--key', 'sl_1');
  const files = readdirSync(join(folder, 'web'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.map(({ name }) => name)).not.toContain('checks.json');
  const holds = (word: string) =>
    files.filter(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(word));
  expect(holds('https://api.example')).toHaveLength(1);
  expect(holds('Jana Novak')).toEqual([]);
});

test.each([
  ['a field that the model lacks', 'order: [vists]', 'did you mean “visits”?'],
  ['no YAML', 'title: [', 'form.config.yml: '],
])('%s: nothing is built, and why', async (_what, text, why) => {
  writeFileSync(form, text);
  await expect(build('--form', form, '--model', model)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(why),
  });
});

test('a form without a model to check it against is refused', async () => {
  await expect(build('--form', form)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('expected --model model.json or --api URL with it'),
  });
});
