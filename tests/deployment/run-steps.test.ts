import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { openModels } from '../../infra/ship/models.ts';
import { findStack } from '../../lib/adapters/aws/find-stack.ts';
import { type Account, findMoto, NO_MOTO, startAccount } from '../support/aws-account/start-account.ts';
import { placeGolden } from '../support/bring-your-own.ts';
import { fillIn } from '../support/github-expression.ts';
import { type JobResult, type RunnerOptions, readJobs, runJob } from '../support/github-runner.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { ownPath } from '../support/old-node.ts';
import { readTranscript } from '../support/transcript.ts';
import { until } from '../support/until.ts';
import { readZip } from '../support/zip-entries.ts';

/**
 * Every command of every workflow and of action.yml, as GitHub's runner runs it: in a fresh clone, with a Node that cannot run
 * TypeScript until a step sets up another, and with an account that answers where moto is on this machine.
 */
const WORKFLOWS = '.github/workflows';
const python = findMoto();
const hasAws = ownPath().some((folder) => existsSync(join(folder, 'aws')));
const withAccount = python === undefined || !hasAws ? test.skip : test;
if (python === undefined || !hasAws)
  console.warn(
    `run-steps.test.ts, jobs that need an account: ${python === undefined ? NO_MOTO : 'skipped: the aws command is not in PATH'}`,
  );
/** How long a deployment takes depends on the machine; this only ends what hangs. */
jest.setTimeout(1_800_000);

/** Steps that no test can run here, and why. */
const ELSEWHERE: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^npm ci$/, 'how the checkout of this very run was installed (.ci/run)'],
  [/^npm run (check|build)$/, 'part of npm test, which runs this'],
  [/^npm run test:package$/, 'part of npm run test:long, which runs this'],
  [/^bash \.ci\/run$/, 'runs this'],
  [/^bash \.ci\/python-tools$/, 'installs from the index of Python packages'],
  [/^pip install /, 'installs from the index of Python packages'],
  [/^npm audit /, 'asks for the advisories of the day'],
];
const reasonOf = (run: string) => ELSEWHERE.find(([pattern]) => pattern.test(run))?.[1];

/** As at a release, the changelog of the clone has a section of it. */
const VERSION: string = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;
const folder = mkdtempSync(join(tmpdir(), 'scorelane-clone-'));
const clone = join(folder, 'scorelane');
const caller = join(folder, 'caller');
const stubs = join(folder, 'stubs');
let account: Account | undefined;
let pages: Server;
/** What was last published on GitHub Pages. */
const site = join(folder, 'site');
let uploaded = '';

