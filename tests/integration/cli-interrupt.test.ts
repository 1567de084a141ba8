import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leadJsonSchema } from '../../lib/lead/lead-json-schema.ts';
import { exampleArtifact } from '../support/example-model.ts';
import { NODE_24, ROOT } from '../support/node24.ts';

/** Ctrl-C while the API is slow, and going on afterwards. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-interrupt-'));
let server: Server;
let url: string;
let submitted: string[];
let asked: string[];
let done: boolean;
/** Id → what became of it, when it is not scored by v1. */
let ends: Record<string, 'erased' | 'failed' | 'canceled' | 'another version'>;
let onPoll: () => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' });
      response.end(JSON.stringify(body));
    };
    if (request.url === '/schema') {
      const model = { 'x-model': { name: 'leads', version: 'v1' } };
      return answer(200, { ...leadJsonSchema(exampleArtifact().schema), ...model });
    }
    const prediction = { model: { name: 'leads', version: 'v1' }, prediction: null };
    if (request.method === 'POST') {
      submitted.push(String(request.headers['idempotency-key']));
      asked.push(request.url!);
      return answer(202, { ...prediction, prediction_id: `p${submitted.length}`, status: 'queued' });
    }
    const id = request.url!.split('?')[0]!.split('/').at(-1)!;
    if (ends[id] === 'erased')
      return answer(410, {
        type: '/problems/prediction-erased',
        title: 'erased',
        status: 410,
        detail: 'erased',
      });
    if (ends[id] === 'failed' || ends[id] === 'canceled') {
      const error = { code: 'model_error', message: 'the artifact is gone' };
      return answer(200, {
        ...prediction,
        prediction_id: id,
        status: ends[id],
        ...(ends[id] === 'failed' && { error }),
      });
    }
    const result = { probability: 0.25, score: 40, grade: 'C', reasons: [] };
    answer(200, {
      ...prediction,
      ...(ends[id] === 'another version' && { model: { name: 'leads', version: 'v9' } }),
      prediction_id: id,
      status: done ? 'succeeded' : 'queued',
      prediction: done ? result : null,
    });
    onPoll();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  [submitted, asked, done, ends, onPoll] = [[], [], false, {}, () => {}];
});

/** @param interrupt at the first poll */
async function scorelane(args: readonly string[], interrupt = false) {
  const child = spawn(NODE_24, [join(ROOT, 'cli/main.ts'), ...args, '--url', url], { cwd: folder });
  if (interrupt) {
    onPoll = () => {
      // Once: a second Ctrl-C ends the command at once, as it should.
      onPoll = () => {};
      child.kill('SIGINT');
    };
  }
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (output.stdout += text));
  child.stderr.on('data', (text) => (output.stderr += text));
  const [status] = await once(child, 'close');
  return { status, ...output };
}

test('submit --wait: the id stays good, and the message says how to go on', async () => {
  writeFileSync(join(folder, 'lead.json'), '{"source": "web"}');
  expect(await scorelane(['submit', 'lead.json', '--wait'], true)).toEqual({
    status: 130,
    stdout: '',
    stderr: expect.stringMatching(
      /^scorelane: interrupted\. The lead is accepted and will be scored\. To wait for the result: node \S+ get p1 --wait --url \S+\n$/,
    ),
  });
  done = true;
  const { status, stdout } = await scorelane(['get', 'p1', '--wait']);
  expect([status, stdout.split('\n')[1]]).toEqual([0, 'Converts    with a probability of 25.0 %']);
});

