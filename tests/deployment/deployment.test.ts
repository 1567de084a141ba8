import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { findStack } from '../../lib/adapters/aws/find-stack.ts';
import { serializeArtifact } from '../../lib/learning/train-model.ts';
import { composeRegistry } from '../../lib/runtime/compose-registry.ts';
import { forRegistry } from '../../lib/worlds/aws.ts';
import { ACCOUNT_ID } from '../support/aws-account/account.ts';
import { type Account, findMoto, NO_MOTO, startAccount } from '../support/aws-account/start-account.ts';
import { deployRoleStatements } from '../support/deploy-role.ts';
import { exampleArtifact } from '../support/example-model.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { packageService } from '../support/packaged-service.ts';
import { type AwsCall, isAllowed } from '../support/policy.ts';
import { makePackage, type PackageChanges } from '../support/shipped-packages.ts';

/**
 * The whole way of a stage with the real programs, in an account on this machine whose functions run as they are deployed:
 * deployment, smoke tests, publishing, and back. Each test goes on where the one before ended.
 */
const python = findMoto();
if (python === undefined) console.warn(`deployment.test.ts ${NO_MOTO}`);
const walk = python === undefined ? describe.skip : describe;
/** How long a deployment takes depends on the machine; this only ends what hangs. */
jest.setTimeout(1_800_000);

const STAGE = 'prod';
const folder = mkdtempSync(join(tmpdir(), 'scorelane-deployment-'));

