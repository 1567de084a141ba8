import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shortId } from '../../cli/short-id.ts';
import { createClient } from '../../lib/client/index.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { until } from '../support/until.ts';

/** The whole way on the local stack: submit, score, deliver, look at the attempts. */
const LEAD = {
  first_contact: '2026-06-24',
  source: 'referral',
  industry: 'software',
  country: 'DE',
  employees: 66,
  visits: 9,
  pages_viewed: 14,
  email_opened: true,
  demo_requested: false,
};
const folder = mkdtempSync(join(tmpdir(), 'scorelane-webhooks-'));
let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack();
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const client = () => createClient({ baseUrl: stack.apiUrl });

const untilDelivered = (id: string) =>
  until('the delivery', async () => (await client().get(id)).webhook?.status === 'delivered' || undefined);

function runCli(...args: readonly string[]) {
  return spawnSync(NODE_24, [join(ROOT, 'cli/main.ts'), ...args], {
    cwd: folder,
    env: { ...process.env, SCORELANE_DATA_DIR: stack.dataDir },
    encoding: 'utf8',
  });
}

test('the receiver of the documentation accepts the signature, with the secret of the command line', async () => {
  const { stdout } = runCli('keys', 'webhook-secret');
  expect(stdout).toMatch(/^whsec_\S+\n$/);
  const [, code] = /```js\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/webhooks.md'), 'utf8'))!;
  const file = join(folder, 'receiver.mjs');
  writeFileSync(file, code!);
  const port = await freePort();
  const receiver = spawn(NODE_24, [file], {
    env: { WEBHOOK_SECRET: stdout.trim(), PORT: String(port) },
  });
  try {
    let heard = '';
    receiver.stdout.on('data', (text) => (heard += text));
    await until('the receiver', async () => heard.includes('listening') || undefined);
    const webhook = `http://127.0.0.1:${port}/`;
    const { prediction_id: id } = await client().submit(LEAD, { webhook });
    await untilDelivered(id);
    const { prediction, webhook: told } = await client().get(id);
    expect(told!.attempts).toEqual([
      { at: expect.any(String), duration_ms: expect.any(Number), status: 204, error: null },
    ]);
    expect(heard).toContain(`prediction.succeeded ${id} ${prediction!.grade}\n`);

    const answer = await fetch(`${stack.apiUrl}/predict_batch?webhook=${encodeURIComponent(webhook)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([LEAD, LEAD]),
    });
    const { batch_id } = (await answer.json()) as { batch_id: string };
    await until(
      'the end of the batch',
      async () => heard.includes(`batch.completed ${batch_id} \n`) || undefined,
    );
  } finally {
    receiver.kill();
    await once(receiver, 'exit');
  }
}, 60_000);

test('a receiver that fails is asked again', async () => {
  const ids: unknown[] = [];
  const server = createServer((request, response) => {
    ids.push(request.headers['webhook-id']);
    response.writeHead(ids.length === 1 ? 503 : 200).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { prediction_id: id } = await client().submit(LEAD, { webhook });
    await untilDelivered(id);
    const { webhook: told } = await client().get(id);
    expect(told!.attempts.map(({ status }) => status)).toEqual([503, 200]);
    expect(ids).toEqual([id, id]);
  } finally {
    server.close();
  }
}, 60_000);

test('what a receiver refused is found and sent once more from the command line, and a batch brings its results', async () => {
  const bodies: { type: string; data: { results?: object[] } }[] = [];
  let answer = 410;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(JSON.parse(body));
    response.writeHead(answer).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The command would keep this process, and so its receiver, from answering.
  const run = async (...args: readonly string[]) => {
    const child = spawn(NODE_24, [join(ROOT, 'cli/main.ts'), ...args], {
      cwd: folder,
      env: { ...process.env, SCORELANE_DATA_DIR: stack.dataDir },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let stdout = '';
    child.stdout.on('data', (text) => (stdout += text));
    const [code] = await once(child, 'close');
    return { stdout, code };
  };
  try {
    const webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/crm?token=secret`;
    const refused = await run('webhooks', 'test', webhook);
    expect(refused).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/crm answered 410 after \d+ ms: expected 2xx/),
    });
    const { batch_id: id } = await client().submitBatch([LEAD, LEAD], { webhook });
    const listed = (status: 'stopped' | 'delivered') =>
      until('the delivery', async () => {
        const { deliveries } = await client().webhooks.deliveries({ status });
        return deliveries.find(({ webhook_id }) => webhook_id === id);
      });
    expect(await listed('stopped')).toMatchObject({ kind: 'batch', attempts: 1, last_status: 410 });
    const table = await run('webhooks', 'deliveries', '--status', 'stopped');
    expect(table.stdout).toMatch(
      new RegExp(`^${shortId(id)} +batch +stopped +1  .* UTC +410 +– +http://127\\S+/crm\n`, 'm'),
    );
    expect(table.stdout).not.toContain('secret');
    answer = 204;
    const resent = await run('webhooks', 'resend', id);
    expect(resent).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${id} is resent to http://127.0.0.1:`),
    });
    expect(await listed('delivered')).toMatchObject({ attempts: 2, resends: 1, last_status: 204 });
    const took = await run('webhooks', 'test', webhook);
    expect(took).toMatchObject({ code: 0, stdout: expect.stringContaining('it accepts webhooks') });
    expect(bodies.map(({ type }) => type)).toEqual(['test', 'batch.completed', 'batch.completed', 'test']);
    expect(bodies[2]!.data.results).toMatchObject([{ status: 'succeeded' }, { status: 'succeeded' }]);
  } finally {
    server.close();
  }
}, 60_000);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
