import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { type Contexts, evaluate, fillIn } from './github-expression.ts';
import { makeOldNode, ownPath } from './old-node.ts';

// biome-ignore lint/suspicious/noExplicitAny: the shape of a workflow is actionlint's to check
type Yaml = any;

export interface RunnerOptions {
  /** Everything that the runner writes lies below it. */
  readonly folder: string;
  /** A program of Node 24, for what setup-node sets up. */
  readonly node24: string;
  /** Added to PATH behind Node: the account's command line, stand-ins. */
  readonly path?: readonly string[];
  /** What `configure-aws-credentials` leaves in the environment; undefined: there is no account. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** Why a command is not run; undefined: it is. */
  leaveOut(run: string): string | undefined;
  /** Does what an action does, for its outputs. Throws, when it would fail. */
  use(action: string, inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
}

export interface JobInput {
  readonly contexts: Contexts;
  /** The checkout. */
  readonly workspace: string;
}

interface StepResult {
  readonly name: string;
  readonly outcome: 'success' | 'failure' | 'skipped' | 'left out';
  readonly output: string;
}

export interface JobResult {
  readonly steps: readonly StepResult[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The first step that failed, with what it printed. */
  readonly failure: string | undefined;
}

/**
 * Runs a job of a workflow, or action.yml, as GitHub's runner does: each step with what the steps before it left in
 * environment, PATH and outputs. PATH begins with a Node that cannot run TypeScript until a step sets up another.
 */
export async function runJob(
  job: Yaml,
  workflowEnv: Yaml,
  input: JobInput,
  options: RunnerOptions,
): Promise<JobResult> {
  const { workspace } = input;
  const own = mkdtempSync(join(options.folder, 'job-'));
  const home = join(own, 'home');
  mkdirSync(home);
  const files = Object.fromEntries(
    ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'].map((name) => [
      name,
      join(own, name),
    ]),
  );
  const path = [makeOldNode(join(own, 'old-node')), ...(options.path ?? []), ...ownPath()];
  const steps: Record<string, { outputs: Record<string, string>; outcome: string }> = {};
  const results: StepResult[] = [];
  const left: Record<string, string> = {};
  let failed = false;
  const contexts = (): Contexts => ({ ...input.contexts, steps, env: { ...jobEnv, ...left } });
  const state = () => ({ failed, workspace });
  const fillAll = (values: Yaml = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, fillIn(value, contexts(), state())]),
    );
  let jobEnv: Record<string, string> = {};
  jobEnv = { ...fillAll(workflowEnv), ...fillAll(job.env) };

  for (const step of job.steps) {
    const name: string = step.name ?? step.run ?? step.uses;
    const isOn = step.if === undefined ? !failed : evaluate(String(step.if), contexts(), state());
    if (!isOn || (failed && !/always\(|failure\(/.test(String(step.if ?? '')))) {
      results.push({ name, outcome: 'skipped', output: '' });
      continue;
    }
    for (const file of Object.values(files)) if (!file.endsWith('SUMMARY')) writeFileSync(file, '');
    const stepEnv = fillAll(step.env);
    let result: StepResult;
    let outputs: Readonly<Record<string, string>> = {};
    if (step.uses === undefined) {
      const why = options.leaveOut(step.run.trim());
      if (why !== undefined) {
        result = { name, outcome: 'left out', output: why };
      } else {
        const cwd = step['working-directory']
          ? fillIn(step['working-directory'], contexts(), state())
          : workspace;
        const { status, output } = await bash(step.run, cwd, {
          HOME: home,
          RUNNER_TEMP: own,
          GITHUB_ACTIONS: 'true',
          GITHUB_RUN_ID: '1',
          GITHUB_REPOSITORY: 'Acme-Inc/leads',
          GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
          GITHUB_WORKSPACE: workspace,
          ...files,
          ...jobEnv,
          ...left,
          ...stepEnv,
          PATH: path.join(delimiter),
        });
        result = { name, outcome: status === 0 ? 'success' : 'failure', output };
        outputs = readPairs(files.GITHUB_OUTPUT!);
        Object.assign(left, readPairs(files.GITHUB_ENV!));
        path.unshift(...readLines(files.GITHUB_PATH!));
      }
    } else {
      try {
        outputs = useAction(step.uses, fillAll(step.with));
        result = { name, outcome: 'success', output: '' };
      } catch (error) {
        result = { name, outcome: 'failure', output: String(error) };
      }
    }
    if (result.outcome === 'failure') failed = true;
    if (step.id !== undefined) steps[step.id] = { outputs: { ...outputs }, outcome: result.outcome };
    results.push(result);
  }

  function useAction(uses: string, inputs: Record<string, string>): Readonly<Record<string, string>> {
    const [action = ''] = uses.split('@');
    if (action === 'actions/setup-node') {
      const file = inputs['node-version-file'];
      // It joins the two, so that an absolute path is looked for in the workspace.
      const version = inputs['node-version'] || readFileSync(join(workspace, file ?? ''), 'utf8').trim();
      path.unshift(
        Number.parseInt(version, 10) >= 24 ? dirname(options.node24) : makeOldNode(join(own, version)),
      );
      return {};
    }
    if (action === 'aws-actions/configure-aws-credentials') {
      if (!/^arn:aws:iam::\d+:role\/.+/.test(inputs['role-to-assume'] ?? ''))
        throw new Error(`role-to-assume: expected the ARN of a role, got “${inputs['role-to-assume']}”`);
      Object.assign(left, options.credentials, { AWS_REGION: inputs['aws-region'] });
      return {};
    }
    return options.use(action, inputs);
  }

  const summary = existsSync(files.GITHUB_STEP_SUMMARY!)
    ? readFileSync(files.GITHUB_STEP_SUMMARY!, 'utf8')
    : '';
  const wrong = results.find(({ outcome }) => outcome === 'failure');
  return {
    steps: results,
    outputs: Object.fromEntries(
      Object.entries((job.outputs ?? {}) as Record<string, Yaml>).map(([name, value]) => [
        name,
        fillIn(value?.value ?? value, contexts(), state()),
      ]),
    ),
    summary,
    failure: wrong && `${wrong.name}\n${wrong.output}`,
  };
}

/** As GitHub runs a step: it ends with the first command that fails. Not synchronous: what it asks may be served from here. */
function bash(
  script: string,
  cwd: string,
  env: Record<string, string>,
): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { cwd, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    child.on('close', (code) => resolve({ status: code ?? -1, output }));
  });
}

const readLines = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);

const readPairs = (file: string): Record<string, string> =>
  Object.fromEntries(
    readLines(file).map((line) => {
      const at = line.indexOf('=');
      if (at < 1) throw new Error(`expected NAME=value, got “${line}”`);
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );

/** The jobs of a workflow file, by id; action.yml is one. */
export function readJobs(file: string): {
  readonly env: Yaml;
  readonly jobs: Readonly<Record<string, Yaml>>;
} {
  const { env, jobs, runs, outputs } = parse(readFileSync(file, 'utf8'));
  return { env, jobs: jobs ?? { action: { ...runs, outputs } } };
}
