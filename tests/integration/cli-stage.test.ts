import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { NODE_24, ROOT } from '../support/node24.ts';

/** `--stage dev` on a CloudFormation that answers as AWS's does (Query protocol). */
async function listModels(
  answer: { readonly status: number; readonly body: string },
  {
    args = ['--stage', 'dev'],
    env = {},
  }: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push(body);
    response.writeHead(answer.status, { 'content-type': 'text/xml' });
    response.end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const child = spawn(NODE_24, [join(ROOT, 'cli/main.ts'), 'models', 'list', ...args], {
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('AWS_'))),
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL_CLOUDFORMATION: endpoint,
      // What follows from a stack that is found: nothing listens there.
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9',
      AWS_MAX_ATTEMPTS: '1',
      ...env,
    },
  });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += text));
  const [status] = await once(child, 'close');
  server.close();
  return { asked, status, stderr };
}

const stack = (
  outputs: Record<string, string>,
) => `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
<DescribeStacksResult><Stacks><member><StackName>scorelane-dev</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
<CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs>${Object.entries(outputs)
  .map(([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`)
  .join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;

const outputs = {
  ApiUrl: 'https://abc.execute-api.eu-central-1.amazonaws.com',
  BucketName: 'bucket-1',
  PredictionsTableName: 'predictions-1',
  RegistryTableName: 'registry-1',
  ScoreQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/q',
  WebhookQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/w',
};
const found = { status: 200, body: stack(outputs) };
/** It reached the registry, which is not there. */
const UNREACHED = 'scorelane: listing models failed: ECONNREFUSED\n';
const RENAMED = 'scorelane: --target is now --stage; the old spelling works until 1.0\n';

test.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
  ['named by --stage', ['--stage', 'dev'], {}, UNREACHED],
  ['named by --target, with a note', ['--target', 'dev'], {}, RENAMED + UNREACHED],
  ['named by both, alike', ['--target', 'dev', '--stage', 'dev'], {}, RENAMED + UNREACHED],
  ['named by SCORELANE_STAGE', [], { SCORELANE_STAGE: 'dev' }, UNREACHED],
  ['named by --stage, against SCORELANE_STAGE', ['--stage', 'dev'], { SCORELANE_STAGE: 'prod' }, UNREACHED],
  [
    'named by --target, against SCORELANE_STAGE',
    ['--target', 'dev'],
    { SCORELANE_STAGE: 'prod' },
    RENAMED + UNREACHED,
  ],
])('the stores of a stage are found in the outputs of its stack, %s', async (_, args, env, expected) => {
  const { asked, status, stderr } = await listModels(found, { args, env });
  expect(asked[0]).toContain('StackName=scorelane-dev');
  expect([status, stderr]).toEqual([1, expected]);
});

test('two stages are refused before anything is asked', async () => {
  const { asked, status, stderr } = await listModels(found, { args: ['--target', 'dev', '--stage', 'prod'] });
  expect([asked, status]).toEqual([[], 2]);
  expect(stderr).toBe(
    'error: --target is the old spelling of --stage: expected one of them, got “dev” and “prod”\n(--help shows the options)\n',
  );
});

test('a stage that is none', async () => {
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id scorelane-dev does not exist</Message></Error></ErrorResponse>`;
  const { status, stderr } = await listModels({ status: 400, body });
  expect([status, stderr]).toEqual([
    1,
    'scorelane: --stage: expected “local” or a deployed stage, got “dev”: CloudFormation knows no stack scorelane-dev in this region and account.\n',
  ]);
});

test('a stack that is none of ours', async () => {
  const { status, stderr } = await listModels({ status: 200, body: stack({ Other: 'x' }) });
  expect([status, stderr]).toEqual([
    1,
    'scorelane: --stage: expected the outputs of a Scorelane stack, found others in scorelane-dev.\n',
  ]);
});