test('batch: the same command goes on, and submits nothing twice', async () => {
  writeFileSync(join(folder, 'new.csv'), 'source,visits\nweb,1\nfair,2\nreferral,3\n');
  const command = ['batch', 'new.csv', '--out', 'scored.csv'];
  expect(await scorelane(command, true)).toEqual({
    status: 130,
    stdout: '',
    stderr: expect.stringMatching(
      /^scorelane: interrupted: 3 of 3 leads submitted\. They are noted in scored\.csv\.ids, and no result is written yet\. To resume: node \S+ batch new\.csv --out scored\.csv --url \S+\n$/,
    ),
  });
  expect(existsSync(join(folder, 'scored.csv'))).toBe(false);
  expect(new Set(submitted).size).toBe(3);
  expect(new Set(asked)).toEqual(new Set(['/predict?model=leads%40v1']));
  done = true;
  expect(await scorelane(command)).toMatchObject({
    status: 0,
    stdout: 'Scored 3 of 3 leads with leads@v1\nWrote scored.csv\n',
    stderr: 'scorelane: resuming with leads@v1: 3 of 3 leads submitted before.\n',
  });
  expect(submitted).toHaveLength(3);
  const rows = readFileSync(join(folder, 'scored.csv'), 'utf8').trimEnd().split('\n');
  expect(rows.map((row) => row.split(',').slice(0, 3))).toEqual([
    ['source', 'visits', 'prediction_id'],
    ['web', '1', 'p1'],
    ['fair', '2', 'p2'],
    ['referral', '3', 'p3'],
  ]);
  expect(existsSync(join(folder, 'scored.csv.ids'))).toBe(false);
});

test('batch: a lead that failed, was canceled or erased does not take the others with it', async () => {
  writeFileSync(join(folder, 'four.csv'), 'source,visits\nweb,1\nfair,2\nreferral,3\nweb,4\n');
  done = true;
  ends = { p1: 'failed', p2: 'canceled', p4: 'erased' };
  const command = ['batch', 'four.csv', '--parallel', '1', '--out', 'four-scored.csv'];
  expect(await scorelane(command)).toEqual({
    status: 1,
    stdout: `Scored 1 of 4 leads with leads@v1; 1 failed, 1 canceled, 1 erased
  line 2: failed: the artifact is gone
  line 3: canceled
  line 5: erased
Wrote four-scored.csv
`,
    stderr: '',
  });
  const rows = readFileSync(join(folder, 'four-scored.csv'), 'utf8').trimEnd().split('\n').slice(1);
  expect(rows).toEqual([
    'web,1,p1,failed,,,,,,,v1',
    'fair,2,p2,canceled,,,,,,,v1',
    'referral,3,p3,succeeded,0.250000,40,C,,,,v1',
    'web,4,p4,erased,,,,,,,v1',
  ]);
  expect(existsSync(join(folder, 'four-scored.csv.ids'))).toBe(false);
  const json = await scorelane([...command, '--force', '--json']);
  expect([json.status, JSON.parse(json.stdout)]).toMatchObject([0, { model_version: 'v1', succeeded: 4 }]);
  // A new run, new keys: nothing of the run before is answered again.
  expect(new Set(submitted).size).toBe(8);
});

test('batch: an answer of another version than was asked is refused, and the notes stay no obstacle', async () => {
  writeFileSync(join(folder, 'two.csv'), 'source,visits\nweb,1\nfair,2\n');
  done = true;
  ends = { p2: 'another version' };
  const command = ['batch', 'two.csv', '--parallel', '1', '--out', 'two-scored.csv'];
  expect(await scorelane(command)).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^scorelane: 2 of 2 leads submitted\. They are noted in two-scored\.csv\.ids, and no result is written yet\. To resume: node \S+ batch .*\nscorelane: line 3: expected an answer of leads@v1, got one of leads@v9\. To repeat it: node \S+ batch two\.csv .*\n$/,
    ),
  });
  expect(await scorelane(command)).toEqual({
    status: 0,
    stdout: 'Scored 2 of 2 leads with leads@v1\nWrote two-scored.csv\n',
    stderr:
      'scorelane: resuming with leads@v1: 2 of 2 leads submitted before.\n' +
      'scorelane: 1 lead submitted anew, because the API no longer has what was noted.\n',
  });
  expect(submitted[2]).toBe(`${submitted[1]}-p2`);
});

test('a wait that is too short says how to go on', async () => {
  expect(await scorelane(['get', 'p9', '--wait', '--timeout', '0.001'])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(
      /^scorelane: no result within 0\.001 seconds\. The lead is accepted and will be scored\. To wait for the result: node \S+ get p9 --wait --url \S+\n$/,
    ),
  });
});
