import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deriveStatements } from '../../infra/bootstrap/deploy-actions.ts';
import { readRepository } from '../../infra/bootstrap/read-repository.ts';
import { checkTemplate, type Template } from '../../infra/template/check-template.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { takePackagingTurn } from '../support/packaging-turn.ts';

const run = promisify(execFile);
/** Without credentials unless they are given: printing needs none. */
const bootstrap = (args: readonly string[], env: Record<string, string> = {}) => {
  const giveBack = takePackagingTurn();
  return run(NODE_24, [join(ROOT, 'infra/bootstrap/run.ts'), ...args], {
    env: { PATH: process.env.PATH, HOME: '/nowhere', ...env },
  }).finally(giveBack);
};
const ARGS = ['--repository', 'acme/leads', '--ids', '12/34'];

describe('what an account needs once', () => {
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties have no useful type
  let template: any;
  beforeAll(async () => {
    template = JSON.parse((await bootstrap([...ARGS, '--print'])).stdout);
  });

  test('is a template that CloudFormation takes', () => {
    expect(checkTemplate(template as Template)).toEqual([]);
  });

  test('only jobs of the repository’s environments may take the role, by either form of the subject', () => {
    const [statement, ...others] =
      template.Resources.DeployRole.Properties.AssumeRolePolicyDocument.Statement;
    expect(others).toEqual([]);
    expect(statement.Condition).toEqual({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': [
          'repo:acme@12/leads@34:environment:staging',
          'repo:acme/leads:environment:staging',
          'repo:acme@12/leads@34:environment:prod',
          'repo:acme/leads:environment:prod',
        ],
      },
    });
  });

  test('the role may do nothing to what is not named scorelane, but where AWS knows no names', () => {
    const statements = template.Resources.DeployRole.Properties.Policies.flatMap(
      // biome-ignore lint/suspicious/noExplicitAny: as above
      ({ PolicyDocument }: any) => PolicyDocument.Statement,
    ) as { Sid: string; Action: string[]; Resource: string | string[] }[];
    const wide = statements.filter(({ Resource }) =>
      [Resource].flat().some((resource) => !resource.includes('scorelane-')),
    );
    expect(wide.map(({ Sid }) => Sid).sort()).toEqual([
      'ApiGatewayV2Api',
      'LambdaEventSourceMapping',
      'LogDelivery',
      'Template',
    ]);
    for (const { Action } of statements)
      for (const action of Action) expect(action).toMatch(/^[a-z0-9]+:[A-Z]\w+$/);
    // What a role may hold within itself.
    for (const { PolicyDocument } of template.Resources.DeployRole.Properties.Policies)
      expect(JSON.stringify(PolicyDocument).length).toBeLessThan(10_240);
  });

  test('a resource type that nothing is said of is an error, not a deployment that fails', () => {
    const unknown = { Resources: { Cluster: { Type: 'AWS::ECS::Cluster' } } };
    expect(() => deriveStatements([unknown])).toThrow('says nothing of AWS::ECS::Cluster');
  });

  test('nothing is made unless somebody says yes', async () => {
    const { stdout } = await bootstrap(ARGS);
    expect(stdout).toContain('This makes the stack scorelane-bootstrap');
    expect(stdout).toContain('Nothing was made.');
  });

  test('with yes it is made, and GitHub is told what to set', async () => {
    const asked: URLSearchParams[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const query = new URLSearchParams(body);
      asked.push(query);
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(
        query.get('Action') === 'CreateStack'
          ? '<CreateStackResponse><CreateStackResult><StackId>s</StackId></CreateStackResult></CreateStackResponse>'
          : `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>scorelane-bootstrap</StackName>
<StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs><member>
<OutputKey>RoleArn</OutputKey><OutputValue>arn:aws:iam::1:role/scorelane-deploy</OutputValue></member></Outputs></member>
</Stacks></DescribeStacksResult></DescribeStacksResponse>`,
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { stdout } = await bootstrap([...ARGS, '--yes', '--provider-exists'], {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
    server.close();
    expect(Object.keys(JSON.parse(asked[0]!.get('TemplateBody')!).Resources)).toEqual(['DeployRole']);
    expect(asked[0]!.get('Capabilities.member.1')).toBe('CAPABILITY_NAMED_IAM');
    expect(stdout).toContain(
      'gh variable set AWS_ROLE_ARN --repo acme/leads --body arn:aws:iam::1:role/scorelane-deploy',
    );
    expect(stdout).toContain('--body eu-central-1');
  });

  test.each([
    [['--repository', 'acme'], 'expected OWNER/NAME'],
    [['--repository', 'acme/leads', '--ids', 'x'], 'expected OWNER_ID/REPO_ID'],
  ])('%j is refused', async (args, why) => {
    await expect(bootstrap(args)).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining(why) });
  });

  test('the numbers are GitHub’s, where it tells', async () => {
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
});
