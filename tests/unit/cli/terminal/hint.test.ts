import { spawnSync } from 'node:child_process';
import type { Command } from 'commander';
import fc from 'fast-check';
import { createProgram } from '../../../../cli/program.ts';
import { hint, quoteWord, rememberCommand, sayRepeat, withHints } from '../../../../cli/terminal/hint.ts';

const { argv, env } = process;
beforeEach(() => {
  process.argv = ['node', '/opt/bin/scorelane'];
  process.env = { ...env, PATH: '/opt/bin' };
  delete process.env.SCORELANE_DATA_DIR;
  delete process.env.SCORELANE_API_URL;
});
afterEach(() => {
  rememberCommand(undefined);
  process.argv = argv;
  process.env = env;
});

/** Runs a command up to its action, which is left out. */
function begin(...args: string[]): void {
  const program = createProgram({ version: '1.0.0', description: 'Scores leads' });
  process.argv.push(...args);
  const words: string[] = [];
  let command: Command = program;
  for (const arg of args) {
    const next = command.commands.find((child) => child.name() === arg);
    if (next === undefined) break;
    command = next as Command;
    words.push(arg);
  }
  command.exitOverride().action(() => rememberCommand(command));
  program.parse(args, { from: 'user' });
}

test('without options it is the command alone', () => {
  begin('publish', 'model.json');
  expect(hint(['models', 'promote', 'leads@v2'])).toBe('scorelane models promote leads@v2');
});

test('the stage of the running command is named, where the other command works on a stack', () => {
  begin('train', 'leads.csv', '--target', 'converted', '--remote', '--stage', 'dev');
  expect(hint(['runs', 'watch', '01a1'])).toMatch(/^scorelane runs watch 01a1 --(stage|target) dev$/);
  expect(hint(['score', 'model.json', 'leads.csv', '--out', 'o.csv'])).toBe(
    'scorelane score model.json leads.csv --out o.csv',
  );
});

test('so is the address of the API, also one of the environment', () => {
  process.env.SCORELANE_API_URL = 'https://leads.example.com/dev';
  begin('submit', 'lead.json');
  expect(hint(['get', 'c895', '--wait'])).toBe(
    'scorelane get c895 --wait --url https://leads.example.com/dev',
  );
  expect(hint(['models', 'list'])).toBe('scorelane models list');
});

test('the column of train --target is no stage', () => {
  begin('train', 'leads.csv', '--target', 'converted');
  expect(hint(['publish', 'model/model.json'])).toBe('scorelane publish model/model.json');
});

test('a folder of the local stack that the environment names stands before commands that work on it', () => {
  process.env.SCORELANE_DATA_DIR = '/tmp/my stack';
  begin('publish', 'model.json');
  expect(hint(['models', 'list'])).toBe("SCORELANE_DATA_DIR='/tmp/my stack' scorelane models list");
  expect(hint(['score', 'model.json', 'a.csv', '--out', 'b.csv'])).not.toContain('SCORELANE_DATA_DIR');
});

test('a stage on AWS needs no folder', () => {
  process.env.SCORELANE_DATA_DIR = '/tmp/stack';
  begin('train', 'leads.csv', '--target', 'converted', '--remote', '--stage', 'dev');
  expect(hint(['runs', 'list'])).toMatch(/^scorelane runs list --\w+ dev$/);
});

test('the running command is repeated as it was given, unless a pipe brought its input', () => {
  begin('jobs', 'submit', 'my leads.csv', '--url', 'http://127.0.0.1:3000');
  expect(sayRepeat('resume')).toBe(
    "To resume: scorelane jobs submit 'my leads.csv' --url http://127.0.0.1:3000",
  );
  process.argv = ['node', '/opt/bin/scorelane', 'jobs', 'submit', '-'];
  expect(sayRepeat('resume')).toBe('To resume, run the same command again.');
});

test('commands in a text are written so, and words that only speak of one stay', () => {
  begin('runs', 'watch', '01a1', '--url', 'http://127.0.0.1:3000');
  expect(withHints('To promote it: scorelane models promote leads@v3 --force')).toBe(
    'To promote it: scorelane models promote leads@v3 --force',
  );
  expect(withHints('Follow it: npx scorelane runs watch 01a1/2.')).toBe(
    'Follow it: scorelane runs watch --url http://127.0.0.1:3000 01a1/2.',
  );
  const prose = 'expected JSON in UTF-8, as scorelane train writes it (scorelane score).';
  expect(withHints(prose)).toBe(prose);
});

test('a POSIX shell reads back every word', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
        { minLength: 1 },
      ),
      (words) => {
        const line = words.map((word) => quoteWord(word, false)).join(' ');
        const { stdout } = spawnSync('/bin/sh', ['-c', `printf '%s\\0' ${line}`], {
          encoding: 'utf8',
          env: {},
        });
        expect(stdout.split('\0').slice(0, -1)).toEqual(words);
      },
    ),
    { numRuns: 50 },
  );
});

test.each([
  ['models', 'models'],
  ['leads@v2', 'leads@v2'],
  ['C:\\leads\\may.csv', 'C:\\leads\\may.csv'],
  ['my leads.csv', '"my leads.csv"'],
  ['a,b', '"a,b"'],
  ['$HOME', '"$HOME"'],
  ['a & b', '"a & b"'],
])('on Windows %s is written as %s', (word, quoted) => {
  expect(quoteWord(word, true)).toBe(quoted);
});
