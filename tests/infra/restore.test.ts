import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createActiveTable } from '../../infra/local/create-resources.ts';
import { copyMissing } from '../../infra/ship/copy-missing.ts';
import { type Emulators, startEmulators } from '../support/emulators.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { packageService } from '../support/packaged-service.ts';
import { until } from '../support/until.ts';

const NOW = new Date('2026-11-30T12:00:00Z');
const inSeconds = (seconds: number) => ({ N: String(NOW.getTime() / 1000 + seconds) });

describe('what a table lacks is copied from a restored one', () => {
  let emulators: Emulators;
  let client: DynamoDBClient;
  let tables = 0;
  beforeAll(async () => {
    emulators = await startEmulators();
    client = new DynamoDBClient({
      endpoint: emulators.environment.AWS_ENDPOINT_URL_DYNAMODB!,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
  });
  afterAll(async () => {
    client.destroy();
    await emulators.stop();
  });

  async function table(keys: readonly string[], items: readonly Readonly<Record<string, string>>[]) {
    const TableName = `t-${tables++}`;
    await createActiveTable(client, {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys.map((AttributeName, i) => ({ AttributeName, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
    });
    for (const item of items) await put(TableName, item);
    return TableName;
  }
  const put = (TableName: string, { expires, ...item }: Readonly<Record<string, string>>) =>
    client.send(
      new PutItemCommand({
        TableName,
        Item: {
          ...Object.fromEntries(Object.entries(item).map(([key, value]) => [key, { S: value }])),
          ...(expires === undefined ? {} : { expires_at: inSeconds(Number(expires)) }),
        },
      }),
    );
  const statusOf = async (TableName: string, id: string) =>
    (await client.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }))).Item?.status?.S;

  test('missing items come back; what is there stays, as an erased lead does; what has expired does not', async () => {
    const from = await table(
      ['id'],
      [
        { id: 'lost', status: 'succeeded', expires: '60' },
        { id: 'erased', status: 'succeeded', expires: '60' },
        { id: 'over', status: 'succeeded', expires: '-60' },
        ...Array.from({ length: 60 }, (_, i) => ({ id: `many-${i}`, status: 'queued', expires: '60' })),
      ],
    );
    const into = await table(['id'], [{ id: 'erased', status: 'erased', expires: '60' }]);
    expect(await copyMissing(client, { from, into, now: NOW })).toEqual({ copied: 61, kept: 1, expired: 1 });
    expect(await Promise.all(['lost', 'erased', 'over', 'many-59'].map((id) => statusOf(into, id)))).toEqual([
      'succeeded',
      'erased',
      undefined,
      'queued',
    ]);
    // Once more changes nothing.
    expect(await copyMissing(client, { from, into, now: NOW })).toEqual({ copied: 0, kept: 62, expired: 1 });
  });

  test('of a table with two keys, items of a partition that is there, too; and those without an end', async () => {
    const from = await table(
      ['pk', 'sk'],
      [
        { pk: 'leads', sk: 'v1' },
        { pk: 'leads', sk: 'v2' },
      ],
    );
    const into = await table(['pk', 'sk'], [{ pk: 'leads', sk: 'v2' }]);
    expect(await copyMissing(client, { from, into, now: NOW })).toEqual({ copied: 1, kept: 1, expired: 0 });
  });

  test('a table with other keys is refused', async () => {
    const [from, into] = [await table(['pk', 'sk'], []), await table(['id'], [])];
    await expect(copyMissing(client, { from, into, now: NOW })).rejects.toThrow(
      `expected a table that ${into} was restored to, whose keys are id; ${from} has pk, sk`,
    );
  });
});

const isThere = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const there = isThere('moto_server') && isThere('aws');
if (!there) console.warn('restore: moto_server or aws is not on this machine; the drill is not walked');

(there ? describe : describe.skip)('the drill of docs/operations.md', () => {
  let moto: ChildProcess;
  let endpoint: string;
  const home = mkdtempSync(join(tmpdir(), 'scorelane-drill-'));
  const account = () => ({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  beforeAll(async () => {
    const port = await freePort();
    moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    endpoint = `http://127.0.0.1:${port}`;
    await until('moto', async () => (await fetch(endpoint).catch(() => undefined))?.status);
  });
  afterAll(() => {
    moto.kill();
    rmSync(home, { recursive: true, force: true });
  });

  /** The SQS of the aws command does not look at AWS_ENDPOINT_URL. */
  const AWS = 'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }';
  function run(script: string, more: Readonly<Record<string, string>>): string {
    const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', `${AWS}\n${script}`], {
      cwd: ROOT,
      env: {
        PATH: [dirname(NODE_24), process.env.PATH].join(delimiter),
        HOME: home,
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'b',
        AWS_PAGER: '',
        ...more,
      },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${script}\nended with ${status}:\n${stdout}${stderr}`);
    return stdout;
  }
  const blocks = [
    ...readFileSync(join(ROOT, 'docs/operations.md'), 'utf8').matchAll(/```bash\n([\s\S]*?)```/g),
  ].map(([, script]) => script!);
  const blockWith = (text: string) => {
    const found = blocks.filter((script) => script.includes(text));
    expect(found).toHaveLength(1);
    return found[0]!;
  };

  test('restores a table of the stack to a moment, and copies back what was lost', async () => {
    const { resources } = packageService();
    const cloudFormation = new CloudFormationClient(account());
    const client = new DynamoDBClient(account());
    await cloudFormation.send(
      new CreateStackCommand({
        StackName: 'scorelane-drill',
        TemplateBody: JSON.stringify({
          Resources: { PredictionsTable: resources.PredictionsTable },
          Outputs: { PredictionsTableName: { Value: { Ref: 'PredictionsTable' } } },
        }),
      }),
    );
    const { TableNames } = await client.send(new ListTablesCommand({}));
    const [TableName] = TableNames as [string];
    for (const id of ['lost', 'left'])
      await client.send(new PutItemCommand({ TableName, Item: { id: { S: id } } }));
    // Moto copies the table as it is, whatever the moment; so the item is lost behind the restoring.
    const script = blockWith('restore-table-to-point-in-time').replace(
      'npm run restore',
      `aws dynamodb delete-item --table-name "$TABLE" --key '{"id": {"S": "lost"}}'\nnpm run restore`,
    );
    const output = run(script, { STAGE: 'drill', MOMENT: '2026-11-30T10:00:00Z' });
    expect(output).toContain(`1 items copied into ${TableName}; 1 were there, 0 have expired`);
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: { id: { S: 'lost' } } }));
    expect(Item?.id?.S).toBe('lost');
    // The restored one is gone.
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([TableName]);
    cloudFormation.destroy();
    client.destroy();
  }, 240_000);

  test('looks at dead letters, names the queue to send back, and purges it', async () => {
    const sqs = new SQSClient(account());
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'letters' }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'of a job' }));
    const given = { DEAD_LETTERS: QueueUrl! };
    const look = blockWith('aws sqs receive-message');
    expect(run(look, given)).toContain('of a job');
    // Moto knows no tasks that move messages: the command is read, but not sent.
    const move = blockWith('start-message-move-task').trim().replace('aws sqs start', 'echo aws sqs start');
    expect(run(move, given).trim()).toBe(
      'aws sqs start-message-move-task --source-arn arn:aws:sqs:us-east-1:123456789012:letters',
    );
    expect(run(`${blockWith('purge-queue')}${look}`, given)).not.toContain('of a job');
    sqs.destroy();
  }, 240_000);
});

/** A port that nobody listens on: moto takes no 0. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
