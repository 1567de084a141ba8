import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { agreeToReplace, describeAge } from '../../../cli/files/agree-to-replace.ts';
import { claimFiles, claimFolder } from '../../../cli/files/claim-files.ts';
import { createForceOption } from '../../../cli/options.ts';
import { createProgram, listCommands } from '../../../cli/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorelane-replace-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const createCommand = (...args: string[]) =>
  new Command('test')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .addOption(createForceOption())
    .parse(args, { from: 'user' });

const twoDaysAgo = new Date(Date.now() - 2.5 * 86_400_000);
const write = (name: string, bytes: number) => {
  writeFileSync(at(name), 'x'.repeat(bytes));
  utimesSync(at(name), twoDaysAgo, twoDaysAgo);
};

test('without a terminal and --force a file that exists is a usage error that names it', async () => {
  write('scored.csv', 12_345);
  const writes = [{ option: '--out', path: at('scored.csv') }];
  await expect(claimFiles(createCommand(), { writes })).rejects.toMatchObject({
    code: 'commander.error',
    message: `error: ${at('scored.csv')} exists already (2 days old, 12 kB). To replace it, add --force`,
  });
});

test('several are named together, and --force says what it replaces', async () => {
  write('model.json', 1_000_000);
  write('report.html', 234_000);
  const names = ['model.json', 'report.html', 'leads.json'];
  await expect(claimFolder(createCommand(), { option: '--out', path: folder }, names)).rejects.toThrow(
    `error: ${at('model.json')} and ${at('report.html')} exist already (2 days old, 1.2 MB). To replace them, add --force`,
  );
  const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await claimFolder(createCommand('--force'), { option: '--out', path: folder }, names);
    expect(told.mock.calls.flat().join('')).toBe(
      `scorelane: replacing ${at('model.json')} and ${at('report.html')} (2 days old, 1.2 MB), because of --force.\n`,
    );
  } finally {
    told.mockRestore();
  }
});

test('of hundreds the first are named', async () => {
  const replaced = Array.from({ length: 1200 }, (_, i) => ({
    name: `f${i}`,
    modified: twoDaysAgo,
    size: 1,
  }));
  await expect(agreeToReplace(createCommand(), replaced, { force: false })).rejects.toThrow(
    'error: f0, f1, f2, f3 and 1,196 more exist already (2 days old, 1.2 kB). To replace them, add --force',
  );
});

test('a new file and a stream need no consent', async () => {
  const writes = [
    { option: '--out', path: at('new.csv') },
    { option: '--rejected', path: '-' },
  ];
  await expect(claimFiles(createCommand(), { writes })).resolves.toHaveLength(2);
});

test('ages', () => {
  expect([0, -5, 59, 60, 7200, 86_399, 86_400, 400 * 86_400].map(describeAge)).toEqual([
    ...['less than a minute old', 'less than a minute old', 'less than a minute old', '1 minute old'],
    ...['2 hours old', '23 hours old', '1 day old', '400 days old'],
  ]);
});

/** A command that is not listed here and writes where an option says would replace files that no option lets it replace. */
test('every command that writes where an option says has --force', () => {
  const writing = ['--out', '--rejected', '--save', '--write-columns', '--oof'];
  const lacking = listCommands(createProgram({ version: '0', description: '' }))
    .filter(({ options }) => options.some(({ long }) => writing.includes(long ?? '')))
    .filter(({ options }) => !options.some(({ long }) => long === '--force'))
    .map((command) => command.name());
  expect(lacking).toEqual([]);
});
