import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { NODE_24, ROOT } from '../support/node24.ts';

/** sample → train → publish → served: the README's way from a file to the API. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-publish-'));
const csv = join(folder, 'leads.csv');
const modelFile = join(folder, 'model/model.json');
const dataDir = join(folder, 'data');
let stack: LocalStack | undefined;

afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function scorelane(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(NODE_24, [join(ROOT, 'cli/main.ts'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, SCORELANE_DATA_DIR: dataDir },
  });
  return { status, stdout, stderr };
}

test('without a running stack, publish says how to start one', () => {
  expect(scorelane('sample', '--out', csv, '--rows', '500').stdout).toBe(
    `Wrote 500 invented leads to ${csv}\n`,
  );
  expect(scorelane('train', csv, '--target', 'converted', '--out', join(folder, 'model')).status).toBe(0);
  expect(scorelane('publish', modelFile)).toEqual({
    status: 1,
    stdout: '',
    stderr: `scorelane: expected a running local stack (its data in ${dataDir}), found none. Start one with npm start in another terminal.\n`,
  });
});

test('a published version waits until it is promoted; then the API serves the very bytes that training wrote', async () => {
  stack = await startLocalStack({ dataDir });
  const sha256 = createHash('sha256').update(readFileSync(modelFile)).digest('hex');
  expect(scorelane('publish', modelFile)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(
      `^Published leads@v2 \\(SHA-256 ${sha256.slice(0, 12)}…\\)\nThe champion stays leads@v1\\. To see what would change, and then change it:\n  SCORELANE_DATA_DIR=\\S+ node \\S+ models promote leads@v2\n$`,
    ),
  });
  const { status, stdout } = scorelane('publish', modelFile, '--promote', '--json');
  expect({ status, ...JSON.parse(stdout) }).toEqual({
    status: 0,
    name: 'leads',
    version: 'v3',
    sha256,
    tags: [],
    champion: 'v3',
    api_url: stack.apiUrl,
  });
  // The first request to the API, so no older champion is cached.
  const health = (await (await fetch(`${stack.apiUrl}/health`)).json()) as { checks: { model: unknown } };
  expect(health.checks.model).toEqual({ status: 'ok', name: 'leads', version: 'v3', sha256 });
});

test('what training wrote beside the model is published with it; the leads of another training are refused', () => {
  const { files } = JSON.parse(scorelane('models', 'show', 'leads@v3', '--json').stdout);
  expect(files).toEqual(['leads.json', 'metrics.json', 'report.html']);
  const leads = join(folder, 'model/leads.json');
  writeFileSync(
    leads,
    readFileSync(leads, 'utf8').replace(/"data_sha256":"\w{9}/, '"data_sha256":"another00'),
  );
  const { status, stdout, stderr } = scorelane('publish', modelFile);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(
    /^scorelane: cannot publish: leads\.json: data_sha256: expected the data of the model, \w{12}…, got "another00\w+…?": it is of another training\. Train again, or take the leads\.json beside the model away: then the first retraining cannot tell which leads are new\.\n$/,
  );
});

test.each([
  ['a file that is no model', ['publish', csv], 1, 'cannot publish: '],
  ['a file that is not there', ['publish', join(folder, 'nothing.json')], 1, 'no such file: '],
  ['no file', ['publish'], 2, "missing required argument 'model.json'"],
])('publish of %s', (_, args, code, message) => {
  const { status, stdout, stderr } = scorelane(...args);
  expect({ status, stdout }).toEqual({ status: code, stdout: '' });
  expect(stderr).toContain(message);
});