beforeAll(async () => {
  // What git would hand out of this state, and no more: nothing that was built, trained or left lying here.
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  for (const file of new Set(files.toString().split('\0').filter(Boolean))) {
    if (!existsSync(join(ROOT, file))) continue;
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    cpSync(join(ROOT, file), join(clone, file), { errorOnExist: false });
  }
  const changelog = readFileSync(join(clone, 'CHANGELOG.md'), 'utf8');
  writeFileSync(join(clone, 'CHANGELOG.md'), changelog.replace('## Unreleased', `## ${VERSION}`));
  // As installed. Hard links where there are some: a symbolic link would be walked through by the packaging.
  const [from, to] = [join(ROOT, 'node_modules'), join(clone, 'node_modules')];
  if (spawnSync('cp', ['-al', from, to]).status !== 0)
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  const prepared = bash(
    'npm run build && npx scorelane sample --rows 600 --out leads.csv && npx scorelane train leads.csv --target converted --out model',
  );
  if (prepared.status !== 0) throw new Error(prepared.output);
  mkdirSync(caller);
  cpSync(join(clone, 'leads.csv'), join(caller, 'leads.csv'));
  writeFileSync(join(caller, 'form.config.yml'), 'title: Leads of a caller\n');
  // GitHub's command line, which answers as for a repository whose only release is this one.
  mkdirSync(stubs);
  writeFileSync(join(stubs, 'gh'), '#!/bin/sh\necho "gh $*" >> "$GH_LOG"\necho refs/tags/v0.3.0\n', {
    mode: 0o755,
  });
  pages = createServer((request, response) => {
    const path = join(site, new URL(request.url ?? '/', 'http://pages').pathname);
    if (existsSync(path)) response.end(readFileSync(path));
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  if (python === undefined || !hasAws) return;
  account = await startAccount(python);
  Object.assign(process.env, account.environment, { AWS_ACCESS_KEY_ID: 'test' });
});
afterAll(async () => {
  await account?.stop();
  pages.close();
  pages.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

/** A command of a person in the clone. */
function bash(script: string, env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
    cwd: clone,
    encoding: 'utf8',
    env: {
      PATH: [join(clone, 'node_modules/.bin'), stubs, ...ownPath()].join(delimiter),
      HOME: folder,
      ...account?.environment,
      ...env,
    },
  });
  return { status, stdout, output: stdout + stderr };
}

const options = (): RunnerOptions => ({
  folder,
  node24: realpathSync(NODE_24),
  path: [stubs],
  ...(account === undefined ? {} : { credentials: account.environment }),
  leaveOut: reasonOf,
  use(action, inputs) {
    // Python is that of this machine.
    if (action === 'actions/checkout' || action === 'actions/setup-python') return {};
    if (action === 'actions/upload-artifact' || action === 'actions/upload-pages-artifact') {
      const path = inputs.path!.split('\n')[0]!;
      const [found] = globSync(path, { cwd: clone });
      if (found === undefined) throw new Error(`${action}: there is no ${path}`);
      uploaded = resolve(clone, found);
      return {};
    }
    if (action === 'actions/download-artifact') {
      cpSync(uploaded, join(clone, inputs.path!, basename(uploaded)));
      return {};
    }
    if (action === 'actions/deploy-pages') {
      cpSync(uploaded, site, { recursive: true });
      return { page_url: `http://127.0.0.1:${(pages.address() as AddressInfo).port}/` };
    }
    throw new Error(`expected an action that this test knows, got ${action}`);
  },
});

const GITHUB = {
  workspace: clone,
  repository_owner: 'Acme-Inc',
  ref_name: `v${VERSION}`,
  token: 'token',
  run_id: '1',
};
const ROLE = (environment: string) => `arn:aws:iam::123456789012:role/scorelane-deploy-${environment}`;
const vars = (environment: string) => ({ AWS_ROLE_ARN: ROLE(environment), AWS_REGION: 'us-east-1' });

/** The jobs that ran, and how: at the end every command must have been among them. */
const ran = new Map<string, JobResult>();
async function run(file: string, id: string, contexts: Record<string, unknown>): Promise<JobResult> {
  const { env, jobs } = readJobs(join(clone, file));
  const isAction = file === 'action.yml';
  const github = isAction ? { ...GITHUB, workspace: caller, action_path: clone } : GITHUB;
  const result = await runJob(
    jobs[id],
    env,
    {
      contexts: { github, secrets: {}, inputs: {}, vars: {}, matrix: {}, ...contexts },
      workspace: isAction ? caller : clone,
    },
    options(),
  );
  ran.set(`${file} ${id}`, result);
  expect(result.failure).toBeUndefined();
  return result;
}

test('every reason to leave a step out is needed', () => {
  const commands = [...listJobs()].flatMap(([file, id]) =>
    readJobs(join(ROOT, file)).jobs[id].steps.flatMap(({ run: command = '' }) => command.trim()),
  );
  for (const [pattern] of ELSEWHERE) expect(commands.some((command) => pattern.test(command))).toBe(true);
  // What npm test itself runs.
  const { test: command } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts;
  expect(command).toMatch(/npm run --silent check && npm run --silent build && jest/);
});

describe('the runner of these tests', () => {
  const job = (...steps: object[]) => ({ steps });
  const start = (steps: object[]) => runJob(job(...steps), {}, { contexts: {}, workspace: clone }, options());

  test('has a Node that cannot run TypeScript, as long as no step sets up another', async () => {
    const notes = { run: `node infra/ship/release-notes.ts v${VERSION}` };
    expect((await start([notes])).failure).toContain('ERR_UNKNOWN_FILE_EXTENSION');
    const setUp = { uses: 'actions/setup-node@0', with: { 'node-version-file': '.node-version' } };
    expect((await start([setUp, notes])).failure).toBeUndefined();
  });

  test('finds a version file in the workspace only, as setup-node does', async () => {
    const absolute = {
      uses: 'actions/setup-node@0',
      with: { 'node-version-file': join(clone, '.node-version') },
    };
    expect((await start([absolute])).failure).toContain('ENOENT');
  });

  test('ends a step with the first command that fails, and the job with it', async () => {
    const { steps } = await start([
      { run: 'false\ntrue' },
      { run: 'true' },
      { if: 'failure()', run: 'true' },
    ]);
    expect(steps.map(({ outcome }) => outcome)).toEqual(['failure', 'skipped', 'success']);
  });

  test('gives a step what the steps before it left', async () => {
    const { failure } = await start([
      { id: 'one', run: 'echo "word=yes" >> "$GITHUB_OUTPUT"; echo "LEFT=1" >> "$GITHUB_ENV"' },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's
      { run: 'test "$WORD$LEFT" = yes1', env: { WORD: '${{ steps.one.outputs.word }}' } },
    ]);
    expect(failure).toBeUndefined();
  });
});

withAccount('deploy-stage.yml deploys a stage, and its model', async () => {
  const { summary, steps } = await run(`${WORKFLOWS}/deploy-stage.yml`, 'deploy', {
    inputs: { stage: 'staging' },
    vars: { ...vars('staging'), AWS_PERMISSIONS_BOUNDARY: '' },
  });
  expect(steps.filter(({ outcome }) => outcome === 'skipped')).toEqual([]);
  expect(summary).toContain('## staging answers at http');
  expect(summary).toContain('leads: the champion is v1, the first.');
  expect(summary).toContain('60 leads scored as leads@v1 says');
});

withAccount('train.yml trains on a dataset of the bucket, and promotes after the approval', async () => {
  const { environment } = await findStack('staging');
  const Key = 'datasets/leads/2026-10.csv';
  const Body = readFileSync(join(clone, 'leads.csv'));
  await new S3Client().send(new PutObjectCommand({ Bucket: environment.BUCKET, Key, Body }));
  const contexts = { inputs: { stage: 'staging', dataset: Key, target: 'converted' }, vars: vars('staging') };
  const trained = await run(`${WORKFLOWS}/train.yml`, 'train', contexts);
  expect(trained.outputs).toEqual({ version: 'v2' });
  expect(trained.summary).toContain('## leads@v2');
  await run(`${WORKFLOWS}/train.yml`, 'promote', {
    ...contexts,
    needs: { train: { outputs: trained.outputs } },
  });
  const { stdout } = bash('npx scorelane models list --stage staging --json');
  expect(stdout).toContain('v2');
});

withAccount('a dataset whose stack is not there stops the step that asks for it', async () => {
  const { jobs } = readJobs(join(clone, WORKFLOWS, 'train.yml'));
  const { run: command } = jobs.train.steps.find(({ run: text = '' }) => text.includes('stack-output'));
  const ended = bash(command, { STAGE: 'nowhere', DATASET: 'x.csv' });
  expect(ended.status).not.toBe(0);
  expect(ended.output).toContain('expected the stack scorelane-nowhere');
  expect(ended.output).not.toContain('s3:///');
});

/** The inputs of action.yml that a caller leaves out. */
function readDefaults(): Record<string, string> {
  const code = `JSON.stringify(require('yaml').parse(require('fs').readFileSync('action.yml', 'utf8')))`;
  const { stdout } = spawnSync(NODE_24, ['-p', code], { cwd: clone, encoding: 'utf8' });
  const { inputs } = JSON.parse(stdout) as { inputs: Record<string, { default?: string }> };
  return Object.fromEntries(Object.entries(inputs).map(([name, { default: preset = '' }]) => [name, preset]));
}

withAccount('action.yml deploys what a caller has, and the page', async () => {
  const { jobs } = readJobs(join(clone, 'action.yml'));
  const defaults = readDefaults();
  expect(Object.keys(jobs)).toEqual(['action']);
  const { outputs, summary } = await run('action.yml', 'action', {
    inputs: { ...defaults, 'role-arn': ROLE('prod'), leads: 'leads.csv', form: 'form.config.yml' },
  });
  expect(outputs).toEqual({
    api_url: expect.stringMatching(/^http/),
    form_url: expect.stringMatching(/^http/),
    model_version: 'v1',
  });
  expect(summary).toContain('## prod answers at');
  expect(summary).toContain('it had none before');
  // The browser sends the owner in lower case.
  const template = new GetTemplateCommand({ StackName: 'scorelane-prod', TemplateStage: 'Original' });
  const { TemplateBody } = await new CloudFormationClient().send(template);
  expect(JSON.parse(TemplateBody!).Resources.HttpApi.Properties.CorsConfiguration.AllowOrigins).toEqual([
    'https://acme-inc.github.io',
  ]);
});

withAccount('pages.yml publishes the page with a new key, and ends that of the page before', async () => {
  const { apiUrl } = await findStack('prod');
  const before = JSON.parse(readFileSync(join(site, 'config.json'), 'utf8')).key;
  const contexts = { vars: { ...vars('prod'), API_URL: apiUrl } };
  const built = await run(`${WORKFLOWS}/pages.yml`, 'build', contexts);
  const published = await run(`${WORKFLOWS}/pages.yml`, 'publish', contexts);
  const isGood = async (key: string) =>
    (await fetch(`${apiUrl}/schema`, { headers: { authorization: `Bearer ${key}` } })).status;
  const { key: now } = JSON.parse(readFileSync(join(site, 'config.json'), 'utf8'));
  expect(now).not.toBe(before);
  // Both, while the page changes.
  const listKeys = () => JSON.parse(bash('npx scorelane keys list --stage prod --json').stdout) as object[];
  const good = () => JSON.stringify(listKeys()).match(/"name":"the page on GitHub Pages"/g)?.length ?? 0;
  expect(good()).toBe(2);
  expect([await isGood(before), await isGood(now)]).toEqual([200, 200]);
  const { summary } = await run(`${WORKFLOWS}/pages.yml`, 'retire', {
    ...contexts,
    needs: { build: { outputs: built.outputs }, publish: { outputs: published.outputs } },
  });
  expect(summary).toMatch(/revoked: [0-9a-f]{8}/);
});

withAccount(
  'action.yml deploys a model from elsewhere, and its checks go nowhere but beside it',
  async () => {
    placeGolden(clone);
    const imported = bash(
      `head -301 leads.csv > raw.csv && npx scorelane import model-export.json --leads raw.csv --out "${join(caller, 'imported')}"`,
    );
    expect([imported.status, imported.output]).toEqual([0, expect.stringContaining('Checked    200 leads')]);
    const { checks } = JSON.parse(readFileSync(join(clone, 'model-export.json'), 'utf8'));
    const own = join(caller, 'imported/checks.json');
    const bytes = readFileSync(own);
    // Without the checks, and with others: before anything is deployed.
    rmSync(own);
    const ship = () =>
      bash(
        `mkdir -p packaged && echo '{}' > packaged/serverless-state.json && npm run ship -- --stage prod --package packaged --model "${join(caller, 'imported/model.json')}"`,
      );
    for (const [content, message] of [
      [undefined, 'expected the file of the model’s import beside it'],
      [`${bytes} `, 'it is of another import'],
    ] as const) {
      if (content !== undefined) writeFileSync(own, content);
      const refused = ship();
      expect([refused.status, refused.output]).toEqual([2, expect.stringContaining(message)]);
      expect(refused.output).not.toContain('deployment …');
    }
    writeFileSync(own, bytes);

    const { outputs, summary } = await run('action.yml', 'action', {
      inputs: { ...readDefaults(), 'role-arn': ROLE('prod'), model: 'imported/model.json' },
    });
    expect(outputs).toMatchObject({ model_version: 'v2' });
    expect(summary).toContain('leads: the champion is v2 instead of v1');
    expect(summary).toContain('60 leads scored as leads@v2 says');
    const made = bash('npx scorelane keys create own --scope predict --stage prod --json');
    const headers = {
      authorization: `Bearer ${JSON.parse(made.stdout).key}`,
      'content-type': 'application/json',
    };
    const { lead, probability } = checks[11];
    const sent = await fetch(`${outputs.api_url}/predict`, {
      method: 'POST',
      headers,
      body: JSON.stringify(lead),
    });
    const { prediction_id: id } = (await sent.json()) as { readonly prediction_id: string };
    const { prediction } = await until('the prediction', async () => {
      const response = await fetch(`${outputs.api_url}/predict/${id}?wait=5`, { headers });
      const answer = (await response.json()) as {
        readonly status: string;
        readonly prediction: { readonly probability: number };
      };
      return answer.status === 'succeeded' ? answer : undefined;
    });
    expect(Math.abs(prediction.probability - probability)).toBeLessThanOrEqual(1e-12);
    expect(
      (await fetch(`${outputs.api_url}/models/leads/versions/v2/files/checks.json`, { headers })).status,
    ).toBe(404);

    // Neither the page nor a function's archive holds a lead of them, not even of a checkout that they lie in.
    const word = String(checks[0].probability);
    expect(bytes.includes(word)).toBe(true);
    cpSync(join(caller, 'imported'), join(clone, 'own-model'), { recursive: true });
    expect(bash('npx serverless package --stage own --package packaged-own').status).toBe(0);
    const archives = globSync('packaged-own/*.zip', { cwd: clone });
    const packed = archives.flatMap((name) => [...readZip(readFileSync(join(clone, name))).values()]);
    const ofPage = globSync('**/*.{html,js,json,css}', { cwd: site }).map((name) =>
      readFileSync(join(site, name)),
    );
    expect([ofPage.length > 3, packed.length > 3]).toEqual([true, true]);
    expect([...ofPage, ...packed].filter((content) => content.includes(word))).toEqual([]);

    // Of the version that is there, they may be erased.
    rmSync(own);
    const models = openModels('prod', join(caller, 'imported/model.json'), 'test');
    await models.check(true);
    await expect(models.check(false)).rejects.toThrow('checks.json: expected the file');
  },
);

test('release.yml makes a release of a tag', async () => {
  await run(`${WORKFLOWS}/release.yml`, 'package', {});
  const { steps } = await run(`${WORKFLOWS}/release.yml`, 'release', { github: { ...GITHUB } });
  expect(steps.find(({ name }) => name.includes('publish-package.sh'))!.output).toContain(
    'Not published to npm',
  );
  const { PRERELEASE } = readJobs(join(clone, WORKFLOWS, 'release.yml')).jobs.release!.env;
  const of = (ref_name: string) =>
    fillIn(PRERELEASE, { github: { ref_name } }, { failed: false, workspace: clone });
  expect([of('v1.2.3'), of('v1.2.3-rc.1')]).toEqual(['', 'yes']);
});

test('ci.yml checks, packages, and asks for the result of every job', async () => {
  const results = (result: string) => ({ needs: { check: { result: 'success' }, test: { result } } });
  for (const id of ['check', 'test', 'audit']) await run(`${WORKFLOWS}/ci.yml`, id, {});
  await run(`${WORKFLOWS}/ci.yml`, 'package', { matrix: { stage: 'prod' } });
  await run(`${WORKFLOWS}/ci.yml`, 'python', { matrix: { python: '3.x' } });
  await run(`${WORKFLOWS}/ci.yml`, 'required', results('success'));
  const { jobs } = readJobs(join(clone, WORKFLOWS, 'ci.yml'));
  for (const result of ['failure', 'skipped', 'cancelled']) {
    const input = { contexts: results(result), workspace: clone };
    expect((await runJob(jobs.required, {}, input, options())).failure).toBeDefined();
  }
});

withAccount('no job was forgotten', () => {
  expect([...ran.keys()].sort()).toEqual([...listJobs()].map(([file, id]) => `${file} ${id}`).sort());
});

/** Commands of the guide that another test runs. */
const GUIDE_ELSEWHERE: readonly (readonly [pattern: RegExp, where: string])[] = [
  [/^npm ci && npm run build$/, 'how this clone was made'],
  [/^npm run bootstrap -- /, 'bootstrap.test.ts'],
  [/^gh /, 'a command of GitHub'],
];

withAccount(
  'docs/how-to/deploy.md: its commands, in order, as somebody types them with an old Node',
  async () => {
    const commands = readTranscript(readFileSync(join(ROOT, 'docs/how-to/deploy.md'), 'utf8')).map(
      ({ command }) => command,
    );
    expect(commands.length).toBeGreaterThan(8);
    const job = {
      steps: commands
        .filter((command) => !GUIDE_ELSEWHERE.some(([pattern]) => pattern.test(command)))
        .map((command) => ({ run: command })),
      env: account!.environment,
    };
    const result = await runJob(
      job,
      {},
      { contexts: {}, workspace: clone },
      { ...options(), leaveOut: () => undefined },
    );
    expect(result.failure).toBeUndefined();
    const output = (command: string) => result.steps.find(({ name }) => name.startsWith(command))?.output;
    expect(output('npm run ship')).toContain('leads: the champion is v1, the first.');
    expect(output('npm run smoke -- --stage anna --model')).toContain('60 leads scored as leads@v1 says');
    expect(output('npm run page-key')).toMatch(/sl_[0-9a-f]{8}_/);
  },
);

/** Those that have steps. */
function* listJobs(): Generator<readonly [file: string, id: string]> {
  const files = [...readdirSync(join(ROOT, WORKFLOWS)).map((name) => `${WORKFLOWS}/${name}`), 'action.yml'];
  for (const file of files)
    for (const [id, { steps }] of Object.entries(readJobs(join(ROOT, file)).jobs))
      if (steps) yield [file, id];
}

describe('what the commands say when something is missing', () => {
  test('the action asks for a model or leads', () => {
    const choose = (env: Record<string, string>) =>
      bash('bash infra/ship/choose-model.sh', { MODEL: '', LEADS: '', HERE: clone, ...env });
    expect(choose({})).toMatchObject({ status: 1, output: expect.stringContaining('give model') });
    expect(choose({ MODEL: 'no.json' })).toMatchObject({
      status: 1,
      output: expect.stringContaining('no file no.json'),
    });
    expect(choose({ MODEL: 'package.json' })).toMatchObject({
      status: 0,
      stdout: `file=${clone}/package.json\n`,
    });
  });

  test('a release without a section in the changelog is refused', () => {
    expect(bash('node infra/ship/release-notes.ts v99.0.0')).toMatchObject({
      status: 1,
      output: expect.stringContaining('expected a section “## 99.0.0”'),
    });
  });

  test('a model that is none is refused before anything is deployed', () => {
    mkdirSync(join(clone, 'packaged'), { recursive: true });
    writeFileSync(join(clone, 'packaged/serverless-state.json'), '{}');
    expect(
      bash('npm run --silent ship -- --stage prod --package packaged --model package.json'),
    ).toMatchObject({
      status: 2,
      output: expect.stringContaining('--model: '),
    });
    expect(bash('npm run --silent ship -- --stage prod --package gone')).toMatchObject({
      status: 2,
      output: expect.stringContaining('npx serverless package --stage prod'),
    });
  });

  test.each([
    ['v0.3.0', 'refs/tags/v0', true],
    ['v0.2.9', 'v0.3.0 is newer than v0.2.9: v0 stays there', false],
    ['v0.4.0-rc.1', 'is a pre-release: no tag moves', false],
  ])('the release %s and the tag of its major version', (tag, says, moves) => {
    const log = join(folder, `gh-${tag}`);
    const ended = bash('bash infra/ship/move-major-tag.sh', {
      TAG: tag,
      GITHUB_REPOSITORY: 'acme/scorelane',
      GITHUB_SHA: 'abc',
      GH_LOG: log,
    });
    expect(ended).toMatchObject({ status: 0, output: expect.stringContaining(says) });
    const asked = existsSync(log) ? readFileSync(log, 'utf8') : '';
    expect(asked.includes('--method PATCH repos/acme/scorelane/git/refs/tags/v0 -f sha=abc')).toBe(moves);
  });

  test('settings of the account: the boundary that belongs to the role', () => {
    const settings = (env: Record<string, string>) =>
      bash('bash infra/ship/account-settings.sh', env)
        .stdout.split('\n')
        .filter((line) => line.startsWith('PERM'));
    expect(settings({ ROLE: ROLE('prod') })).toEqual([
      'PERMISSIONS_BOUNDARY=arn:aws:iam::123456789012:policy/scorelane-boundary-prod',
    ]);
    expect(settings({ ROLE: 'arn:aws:iam::123456789012:role/scorelane-deploy' })).toEqual([]);
    expect(settings({ ROLE: ROLE('prod'), BOUNDARY: 'arn:aws:iam::1:policy/own' })).toEqual([
      'PERMISSIONS_BOUNDARY=arn:aws:iam::1:policy/own',
    ]);
  });
});
