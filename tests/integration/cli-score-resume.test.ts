import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactBytes, exampleArtifact } from '../support/example-model.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { until } from '../support/until.ts';

/** Scoring that is interrupted, and goes on. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-resume-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const JOURNAL = 'out.partial.json';
const COMMAND = ['big.csv', '--out', 'out', '--rejected', 'bad'];

function start(args: readonly string[]) {
  const child = spawn(NODE_24, [join(ROOT, 'cli/main.ts'), 'score', 'model.json', ...args], { cwd: folder });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (output.stdout += text));
  child.stderr.on('data', (text) => (output.stderr += text));
  const ended = once(child, 'close').then(([status, signal]) => ({ status: status ?? signal, ...output }));
  return { child, ended };
}
const run = (args: readonly string[]) => start(args).ended;

/** Interrupts a command once it has written so much of the result, 0–1. */
async function interrupt(args: readonly string[], signal: NodeJS.Signals, share: number) {
  const { child, ended } = start(args);
  let running = true;
  ended.finally(() => {
    running = false;
  });
  const reached = () =>
    writerOf(JOURNAL) === child.pid && sizeOf('out.partial') >= share * whole.files[0]!.length;
  await until('some of the result', async () => (!running || reached() ? true : undefined));
  child.kill(signal);
  return ended;
}
const writerOf = (journal: string): number | undefined =>
  existsSync(at(journal)) ? JSON.parse(readFileSync(at(journal), 'utf8')).pid : undefined;
const sizeOf = (name: string) => (existsSync(at(name)) ? statSync(at(name)).size : 0);
const partials = () => readdirSync(folder).filter((name) => name.includes('partial'));
const results = () => ['out', 'bad'].map((name) => readFileSync(at(name)));
const clean = () => {
  for (const name of ['out', 'bad', ...partials()]) rmSync(at(name), { force: true });
};

let whole: { stdout: string; files: Buffer[] };
beforeAll(async () => {
  writeFileSync(at('model.json'), artifactBytes(exampleArtifact()));
  const rows = Array.from({ length: 1000 }, (_, i) =>
    i % 250 === 7
      ? 'x,web,many,yes,'
      : `"${'note '.repeat(30 + 10 * (i % 9))}\n${i}",referral,${i % 20},no,2026-01-31`,
  );
  writeFileSync(
    at('big.csv'),
    `note,source,visits,opened,first_contact\n${`${rows.join('\n')}\n`.repeat(150)}`,
  );
  const { stdout, stderr } = await run(COMMAND);
  expect(stderr).toBe('');
  whole = { stdout, files: results() };
  expect(statSync(at('big.csv')).size).toBeGreaterThan(2 * (1 << 24));
  expect(partials()).toEqual([]);
});
beforeEach(clean);

const expectWhole = ({ status, stdout }: { status: unknown; stdout: string }) => {
  expect([status, stdout]).toEqual([0, whole.stdout]);
  expect(results().map((file, i) => file.equals(whole.files[i]!))).toEqual([true, true]);
  expect(partials()).toEqual([]);
};

test.each([
  ['SIGINT', '1'],
  ['SIGTERM', '2'],
] as const)(
  '%s with %s threads: the same command goes on, and the result is the same',
  async (signal, threads) => {
    const command = [...COMMAND, '--threads', threads];
    for (const share of [0.01, 0.55]) {
      const { status, stderr } = await interrupt(command, signal, share);
      expect([status, existsSync(at('out')), existsSync(at('bad'))]).toEqual([
        signal === 'SIGINT' ? 130 : 143,
        false,
        false,
      ]);
      expect(stderr).toMatch(
        /scorelane: interrupted at \d+ %: [\d,]+ rows kept in out\.partial\. To resume: \S.* score model\.json big\.csv --out out .*\n$/,
      );
    }
    const again = await run(command);
    expect(again.stderr).toMatch(/^scorelane: resuming at [1-9]\d* %, where out\.partial ends\.\n$/);
    expectWhole(again);
  },
);

test.each(['1', '2'])('killed, with %s threads: it goes on at what the journal knows', async (threads) => {
  const command = [...COMMAND, '--threads', threads];
  await interrupt(command, 'SIGKILL', 0.65);
  expect(existsSync(at(JOURNAL))).toBe(true);
  const again = await run(command);
  expect(again.stderr).toMatch(/^scorelane: resuming at [1-9]\d* %/);
  expectWhole(again);
});

test('a result that replaces another one is resumed without --force, and one that was not begun is refused', async () => {
  writeFileSync(at('out'), 'mine');
  const refused = await run(COMMAND);
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('out exists already')]);
  const begun = await interrupt([...COMMAND, '--force'], 'SIGINT', 0.3);
  expect([begun.status, readFileSync(at('out'), 'utf8')]).toEqual([130, 'mine']);
  const other = await run([...COMMAND, '--reasons', '1']);
  expect([other.status, readFileSync(at('out'), 'utf8')]).toEqual([2, 'mine']);
  expectWhole(await run(COMMAND));
});

test('begun with something else, it begins anew and says why', async () => {
  await interrupt(COMMAND, 'SIGINT', 0.01);
  const others = await interrupt([...COMMAND, '--reasons', '1'], 'SIGINT', 0.01);
  expect(others.stderr).toMatch(
    /^scorelane: starting again, not resuming out\.partial: it was begun with other options\.\n/,
  );
  writeFileSync(at('model.json'), artifactBytes(exampleArtifact({ intercept: -2 })));
  const model = await interrupt([...COMMAND, '--reasons', '1'], 'SIGINT', 0.01);
  expect(model.stderr).toMatch(/: it was begun with another model\.\n/);
  writeFileSync(at('model.json'), artifactBytes(exampleArtifact()));
  await interrupt(COMMAND, 'SIGINT', 0.01);
  utimesSync(at('big.csv'), new Date(0), new Date(0));
  const file = await run(COMMAND);
  expect(file.stderr).toBe(
    'scorelane: starting again, not resuming out.partial: the file has changed since.\n',
  );
  expectWhole(file);
});

test('an error of the file leaves nothing, and the second of two at once is refused', async () => {
  const { child, ended } = start(COMMAND);
  await until('the journal', async () => (existsSync(at(JOURNAL)) ? true : undefined));
  expect((await run(COMMAND)).stderr).toBe(
    `scorelane: ${JOURNAL}: expected one command at a time to write this result, found that process ${child.pid} does. ` +
      'Wait for it, or delete this file if that process is none of yours.\n',
  );
  expectWhole(await ended);
  clean();
  const stopped = await run(['big.csv', '--out', 'out']);
  expect([stopped.status, stopped.stderr, partials()]).toEqual([
    1,
    expect.stringMatching(/^scorelane: big\.csv: 600 of 150,000 rows do not fit the model\. Line 16: /),
    [],
  ]);
});