walk('a stage', () => {
  let account: Account;
  beforeAll(async () => {
    account = await startAccount(python!);
    Object.assign(process.env, account.environment, { AWS_ACCESS_KEY_ID: 'test' });
  });
  afterAll(async () => {
    await account?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  interface Run {
    readonly status: number;
    readonly output: string;
    readonly summary: string;
    readonly outputs: string;
  }
  let runs = 0;
  /** As a step of a job. */
  function run(script: string, ...args: string[]): Promise<Run> {
    runs += 1;
    const summary = join(folder, `summary-${runs}`);
    const outputs = join(folder, `outputs-${runs}`);
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      ...account.environment,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_OUTPUT: outputs,
    };
    const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    return new Promise((resolve) => {
      const child = execFile(
        NODE_24,
        [join(ROOT, script), ...args],
        { cwd: ROOT, env },
        (_, stdout, stderr) =>
          resolve({
            status: child.exitCode ?? -1,
            output: stdout + stderr,
            summary: read(summary),
            outputs: read(outputs),
          }),
      );
    });
  }
  const model = (seed: number): string => {
    const file = join(folder, `model-${seed}.json`);
    writeFileSync(file, serializeArtifact({ ...exampleArtifact(), seed }));
    return file;
  };
  const ship = (changes: PackageChanges, file: string): Promise<Run> =>
    run(
      'infra/ship/run.ts',
      ...['--stage', STAGE, '--leads', '6', '--model', file],
      ...['--package', makePackage(python!, STAGE, folder, changes)],
    );
  /** What the stage is, by its own stores. */
  async function look() {
    const { Stacks } = await new CloudFormationClient().send(
      new DescribeStacksCommand({ StackName: `scorelane-${STAGE}` }),
    );
    const { registry } = composeRegistry(forRegistry, (await findStack(STAGE)).environment);
    return {
      commit: Stacks![0]!.Outputs!.find(({ OutputKey }) => OutputKey === 'Commit')!.OutputValue,
      aliases: await registry.listAliases('leads'),
    };
  }
  const smoke = () => run('infra/ship/smoke.ts', '--stage', STAGE, '--leads', '6');
  const ok = (ended: Run) => expect([ended.status, ended.status === 0 ? '' : ended.output]).toEqual([0, '']);

  test('that was never there is deployed, and its first model published and tested', async () => {
    const first = await ship({ commit: 'c1' }, model(1));
    ok(first);
    expect(first.outputs).toMatch(/^url=http.*\nversion=v1\n$/);
    expect(first.summary).toContain(`## ${STAGE} answers at http`);
    expect(await look()).toEqual({ commit: 'c1', aliases: { champion: 'v1' } });
    // Its tables refuse deletion, so it does.
    expect((await account.state()).isProtected).toEqual([`scorelane-${STAGE}`]);
  });

  test('whose new code does not work is back at the code of before', async () => {
    const broken = 'exports.handler = async () => ({ statusCode: 503, body: "{}" });';
    const failed = await ship({ commit: 'c2', api: broken }, model(2));
    expect(failed.status).toBe(1);
    expect(failed.summary).toMatch(/^## prod: smoke test of the code on the champions of before failed$/m);
    expect(failed.summary).toContain('**prod is back at what it was before.**');
    expect(failed.summary).toContain('- The code is that of commit c1 again.');
    // The second model was not even published.
    expect(await look()).toEqual({ commit: 'c1', aliases: { champion: 'v1' } });
    ok(await smoke());
  });

  test('takes a new model: as challenger, tested as that, and then as champion', async () => {
    const second = await ship({ commit: 'c3' }, model(2));
    ok(second);
    const steps = [...second.output.matchAll(/^(.*) …$/gm)].map(([, step]) => step);
    expect(steps).toEqual([
      'deployment',
      'smoke test of the code on the champions of before',
      'publishing the model',
      'making it challenger',
      'smoke test of leads@v2',
      'moving the champion',
      'smoke test of leads as callers ask for it',
      'protection against deletion',
    ]);
    expect(await look()).toEqual({ commit: 'c3', aliases: { champion: 'v2', challenger: 'v2' } });
  });

  test('whose new model scores wrongly is back, with the challenger of before', async () => {
    await account.spoil(['v3']);
    const failed = await ship({ commit: 'c4' }, model(3));
    await account.spoil([]);
    expect(failed.status).toBe(1);
    expect(failed.summary).toContain('## prod: smoke test of leads@v3 failed');
    expect(failed.summary).toMatch(/v3: 6 of 6 leads went wrong/);
    expect(failed.summary).toContain('- leads: challenger points to v2 again, instead of v3.');
    expect(await look()).toEqual({ commit: 'c3', aliases: { champion: 'v2', challenger: 'v2' } });
  });

  test('that fails after its champion has moved is back, champion, challenger and code', async () => {
    const protect = 'cloudformation:UpdateTerminationProtection';
    await account.refuse([{ action: protect }]);
    const failed = await ship({ commit: 'c4' }, model(3));
    await account.refuse([]);
    expect(failed.status).toBe(1);
    expect(failed.summary).toContain('## prod: protection against deletion failed');
    expect(failed.summary).toContain(`not authorized to perform: ${protect}`);
    expect(failed.summary).toContain('- leads: champion points to v2 again, instead of v3.');
    expect(failed.summary).toContain('**prod is back at what it was before.**');
    expect(await look()).toEqual({ commit: 'c3', aliases: { champion: 'v2', challenger: 'v2' } });
    ok(await smoke());
  });

  test('that cannot be led back says so, and why', async () => {
    // The deployment's own update passes, the one of the way back does not.
    await account.refuse([{ action: 'cloudformation:UpdateStack', after: 1 }]);
    const broken = 'exports.handler = async () => ({ statusCode: 503, body: "{}" });';
    const failed = await ship({ commit: 'c4', api: broken }, model(3));
    await account.refuse([]);
    expect(failed.status).toBe(1);
    expect(failed.summary).toContain('**prod is not back at what it was before.**');
    expect(failed.summary).toMatch(/Going back to commit c3 failed: .*not authorized/);
    expect((await look()).commit).toBe('c4');
  });

  test('takes the model that was taken back, when it is deployed again', async () => {
    const again = await ship({ commit: 'c5' }, model(3));
    // The code that answers is broken; what is tested is the new one, so that is no obstacle.
    ok(again);
    expect(await look()).toEqual({ commit: 'c5', aliases: { champion: 'v3', challenger: 'v3' } });
  });

  test('whose deployment CloudFormation refuses is not changed, and says so', async () => {
    await account.refuse([{ action: 'cloudformation:UpdateStack' }]);
    const failed = await ship({ commit: 'c6' }, model(3));
    await account.refuse([]);
    expect(failed.status).toBe(1);
    expect(failed.summary).toContain('## prod: deployment failed');
    expect(failed.summary).toContain('- The code was not changed: it is that of commit c5.');
    expect(await look()).toEqual({ commit: 'c5', aliases: { champion: 'v3', challenger: 'v3' } });
  });

  test('keeps the champion that somebody went back to', async () => {
    ok(await run('cli/main.ts', 'models', 'rollback', 'leads', '--stage', STAGE));
    const kept = await ship({ commit: 'c7' }, model(3));
    ok(kept);
    expect(kept.summary).toContain('which was the champion before and gave way to v2; it stays so');
    expect(await look()).toEqual({ commit: 'c7', aliases: { champion: 'v2', challenger: 'v3' } });
  });

  test('a version can be tested by itself', async () => {
    const tested = await run('infra/ship/smoke.ts', '--stage', STAGE, '--leads', '3', '--model', 'leads@v3');
    ok(tested);
    expect(tested.output).toContain('3 leads scored as leads@v3 says');
    const unknown = await run('infra/ship/smoke.ts', '--stage', STAGE, '--model', 'leads@v9');
    expect([unknown.status, unknown.output]).toEqual([
      2,
      expect.stringContaining('Its versions are: v3, v2, v1'),
    ]);
  });

  test('keeps both keys of its page until the new page answers, and then the new one', async () => {
    const keyOf = ({ outputs }: Run) => /^key=(.*)\nid=(.*)$/m.exec(outputs)!.slice(1) as [string, string];
    const make = () => run('infra/ship/page-key.ts', 'make', '--stage', STAGE, '--rate', '60');
    const [old, oldId] = keyOf(await make());
    const [key, id] = keyOf(await make());
    let shown = old;
    const page = createServer((_, response) => response.end(JSON.stringify({ api: 'x', key: shown })));
    page.listen(0, '127.0.0.1');
    await once(page, 'listening');
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}/leads/`;
    const retire = () =>
      run(
        'infra/ship/page-key.ts',
        'retire',
        ...['--stage', STAGE, '--keep', id, '--page', url, '--within', '1'],
      );
    const revoked = async () => {
      const { keys } = composeRegistry(forRegistry, (await findStack(STAGE)).environment);
      return Promise.all([oldId, id].map(async (each) => (await keys.get(each))?.revokedAt !== undefined));
    };
    // The page of before is what the network still shows.
    const early = await retire();
    expect([early.status, early.summary]).toEqual([1, expect.stringContaining('Both keys stay good.')]);
    expect(early.summary).toContain(`it answers with the key ${oldId}`);
    expect(await revoked()).toEqual([false, false]);
    shown = key;
    const late = await retire();
    page.close();
    ok(late);
    expect(late.summary).toContain(`revoked: ${oldId}`);
    expect(await revoked()).toEqual([true, false]);
  });

  test('every call of the way is recorded as IAM sees it', async () => {
    const calls = (await account.calls()).filter(({ by }) => by === 'deployer');
    const actions = [...new Set(calls.map(({ action }) => action))].sort();
    expect(actions).toEqual(
      expect.arrayContaining([
        'cloudformation:CreateStack',
        'cloudformation:GetTemplate',
        'cloudformation:UpdateStack',
        'cloudformation:UpdateTerminationProtection',
        'dynamodb:PutItem',
        's3:PutObject',
      ]),
    );
    // No call was made on another stage.
    for (const { resource } of calls) expect(resource).toMatch(/^\*$|scorelane-prod[-/]/);
    // The emulators refuse nothing: what the deploy role's policies make of each call is judged here.
    const judge = (stage: string) => {
      const statements = deployRoleStatements(stage, packageService(stage).templates, ACCOUNT_ID);
      return (call: AwsCall) => isAllowed(statements, call);
    };
    // AWS answers this one to every caller, whatever its policies (STS, API reference, GetCallerIdentity).
    const asked = calls.filter(({ action }) => action !== 'sts:GetCallerIdentity');
    const show = ({ action, resource }: AwsCall) => `${action} on ${resource}`;
    const [ofProd, ofStaging] = [judge(STAGE), judge('staging')];
    expect([...new Set(asked.filter((call) => !ofProd(call)).map(show))]).toEqual([]);
    const named = calls.filter(({ resource }) => resource !== '*');
    expect([...new Set(named.filter(ofStaging).map(show))]).toEqual([]);
    const functions = (await account.calls()).filter(({ by }) => by.startsWith('function-'));
    expect(functions.length).toBeGreaterThan(5);
  });
});
