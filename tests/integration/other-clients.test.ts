import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { ROOT } from '../support/node24.ts';
import { probabilitiesOf, readAsClient, SENT, type Send } from '../support/other-clients.ts';
import { until } from '../support/until.ts';

/** Clients of services on Flask and FastAPI, on the stack of `npm start`: as they are, but for the address. */
let stack: LocalStack | undefined;
/** A training of four candidates takes seconds, on a machine that does much besides, minutes. */
const PATIENCE_MS = 180_000;
let expected: number[];
const dataDir = mkdtempSync(join(tmpdir(), 'scorelane-clients-'));
beforeAll(async () => {
  stack = await startLocalStack({ dataDir });
  expected = await probabilitiesOf(send);
});
afterAll(async () => {
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Like Python's requests: no content type where there is none, and `Content-Length: 0` where there is no body. */
const send: Send = async (path, { contentType, body, prefer }) => {
  const bytes = Buffer.from(body);
  const headers = {
    'content-length': bytes.length,
    ...(contentType !== null && { 'content-type': contentType }),
    ...(prefer !== undefined && { prefer }),
  };
  const sent = request(`${stack!.apiUrl}${path}`, { method: 'POST', headers });
  sent.end(bytes);
  const answer = await new Promise<import('node:http').IncomingMessage>((resolve, reject) =>
    sent.on('response', resolve).on('error', reject),
  );
  return { status: answer.statusCode!, body: JSON.parse(await text(answer)) };
};
const trainings = async (): Promise<{ model: string; trigger: string; dataset: { key: string } }[]> =>
  ((await (await fetch(`${stack!.apiUrl}/train`)).json()) as { trainings: [] }).trainings;

const runOf = async (key: string) => (await trainings()).find(({ dataset }) => dataset.key === key);

test.each(SENT.bodies.map((sent) => [`${sent.client}: ${sent.title}`, sent] as const))(
  '%s',
  async (_, sent) => {
    expect(await readAsClient(send, sent)).toEqual({
      status: 200,
      probabilities: sent.leads.map((index) => expected[index]),
      ...(sent.client === 'FastAPI' && { model_version: 'v1' }),
    });
  },
);

test(
  'what the stack starts with can be trained on at once, without a body',
  async () => {
    const { status, body } = await send('/v0/train', { contentType: null, body: '' });
    expect([200, 202]).toContain(status);
    const ended = await until(
      'the end of the training',
      async () => {
        const training = (await (await fetch(body.urls.get)).json()) as { completed_at: string | null };
        return training.completed_at === null ? undefined : training;
      },
      PATIENCE_MS,
    );
    expect(ended).toMatchObject({
      status: 'succeeded',
      new_model_version: 'v2',
      dataset: { key: 'datasets/leads/sample.csv', rows: 3000 },
    });
    if (status === 200) expect(body.new_model_version).toBe('v2');
  },
  2 * PATIENCE_MS,
);

test(
  'and starts no run by itself, nor does the next start',
  async () => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const put = (key: string) =>
      new S3Client({
        endpoint: stack!.environment.AWS_ENDPOINT_URL_S3!,
        credentials,
        region: 'eu-central-1',
        forcePathStyle: true,
      }).send(
        new PutObjectCommand({ Bucket: stack!.environment.BUCKET!, Key: key, Body: 'visits,y\n1,yes\n' }),
      );
    // What is put under datasets/ is seen; so the folder was looked at.
    await put('datasets/other/a.csv');
    await until('a run of a.csv', () => runOf('datasets/other/a.csv'), PATIENCE_MS);
    const ofLeads = async () => (await trainings()).filter(({ model }) => model === 'leads');
    expect(await ofLeads()).toMatchObject([{ trigger: 'request' }]);
    await stack!.stop();
    stack = await startLocalStack({ dataDir });
    await put('datasets/other/b.csv');
    await until('a run of b.csv', () => runOf('datasets/other/b.csv'), PATIENCE_MS);
    expect(await ofLeads()).toHaveLength(1);
  },
  3 * PATIENCE_MS,
);

const hasRequests = spawnSync('python3', ['-c', 'import requests']).status === 0;
if (!hasRequests) console.warn('SKIPPED: the clients in Python: this machine lacks python3 with requests');
const HOW_TO = readFileSync(join(ROOT, 'docs/how-to/switch-from-flask-or-fastapi.md'), 'utf8');
const examples = Array.from(HOW_TO.matchAll(/```python\n([\s\S]*?)```/g), ([, code = '']) => code);
(hasRequests ? test.each : test.skip.each)(examples.map((code, i) => [i + 1, code] as const))(
  'example %i of the how-to, as it stands',
  (_, code) => {
    const program = code.replace('http://127.0.0.1:3000', stack!.apiUrl);
    const { stdout, stderr, status } = spawnSync('python3', ['-c', program], { encoding: 'utf8' });
    expect({ status, stderr, stdout }).toEqual({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(/^0\.\d/),
    });
  },
);
test('there is one for each of two services', () => {
  expect(examples).toHaveLength(2);
});
(hasRequests ? test : test.skip)(
  'Python’s requests itself',
  () => {
    const script = join(ROOT, 'tests/clients/service_clients.py');
    const arguments_ = [script, stack!.apiUrl, JSON.stringify(SENT.leads)];
    const { stdout, stderr, status } = spawnSync('python3', arguments_, {
      encoding: 'utf8',
      timeout: PATIENCE_MS,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { message, new_model_version, ...scored } = JSON.parse(stdout);
    expect(scored).toEqual({
      flask: expected,
      flask_text: expected,
      flask_columns: expected,
      prediction: expected[0],
      predictions: expected,
      versions: ['v1', 'v1'],
    });
    // A slow machine trains for longer than the request waits.
    expect(message).toMatch(new_model_version === null ? /^The training takes longer/ : /^Trained v3 /);
    expect(message).toContain('; epochs is used by boosted, trees, not by logistic, scorecard;');
  },
  2 * PATIENCE_MS,
);
