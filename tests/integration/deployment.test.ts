import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeRegistry, type Registry } from '../../lib/runtime/compose-registry.ts';
import { serializeArtifact } from '../../lib/training/train-model.ts';
import { type Account, findMoto, NO_MOTO, startAccount } from '../support/aws-account/start-account.ts';
import { exampleArtifact } from '../support/example-model.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { makePackage } from '../support/shipped-packages.ts';

/** The whole way of a stage, with the real programs, in an account on this machine. Each test goes on where the last one ended. */
const python = findMoto();
if (python === undefined) console.warn(`deployment.test.ts ${NO_MOTO}`);
const walk = python === undefined ? describe.skip : describe;

const STAGE = 'prod';
const folder = mkdtempSync(join(tmpdir(), 'scorelane-deployment-'));
const model = (name: string, seed: number): string => {
  const file = join(folder, name);
  writeFileSync(file, serializeArtifact({ ...exampleArtifact(), seed }));
  return file;
};

walk('a stage', () => {
  let account: Account;
  beforeAll(async () => {
    account = await startAccount(python!);
  });
  afterAll(async () => {
    await account?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const environment = () => ({ PATH: process.env.PATH, HOME: folder, ...account.environment });
  interface Run {
    readonly status: number;
    readonly output: string;
    readonly summary: string;
    readonly outputs: Readonly<Record<string, string>>;
  }
  let runs = 0;
  const run = (script: string, args: readonly string[]): Promise<Run> => {
    runs += 1;
    const [summary, outputs] = [`summary-${runs}.md`, `outputs-${runs}`].map((name) => join(folder, name)) as [string, string];
    const env = { ...environment(), GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: outputs };
    const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    return new Promise((resolve) => {
      const child = execFile(NODE_24, [join(ROOT, script), ...args], { cwd: ROOT, env }, (_, stdout, stderr) =>
        resolve({
          status: child.exitCode ?? -1,
          output: stdout + stderr,
          summary: read(summary),
          outputs: Object.fromEntries(
            read(outputs).split('\n').filter(Boolean).map((line) => line.split(/=(.*)/s).slice(0, 2)),
          ),
        }),
      );
    });
  };
  const ship = (...args: string[]) => run('infra/ship/run.ts', ['--stage', STAGE, '--leads', '6', ...args]);
  /** What the stage is, as its own stores and outputs say. */
  async function look(): Promise<{ commit: string; aliases: Readonly<Record<string, string>>; registry: Registry }> {
    const { stdout } = await new Promise<{ stdout: string }>((resolve, reject) => {
      execFile(NODE_24, [join(ROOT, 'infra/ship/stack-output.ts'), STAGE, 'Commit'], { env: environment() }, (error, stdout) =>
        error ? reject(error) : resolve({ stdout }),
      );
    });
    const { output } = await run('cli/main.ts', ['models', 'show', 'leads', '--target', STAGE, '--json']);
    return { commit: stdout.trim(), aliases: JSON.parse(output).aliases ?? {}, registry: composeRegistry as never };
  }

  test('is not there at first: it is deployed, the first model published and tested', async () => {
    const first = await ship(
      '--package', makePackage(python!, STAGE, folder, { commit: 'c1' }),
      '--model', model('one.json', 1),
    );
    expect([first.status, first.status === 0 ? '' : first.output]).toEqual([0, '']);
    expect(first.outputs.version).toBe('v1');
    console.log(first.output, first.summary, await look());
  });
});
