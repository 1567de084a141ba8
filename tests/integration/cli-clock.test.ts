import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type LocalStack, runLocalStack, startLocalStack } from '../support/local-stack.ts';
import { ROOT } from '../support/node24.ts';
import { runCli } from '../support/run-cli.ts';

const DAY_MS = 86_400_000;
/** How long the local stack keeps records. */
const DAYS: number = parse(readFileSync(join(ROOT, 'infra/stages.yml'), 'utf8')).dev.recordDays;
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
const dataDir = mkdtempSync(join(tmpdir(), 'scorelane-clock-'));
let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ dataDir });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const clock = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  runCli(['clock', ...args], { env: { SCORELANE_DATA_DIR: dataDir, ...env } });
async function move(...args: string[]): Promise<{ now: string; before: string; offset_ms: number }> {
  const { status, stdout, stderr } = await clock([...args, '--json']);
  expect({ args, status, stderr }).toEqual({ args, status: 0, stderr: expect.any(String) });
  return JSON.parse(stdout);
}
/** A prediction that is made now, by the clock of the stack. */
async function predict(): Promise<{ prediction_id: string; created_at: string; completed_at: string }> {
  const answer = await fetch(`${stack.apiUrl}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait' },
    body: JSON.stringify(LEAD),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Awaited<ReturnType<typeof predict>>;
}
const read = async (id: string) => (await fetch(`${stack.apiUrl}/predict/${id}`)).status;

test('without a word the clock is the machine’s', async () => {
  const shown = await clock([]);
  expect(shown).toMatchObject({ status: 0, stdout: expect.stringContaining(', as the machine’s does.') });
  expect(JSON.parse((await clock(['--json'])).stdout)).toMatchObject({ offset_ms: 0 });
  expect(stack.output()).not.toContain('scorelane clock reset');
});

test('what functions write down follows the clock at once, and records expire by it', async () => {
  const { prediction_id: early } = await predict();
  const { now: christmas } = await move('set', '2031-12-24T09:00:00Z');
  expect(christmas).toBe('2031-12-24T09:00:00.000Z');
  const { prediction_id: id, created_at, completed_at } = await predict();
  for (const at of [created_at, completed_at]) expect(at).toMatch(/^2031-12-24T09:/);
  expect([await read(early), await read(id)]).toEqual([410, 200]);

  const { now, before, offset_ms } = await move('forward', `${DAYS - 1}d`);
  expect(Date.parse(now) - Date.parse(before)).toBe((DAYS - 1) * DAY_MS);
  expect(offset_ms).toBeGreaterThan(5 * 365 * DAY_MS);
  expect(await read(id)).toBe(200);
  await move('forward', '2d');
  expect(await read(id)).toBe(410);
});

test('a clock that goes back is warned of', async () => {
  const { status, stderr, stdout } = await clock(['set', '2031-12-24T10:00:00Z']);
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: expect.stringMatching(
      /^The clock shows 2031-12-24 10:00 UTC, .* ahead of the machine’s\. It showed 203[12]-/,
    ),
  });
  expect(stderr).toContain('the clock went back');
});

test.each([
  [['set', 'tomorrow'], 2, 'Expected a time with its offset'],
  [['set', '1999-12-31'], 1, 'expected a time from 2000-01-01 00:00 UTC'],
  [['forward', '99999d'], 1, 'expected a time from 2000-01-01 00:00 UTC'],
  [['forward', '3'], 2, 'Expected a span such as 3w'],
  [['set', '2026-12-24', '--stage', 'prod'], 1, 'the clock of a deployed stage is that of AWS'],
  [['--stage', 'prod'], 1, 'the clock of a deployed stage is that of AWS'],
  [['backward', '3w'], 2, 'too many arguments'],
])('clock %j is refused, and the clock stays', async (args, status, message) => {
  const before = JSON.parse((await clock(['--json'])).stdout);
  const refused = await clock(args);
  expect(refused).toMatchObject({ status, stdout: '', stderr: expect.stringContaining(message) });
  expect(JSON.parse((await clock(['--json'])).stdout).offset_ms).toBe(before.offset_ms);
});

test('the stage of the environment is refused as one that is named', async () => {
  const refused = await clock(['reset'], { SCORELANE_STAGE: 'staging' });
  expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('got “staging”') });
});

test('a restart keeps the clock and says so; a file that says no time ends it with the reason', async () => {
  await stack.stop();
  stack = await startLocalStack({ dataDir });
  expect(stack.output()).toMatch(/clock .*2031-12-24 10:\d\d UTC, as it was set/);
  expect((await predict()).created_at).toMatch(/^2031-12-24T10:/);
  expect(await move('reset')).toMatchObject({ offset_ms: 0, went_back: true });
  await stack.stop();
  writeFileSync(join(dataDir, 'clock.json'), 'soon');
  const run = runLocalStack({ dataDir, ports: stack.ports });
  expect(await run.exited).toBe(1);
  expect(run.output()).toContain('clock.json: expected {"offset_ms": …}');
  rmSync(join(dataDir, 'clock.json'));
  stack = await startLocalStack({ dataDir });
  expect((await predict()).created_at).not.toMatch(/^2031/);
});

test('the clock of no stack is nobody’s', async () => {
  const none = await clock([], { SCORELANE_DATA_DIR: join(dataDir, 'none') });
  expect(none).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('expected a running local stack'),
  });
});
