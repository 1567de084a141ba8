import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shortId } from '../../cli/short-id.ts';
import {
  CHANGE,
  EARLIER,
  ERASED,
  EXPORT_PAGES,
  HISTORY,
  LATEST,
  NO_LEAD,
  NOT_ENOUGH,
  REFERENCE,
  STATE,
} from '../support/known-lead.ts';
import { runCli } from '../support/run-cli.ts';

/** The commands of leads by their own ids, against an API that answers as the contract says. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-cli-leads-'));
/** It has a slash, and API Gateway decodes a path once. */
const name = encodeURIComponent(encodeURIComponent(REFERENCE));
let server: Server;
let seen: string[];
let erased: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    const asked = `${request.method} ${request.url}`;
    seen.push(asked);
    const answers: Readonly<Record<string, unknown>> = {
      [`GET /leads/${name}`]: STATE,
      [`GET /leads/${name}?from=a&to=b&model=leads`]: STATE,
      'GET /leads/once': NOT_ENOUGH,
      [`GET /predictions?reference=${new URLSearchParams({ a: REFERENCE }).toString().slice(2)}&limit=20`]:
        HISTORY,
      [`GET /leads/${name}/export`]: EXPORT_PAGES[0],
      [`GET /leads/${name}/export?cursor=c1`]: EXPORT_PAGES[1],
      [`DELETE /leads/${name}`]: asked.startsWith('DELETE') ? ERASED[erased++] : undefined,
    };
    const body = answers[asked];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? NO_LEAD));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
beforeEach(() => {
  [seen, erased] = [[], 0];
});
afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => {
  const { port } = server.address() as AddressInfo;
  return runCli(args, { cwd: folder, env: { SCORELANE_API_URL: `http://127.0.0.1:${port}` } });
};

test('explain-change: a table, and the JSON of the API', async () => {
  const told = await run('explain-change', REFERENCE, '--from', 'a', '--to', 'b', '--model', 'leads');
  expect(told).toMatchObject({ status: 0, stderr: '' });
  expect(told.stdout).toContain(
    'visits                  1 → 9                                 +1.500  +0.250\n',
  );
  expect(seen).toEqual([`GET /leads/${name}?from=a&to=b&model=leads`]);
  const json = await run('explain-change', REFERENCE, '--json');
  expect(JSON.parse(json.stdout)).toEqual(CHANGE);
});

test('explain-change: a lead with one result, an unknown one, one id of two', async () => {
  expect(await run('explain-change', 'once')).toEqual({
    status: 0,
    stdout: 'once has fewer than two results: there is no change to explain yet.\n',
    stderr: '',
  });
  expect((await run('explain-change', 'once', '--json')).stdout).toBe('null\n');
  expect(await run('explain-change', 'unknown')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'scorelane: the API says: no prediction has this reference\n',
  });
  const half = await run('explain-change', REFERENCE, '--from', 'a');
  expect([half.status, half.stderr.split('\n')[0]]).toEqual([2, 'error: --from needs --to']);
});

test('leads get: score, trend and what it came from', async () => {
  const { status, stdout } = await run('leads', 'get', REFERENCE);
  expect(status).toBe(0);
  expect(stdout).toBe(`Prediction  ${LATEST.prediction_id}, leads@v2
Lead        ${REFERENCE}
Metadata    owner=jana
Converts    with a probability of 87.0 %
Score       87 of 99, grade A
Because     + Visits 9 multiplies the odds by 1.6
Trend       rising, from 41 to 87: scorelane explain-change '${REFERENCE}'
Outcome     converted on 2026-11-02 18:00 UTC, worth 1,200
`);
  expect((await run('leads', 'get', 'once')).stdout).toContain(
    'Trend       not known yet: it takes two results of one model\n',
  );
  expect(JSON.parse((await run('leads', 'get', REFERENCE, '--json')).stdout)).toEqual(STATE);
});

test('leads history: newest first', async () => {
  const { stdout } = await run('leads', 'history', REFERENCE);
  expect(stdout).toBe(`submitted             version  score  grade  id
2026-11-02 09:00 UTC  v2          87  A      ${shortId(LATEST.prediction_id)}
2026-11-01 09:00 UTC  v1          41  C      ${shortId(EARLIER.prediction_id)}
`);
});

test('leads export: every page in one file', async () => {
  const { status, stdout } = await run('leads', 'export', REFERENCE, '--out', 'held.json');
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: 'Exported 2 predictions and 1 event of the outcome\nWrote held.json\n',
  });
  expect(JSON.parse(readFileSync(join(folder, 'held.json'), 'utf8'))).toEqual({
    reference: REFERENCE,
    exported_at: EXPORT_PAGES[1].exported_at,
    predictions: [LATEST, EARLIER],
    outcome: STATE.outcome,
  });
  const unknown = await run('leads', 'export', 'unknown', '--out', 'none.json');
  expect(unknown.status).toBe(1);
  expect(() => readFileSync(join(folder, 'none.json'))).toThrow('ENOENT');
  expect(JSON.parse((await run('leads', 'export', REFERENCE, '--out', '-')).stdout).predictions).toHaveLength(
    2,
  );
});

test('leads erase: not without a yes; then until nothing remains', async () => {
  const asked = await run('leads', 'erase', REFERENCE);
  expect(asked.status).toBe(1);
  expect(asked.stderr).toContain('To answer yes: ');
  expect(seen).toEqual([]);
  expect(await run('leads', 'erase', REFERENCE, '--yes')).toEqual({
    status: 0,
    stdout: `Erased 2 predictions of ${REFERENCE}\n`,
    stderr: '',
  });
  expect(seen).toHaveLength(2);
});

test('submit: what can be no reference or metadata is refused before anything is sent', async () => {
  writeFileSync(join(folder, 'envelope.json'), '{"lead": {"visits": 9}, "reference": "a"}');
  const refuse = async (...args: string[]) => {
    const { status, stderr } = await run('submit', 'envelope.json', ...args);
    return [status, stderr.split('\n')[0]];
  };
  expect(await refuse('--reference', 'x'.repeat(129))).toEqual([
    2,
    `error: option '--reference <id>' argument '${'x'.repeat(129)}' is invalid. Expected text of 1 to 128 characters without control characters, got 129 characters.`,
  ]);
  expect(await refuse('--metadata', 'owner')).toEqual([
    2,
    "error: option '--metadata <name=text>' argument 'owner' is invalid. Expected a name and a text, such as owner=jana.",
  ]);
  expect(await refuse('--reference', 'b')).toEqual([
    1,
    'scorelane: envelope.json: expected a lead alone with --reference or --metadata, found one in an envelope. Write them into the envelope.',
  ]);
  expect(seen).toEqual([]);
});
