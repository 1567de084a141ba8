import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('the receiver of the documentation accepts the signature, with the secret of the command line', async () => {
  const { stdout } = spawnSync(NODE_24, [join(ROOT, 'cli/main.ts'), 'keys', 'webhook-secret'], {
    cwd: folder,
    env: { ...process.env, SCORELANE_DATA_DIR: stack.dataDir },
    encoding: 'utf8',
  });
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
