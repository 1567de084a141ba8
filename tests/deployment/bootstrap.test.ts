import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { permissionsFor } from '../../infra/bootstrap/deploy-actions.ts';
import { readRepository } from '../../infra/bootstrap/read-repository.ts';
import { checkTemplate } from '../../infra/build/check-template.ts';
import { type AccountState, startFakeAccount } from '../support/fake-account.ts';
import { NODE_24, ROOT } from '../support/node24.ts';

const run = promisify(execFile);
const ARGS = ['--repository', 'acme/leads', '--ids', '12/34'];
const PROD = [...ARGS, '--environments', 'prod'];
const NOWHERE = { PATH: process.env.PATH, HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' };

/** Without credentials unless they are given: printing needs none. */
const bootstrap = (args: readonly string[], env: Record<string, string> = {}) =>
  run(NODE_24, [join(ROOT, 'infra/bootstrap/run.ts'), ...args], { env: { ...NOWHERE, ...env } });

let state: AccountState;
let account: Awaited<ReturnType<typeof startFakeAccount>>;
beforeEach(async () => {
  state = { stacks: new Map(), roles: new Set(), errors: new Map() };
  account = await startFakeAccount(state);
});
afterEach(() => account.stop());
const inAccount = (args: readonly string[], env = {}) => bootstrap(args, { ...account.environment, ...env });
const trusting = (repository: string, id: number, resources: object = {}) =>
  JSON.stringify({
    Resources: {
      ...resources,
      DeployRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: [
            `repo:${repository.replace('/', '@12/')}@${id}:environment:staging`,
            `repo:${repository}:environment:staging`,
            `repo:${repository}:environment:prod`,
          ],
        },
      },
    },
    Outputs: { RoleArn: {} },
  });
/** As an earlier version made it: provider and one role. */
const earlier = (repository = 'acme/leads', id = 34) => ({
  status: 'CREATE_COMPLETE',
  template: trusting(repository, id, { GitHub: { Type: 'AWS::IAM::OIDCProvider' } }),
});

describe('what an account needs once', () => {
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties have no useful type
  let printed: any[];
  beforeAll(async () => {
    printed = JSON.parse((await bootstrap([...ARGS, '--print'])).stdout);
  });

  test('is a template for GitHub’s provider and one for each environment, and CloudFormation takes them', () => {
    expect(printed.map(({ Resources }) => Object.keys(Resources))).toEqual([
      ['GitHub'],
      ...[0, 1].map(() => expect.arrayContaining(['Boundary', 'DeployPolicy1', 'DeployRole'])),
    ]);
    for (const template of printed) expect(checkTemplate(template)).toEqual([]);
  });

  test('only jobs of its own environment may take a role, by either form of the subject', () => {
    for (const [index, environment] of ['staging', 'prod'].entries()) {
      const { RoleName, AssumeRolePolicyDocument } = printed[index + 1].Resources.DeployRole.Properties;
      expect(RoleName).toBe(`scorelane-deploy-${environment}`);
      const [statement, ...others] = AssumeRolePolicyDocument.Statement;
      expect(others).toEqual([]);
      expect(statement.Condition).toEqual({
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': [
            `repo:acme@12/leads@34:environment:${environment}`,
            `repo:acme/leads:environment:${environment}`,
          ],
        },
      });
    }
  });

  test('a resource type that nothing is said of is an error, not a deployment that fails', () => {
    const unknown = { Resources: { Cluster: { Type: 'AWS::ECS::Cluster' } } };
    expect(() => permissionsFor('AWS::ECS::Cluster', [unknown])).toThrow('has no AWS::ECS::Cluster');
  });
});

