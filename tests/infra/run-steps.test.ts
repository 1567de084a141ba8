import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { NODE_24, ROOT } from '../support/node24.ts';

/** A command of a workflow or of action.yml, where it stands. */
interface RunStep {
  readonly place: string;
  readonly run: string;
}

/** Steps that no test can run here, and why. */
const ELSEWHERE: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^npm ci$/, 'how the checkout of this very run was installed (.ci/run)'],
  [/^npm run (check|build)$/, 'part of npm test, which runs this'],
  [/^bash \.ci\/run$/, 'runs this'],
  [/^npx serverless package --stage "\$STAGE"$/, 'check-template.test.ts does, for every stage'],
  [/^npm audit /, 'asks for the advisories of the day'],
  [/\baws |serverless deploy|--target "\$STAGE"|stack-output\.ts|make-page-key\.ts/, 'needs an AWS account'],
  [/^gh /, 'needs GitHub'],
];
const ENV = {
  STAGE: 'prod',
  AWS_REGION: 'eu-central-1',
  TARGET: 'converted',
  MODEL: 'leads',
  TAG: 'vUnreleased',
  API_URL: 'https://api.example',
  PAGE_KEY: 'sl_key',
  RESULTS: 'success success success success',
};

let folder: string;
let clone: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scorelane-clone-'));
  clone = join(folder, 'scorelane');
  // What git would hand out of this state, and no more: nothing that was built, trained or left lying here.
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  for (const file of new Set(files.toString().split('\0').filter(Boolean))) {
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    cpSync(join(ROOT, file), join(clone, file), { errorOnExist: false });
  }
  // As installed. Hard links where there are some: a symbolic link would be walked through by the packaging.
  const [from, to] = [join(ROOT, 'node_modules'), join(clone, 'node_modules')];
  if (spawnSync('cp', ['-al', from, to]).status !== 0)
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  bash('npm run build && npx scorelane sample --rows 600 --out leads.csv');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function bash(script: string, env: Record<string, string> = {}) {
  // No account, no home, no key; as GitHub runs a step: it ends with the first command that fails.
  const path = [join(ROOT, 'node_modules/.bin'), dirname(NODE_24), process.env.PATH].join(delimiter);
  const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
    cwd: clone,
    encoding: 'utf8',
    env: {
      PATH: path,
      // Not the clone: npx links it into its cache, and packaging would walk in circles.
      HOME: folder,
      GITHUB_STEP_SUMMARY: join(clone, 'summary.md'),
      GITHUB_OUTPUT: join(clone, 'output'),
      ...ENV,
      ...env,
    },
  });
  return { status, stdout, output: stdout + stderr };
}

const steps: RunStep[] = [
  ...readdirSync(join(ROOT, '.github/workflows')).map((file) => `.github/workflows/${file}`),
  'action.yml',
].flatMap((file) => {
  const { jobs = {}, runs } = parse(readFileSync(join(ROOT, file), 'utf8'));
  // biome-ignore lint/suspicious/noExplicitAny: the shape of a workflow is actionlint's to check
  return [...Object.values(jobs), runs ?? {}].flatMap(({ steps: all = [] }: any) =>
    all.flatMap(({ run }: { run?: string }) => (run === undefined ? [] : [{ place: file, run: run.trim() }])),
  );
});
const reasonOf = (run: string) => ELSEWHERE.find(([pattern]) => pattern.test(run))?.[1];
const runnable = steps.filter(({ run }) => reasonOf(run) === undefined);
/** Each once, where it stands last: by then what it needs is there. */
const here = runnable.filter(({ run }, i) => !runnable.slice(i + 1).some((later) => later.run === run));

test('every reason to leave a step out is needed', () => {
  for (const [pattern] of ELSEWHERE) expect(steps.some(({ run }) => pattern.test(run))).toBe(true);
  // What npm test itself runs.
  const { test: command } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts;
  expect(command).toMatch(/npm run --silent check && npm run --silent build && jest/);
});

test.each(here.map(({ place, run }) => [place, run]))('%s: %s', (_place, run) => {
  const env = run.includes('choose-model') ? { MODEL: '', LEADS: 'leads.csv', HERE: clone } : {};
  const { status, output } = bash(run, env);
  expect([status, status === 0 ? '' : output]).toEqual([0, '']);
});

describe('what they leave', () => {
  test('the summary tells where the stage answers', () => {
    expect(readFileSync(join(clone, 'summary.md'), 'utf8')).toContain(
      '## prod answers at https://api.example',
    );
  });

  test('the page is built for the API', () => {
    expect(JSON.parse(readFileSync(join(clone, 'dist/web/config.json'), 'utf8'))).toEqual({
      api: 'https://api.example',
      key: 'sl_key',
    });
  });

  test('a job that failed fails the required check', () => {
    const [required] = here.filter(({ run }) => run.includes('$RESULTS'));
    expect(bash(required!.run, { RESULTS: 'success failure success' }).status).toBe(1);
    expect(bash(required!.run, { RESULTS: 'success skipped success' }).status).toBe(1);
  });

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
});
