import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installCommand, placeStack } from '../support/installed-command.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { ROOT } from '../support/node24.ts';

/** Every command line that commands print is pasted as it stands, in the folder and with the settings that they had. */
const elsewhere = mkdtempSync(join(tmpdir(), 'scorelane hints-'));
const installed = mkdtempSync(join(tmpdir(), 'scorelane-installed-'));
// Not in .build, which has a package.json of its own: there npx would look no further.
mkdirSync(join(ROOT, 'coverage'), { recursive: true });
const inCheckout = mkdtempSync(join(ROOT, 'coverage/hints-'));
const path = installCommand(join(installed, 'bin'));
let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack({ env: { ALIAS_TTL_SECONDS: '0' } });
  placeStack(installed, stack.dataDir);
  placeStack(inCheckout, stack.dataDir);
});
afterAll(async () => {
  await stack?.stop();
  for (const folder of [elsewhere, installed, inCheckout]) rmSync(folder, { recursive: true, force: true });
});

const LEAD =
  '{"first_contact": "2026-06-24", "source": "referral", "industry": "software", "country": "DE", "employees": 66, "visits": 9, "pages_viewed": 14, "email_opened": true, "demo_requested": false}';

interface Way {
  readonly start: string;
  readonly cwd: string;
  /** How every line that is printed begins. */
  readonly begins: RegExp;
  readonly env?: () => Readonly<Record<string, string>>;
}

const WAYS: readonly (readonly [string, Way])[] = [
  [
    'node and a path, in a folder elsewhere that a variable ties to the stack',
    {
      start: `node '${join(ROOT, 'cli/scorelane.mjs')}'`,
      cwd: elsewhere,
      begins: /^(SCORELANE_DATA_DIR=\S+ )?node \S*cli\/scorelane\.mjs /,
      env: () => ({ SCORELANE_DATA_DIR: stack.dataDir }),
    },
  ],
  ['npx, in the checkout', { start: 'npx scorelane', cwd: inCheckout, begins: /^npx scorelane / }],
  ['a command of the PATH', { start: 'scorelane', cwd: installed, begins: /^scorelane / }],
];

/** Of each line that ends in a command, the command: behind a colon, or on a line of its own. */
const HINT =
  /(?:: |^ {2,})((?:SCORELANE_\w+=\S+ )?(?:npx |node \S*cli\/|npm run )?scorelane(?:\.mjs)?(?: --)? .+)$/;

test.each(WAYS)('%s', (_, { start, cwd, begins, env: settings }) => {
  const base = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^(AWS|SCORELANE|npm)_/.test(key)),
  );
  const env = { ...base, ...settings?.(), AWS_EC2_METADATA_DISABLED: 'true' };
  const bash = (line: string) => {
    const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
      cwd,
      // Only there the command is in the PATH: npx finds its own.
      env: start === 'scorelane' ? { ...env, PATH: path } : env,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, text: `${stdout}\n${stderr}` };
  };
  const pasted: string[] = [];
  /** Runs a command, then pastes what it prints. */
  const run = (args: string, expected: number) => {
    const { status, text } = bash(`${start} ${args}`);
    expect({ args, status, text }).toEqual({ args, status: expected, text });
    const hints = text.split('\n').flatMap((line) => HINT.exec(line)?.[1] ?? []);
    expect({ text, hints }).not.toMatchObject({ hints: [] });
    for (const hint of hints) {
      expect(hint).toMatch(begins);
      // Several name it, and none writes over it.
      rmSync(join(cwd, 'scored.csv'), { force: true });
      const { status, text } = bash(hint);
      // It is understood, and only the terminal to answer on is missing, or leads to look at.
      const asks = /There is no terminal to ask on|no lead shows what/.test(text);
      expect({ hint, status: asks ? 0 : status, text }).toEqual({ hint, status: 0, text });
      pasted.push(
        hint
          .replace(begins, '')
          .split(' --')[0]!
          .replace(/[\da-f-]{36}/, 'ID'),
      );
    }
  };
  writeFileSync(join(cwd, 'lead.json'), LEAD);
  bash(`${start} sample --out 'my leads.csv'`);
  bash(`${start} sample --rows 50 --out leads.csv`);
  // Of all leads, so that it is no worse than the champion when it is promoted.
  run("train 'my leads.csv' --target converted --trainer logistic --out 'my model'", 0);
  run("publish 'my model/model.json'", 0);
  // Without predictions it asks for a file; and nothing answers with yes here.
  run('models promote leads@latest < /dev/null', 1);
  run('submit lead.json', 0);
  run("jobs submit 'my leads.csv'", 0);
  run(`models promote leads@v1 --yes --leads leads.csv`, 0);
  expect(pasted).toEqual(
    expect.arrayContaining([
      "score 'my model/model.json' 'my leads.csv'",
      "publish 'my model/model.json'",
      expect.stringMatching(/^models promote leads@v\d+$/),
      'get ID',
      'jobs watch ID',
      'models rollback leads',
    ]),
  );
});