describe('in an account', () => {
  test('that is new: provider and role are made, GitHub is told what to set, and a package that lies there stays', async () => {
    const kept = join(ROOT, '.serverless/bootstrap.test');
    mkdirSync(join(ROOT, '.serverless'), { recursive: true });
    writeFileSync(kept, 'about to be deployed');
    const { stdout } = await inAccount([...PROD, '--yes']);
    expect(existsSync(kept)).toBe(true);
    rmSync(kept);
    expect(account.changes).toEqual(['create scorelane-bootstrap', 'create scorelane-bootstrap-prod']);
    expect(paste(stdout)).toEqual([
      [
        ...['api', '-X', 'PUT', 'repos/acme/leads/environments/prod'],
        ...['-F', 'deployment_branch_policy[protected_branches]=false'],
        ...['-F', 'deployment_branch_policy[custom_branch_policies]=true'],
        ...['-F', 'reviewers[][type]=User', '-F', 'reviewers[][id]=77'],
      ],
      [
        'api',
        '-X',
        'POST',
        'repos/acme/leads/environments/prod/deployment-branch-policies',
        '-f',
        'name=main',
      ],
      variable('AWS_ROLE_ARN', 'arn:aws:iam::1:scorelane-bootstrap-prod/RoleArn', '--env', 'prod'),
      variable(
        'AWS_PERMISSIONS_BOUNDARY',
        'arn:aws:iam::1:scorelane-bootstrap-prod/BoundaryArn',
        '--env',
        'prod',
      ),
      variable('AWS_REGION', 'eu-central-1'),
    ]);
    // And once more: there is nothing to change.
    const before = account.changes.length;
    await inAccount([...PROD, '--yes']);
    expect(account.changes.length).toBe(before);
  });

  test('nothing is made unless somebody says yes', async () => {
    const { stdout } = await inAccount(PROD);
    expect(stdout).toContain('the stack scorelane-bootstrap-prod makes scorelane-deploy-prod');
    expect(stdout).toContain('Nothing was made.');
    expect(account.changes).toEqual([]);
  });

  test('that has GitHub’s provider, and a stack that was never finished: that one goes first', async () => {
    state.provider = ['sts.amazonaws.com'];
    state.stacks.set('scorelane-bootstrap', { status: 'ROLLBACK_COMPLETE', template: '{}' });
    state.stacks.set('scorelane-bootstrap-prod', { status: 'ROLLBACK_COMPLETE', template: '{}' });
    const { stdout } = await inAccount([...PROD, '--yes']);
    expect(stdout).toContain('GitHub’s OIDC provider is there already');
    expect(account.changes).toEqual([
      'delete scorelane-bootstrap',
      'delete scorelane-bootstrap-prod',
      'create scorelane-bootstrap-prod',
    ]);
  });

  test('of the version before: the roles are made, then the one that all shared goes, and its variable', async () => {
    state.provider = ['sts.amazonaws.com'];
    state.stacks.set('scorelane-bootstrap', earlier());
    const { stdout } = await inAccount([...PROD, '--yes']);
    expect(account.changes).toEqual(['create scorelane-bootstrap-prod', 'update scorelane-bootstrap']);
    expect(Object.keys(JSON.parse(state.stacks.get('scorelane-bootstrap')!.template).Resources)).toEqual([
      'GitHub',
    ]);
    expect(stdout).toContain('takes away the role scorelane-deploy, which all environments shared');
    expect(paste(stdout).at(-1)).toEqual(['variable', 'delete', 'AWS_ROLE_ARN', '--repo', 'acme/leads']);
    expect(stdout).toContain('Until these variables are set, GitHub cannot deploy');
  });

  test('where CloudFormation fails, the resource and the reason are told', async () => {
    state.provider = ['sts.amazonaws.com'];
    state.failure = 'policy scorelane-boundary-prod already exists';
    const failure = await inAccount([...PROD, '--yes']).catch((error) => error);
    expect(failure).toMatchObject({ code: 1 });
    expect(failure.stderr).toContain('(Boundary: policy scorelane-boundary-prod already exists)');
    expect(failure.stderr).not.toMatch(/^ +at /m);
  });

  test('another repository’s role is left alone, until it is told to replace it', async () => {
    state.provider = ['sts.amazonaws.com'];
    state.stacks.set('scorelane-bootstrap-prod', {
      status: 'CREATE_COMPLETE',
      template: trusting('acme/other', 35),
    });
    await expect(inAccount([...PROD, '--yes'])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/trust acme\/other.*--replace-repository/s),
    });
    expect(account.changes).toEqual([]);
    const { stdout } = await inAccount([...PROD, '--yes', '--replace-repository']);
    expect(stdout).toContain('acme/other cannot deploy any more');
    expect(account.changes).toEqual(['update scorelane-bootstrap-prod']);
  });

  test.each([
    ['another one of the version before', earlier('acme/other', 35), 'trust acme/other'],
    ['one of the same name that was made again', earlier('acme/leads', 99), 'trust acme/leads'],
  ])('%s is one, too', async (_which, stack, why) => {
    state.stacks.set('scorelane-bootstrap', stack);
    await expect(inAccount([...PROD, '--yes'])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(why),
    });
  });

  test('one that was renamed is the same', async () => {
    state.stacks.set('scorelane-bootstrap', earlier('acme/before', 34));
    const { stdout } = await inAccount(PROD);
    expect(stdout).toContain('Nothing was made.');
  });
});

describe('what cannot be done is told in a sentence', () => {
  const refusal = async (args = PROD, env: Record<string, string> = {}) => {
    const { code, stdout, stderr } = await inAccount([...args, '--yes'], env).catch((error) => error);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(account.changes).toEqual([]);
    return `${code}: ${stdout}${stderr}`;
  };

  test.each([
    ['REVIEW_IN_PROGRESS', 'a change set'],
    [
      'UPDATE_ROLLBACK_FAILED',
      'aws cloudformation continue-update-rollback --stack-name scorelane-bootstrap-prod',
    ],
    ['DELETE_FAILED', 'aws cloudformation delete-stack --stack-name scorelane-bootstrap-prod'],
    ['ROLLBACK_FAILED', 'aws cloudformation delete-stack --stack-name scorelane-bootstrap-prod'],
    ['UPDATE_IN_PROGRESS', 'wait until'],
  ])('a stack in the state %s', async (status, advice) => {
    state.stacks.set('scorelane-bootstrap-prod', { status, template: '{}', reason: 'a reason' });
    expect(await refusal()).toMatch(new RegExp(`^1: .*${status} \\(a reason\\).*${advice}`, 's'));
  });

  test.each([
    ['ExpiredToken', 'have expired: log in again'],
    ['InvalidClientTokenId', 'does not know the credentials'],
    ['AccessDenied', 'expected the credentials of an administrator'],
    ['Throttling', 'wait a minute'],
    ['SomethingNew', 'AWS refused it \\(SomethingNew: what AWS says'],
  ])('an answer %s', async (code, sentence) => {
    state.errors.set('DescribeStacks', code);
    expect(await refusal()).toMatch(new RegExp(`^1: .*${sentence}`, 's'));
  });

  test('no credentials, no region, no network', async () => {
    const without = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
    expect(await refusal(PROD, without)).toMatch(/^1: expected AWS credentials/);
    expect(await refusal(PROD, { AWS_REGION: '' })).toMatch(/^1: expected a region: AWS_REGION=/);
    expect(await refusal(PROD, { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' })).toMatch(
      /^1: AWS cannot be reached/,
    );
  });

  test('a provider for others, and a role that somebody else made', async () => {
    state.provider = ['elsewhere'];
    expect(await refusal()).toMatch(
      /^1: .*add-client-id-to-open-id-connect-provider .* --client-id sts.amazonaws.com/,
    );
    state.roles.add('scorelane-deploy-prod');
    expect(await refusal()).toMatch(/^1: the role scorelane-deploy-prod exists.*AWS_REGION/s);
  });

  test.each([
    [['--repository', 'acme'], 'expected OWNER/NAME'],
    [['--repository', 'acme/leads', '--ids', 'x'], 'expected OWNER_ID/REPO_ID'],
    [[...ARGS, '--enviroments', 'prod'], '--enviroments'],
    [[...ARGS, '--environments', 'Prod'], 'expected small letters'],
    [[...ARGS, '--environments', 'prod-bucket'], 'is the name of a resource'],
  ])('%j', async (args, why) => {
    expect(await refusal(args)).toMatch(new RegExp(`^2: .*${why}`, 's'));
  });
});

test('the repository’s numbers are GitHub’s, where it tells', async () => {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/repos/acme/leads' ? 200 : 404);
    response.end('{"id": 34, "owner": {"id": 12}}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const expected = { owner: 'acme', name: 'leads', ownerId: 12, id: 34 };
  await expect(readRepository('acme/leads', undefined, api)).resolves.toEqual(expected);
  await expect(readRepository('acme/secret', undefined, api)).rejects.toThrow('answered 404');
  server.close();
});

const MOTO = spawnSync('moto_server', ['--help']).error === undefined;
(MOTO ? test : test.skip)(
  `in moto the stacks are made, and found again${MOTO ? '' : ' (skipped: no moto_server)'}`,
  async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    const moto = execFile('moto_server', ['-H', '127.0.0.1', '-p', String(port)]);
    const env = { ...account.environment, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
    try {
      while (
        !(await fetch(`${env.AWS_ENDPOINT_URL}/moto-api/data.json`).then(
          (answer) => answer.ok,
          () => false,
        ))
      )
        await new Promise((resolve) => setTimeout(resolve, 100));
      const { stdout } = await bootstrap([...ARGS, '--yes'], env);
      for (const stage of ['staging', 'prod']) {
        expect(stdout).toContain(
          `--env ${stage} --body arn:aws:iam::123456789012:role/scorelane-deploy-${stage}`,
        );
        expect(stdout).toContain(
          `--env ${stage} --body arn:aws:iam::123456789012:policy/scorelane-boundary-${stage}`,
        );
      }
      const again = await bootstrap([...ARGS, '--yes'], env);
      expect(again.stdout).toContain('the stack scorelane-bootstrap-prod keeps up to date');
      await expect(
        bootstrap(['--repository', 'acme/other', '--ids', '12/35', '--yes'], env),
      ).rejects.toMatchObject({
        stderr: expect.stringContaining('trust acme/leads'),
      });
    } finally {
      moto.kill();
    }
  },
  300_000,
);

const variable = (name: string, body: string, ...where: string[]) => [
  ...['variable', 'set', name, '--repo', 'acme/leads', ...where, '--body', body],
];

/** Runs the commands that were printed, with a `gh` that writes down what it is asked. */
function paste(stdout: string): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'scorelane-gh-'));
  const asked = join(folder, 'asked');
  writeFileSync(
    join(folder, 'gh'),
    `#!/usr/bin/env bash\nif [ "$*" = "api user --jq .id" ]; then echo 77; exit; fi\nprintf '%s\\0' "$@" >> ${asked}; printf '\\n' >> ${asked}\n`,
  );
  chmodSync(join(folder, 'gh'), 0o755);
  const commands = stdout.slice(stdout.indexOf('\ngh ') + 1, stdout.indexOf('\n\nThe approval'));
  execFileSync('bash', ['-euc', commands], { env: { PATH: `${folder}:${process.env.PATH}` } });
  const lines = readFileSync(asked, 'utf8').trimEnd().split('\n');
  rmSync(folder, { recursive: true });
  return lines.map((line) => line.split('\0').filter((word) => word !== ''));
}
