import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import fc from 'fast-check';
import { claimFiles, claimFolder, type WriteClaim } from '../../../cli/files/claim-files.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'scorelane-claims-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
/** Not `join`, which would leave the detours out. */
const at = (name: string) => `${folder}/${name}`;
const command = new Command('test').exitOverride().configureOutput({ writeErr: () => {} });

beforeAll(() => {
  writeFileSync(at('leads.csv'), 'a\n1\n');
  mkdirSync(at('real'));
  symlinkSync('real', at('alias'));
  symlinkSync('leads.csv', at('link.csv'));
  symlinkSync('real/../leads.csv', at('roundabout.csv'));
  symlinkSync('real/new.csv', at('dangling.csv'));
  symlinkSync('round-b', at('round-a'));
  symlinkSync('round-a', at('round-b'));
  linkSync(at('leads.csv'), at('hard.csv'));
  execFileSync('mkfifo', [at('fifo')]);
});

const claim = (read: string, ...writes: readonly (string | WriteClaim)[]) =>
  claimFiles(command, {
    reads: [{ option: '<leads>', path: at(read) }],
    writes: writes.map((write, i) =>
      typeof write === 'string'
        ? { option: `--out${i}`, path: at(write) }
        : { ...write, path: at(write.path!) },
    ),
  });

test.each(['leads.csv', 'link.csv', 'roundabout.csv', 'hard.csv', 'alias/../leads.csv', './leads.csv'])(
  '%s is the input, whatever it is called',
  async (name) => {
    await expect(claim('leads.csv', name)).rejects.toThrow(
      `--out0: expected a file of its own, got ${at(name)}, which is read as <leads> (${at('leads.csv')}). Nothing was changed`,
    );
    await expect(claim(name, 'leads.csv')).rejects.toThrow('which is read as <leads>');
  },
);

test.each([
  ['real/new.csv', 'alias/new.csv'],
  ['dangling.csv', 'real/new.csv'],
  ['dangling.csv', 'alias/new.csv'],
  ['real/none/deep.csv', 'alias/none/deep.csv'],
])('%s and %s are one output, though nothing is there yet', async (one, other) => {
  await expect(claim('leads.csv', one, other)).rejects.toThrow(/^--out1: .*, which --out0 writes\. /);
});

test('a link that leads nowhere is written where it leads; the first one of a circle is refused', async () => {
  expect(await claim('leads.csv', 'dangling.csv')).toEqual([
    { kind: 'file', name: at('dangling.csv'), place: at('real/new.csv'), before: undefined },
  ]);
  await expect(claim('leads.csv', 'round-a')).rejects.toThrow('its links form a circle');
});

test('what is kept beside a result is neither an input, nor another output, nor anything but a file', async () => {
  const out = { option: '--out', path: 'o.csv', beside: ['.partial'] };
  writeFileSync(at('o.csv.partial'), '');
  await expect(claim('o.csv.partial', out)).rejects.toThrow(
    `--out: expected a file of its own, got ${at('o.csv')}, for which ${at('o.csv.partial')} is written, which is read as <leads>`,
  );
  await expect(claim('leads.csv', out, 'o.csv.partial')).rejects.toThrow(
    'in which --out keeps what it has so far',
  );
  rmSync(at('o.csv.partial'));
  symlinkSync('leads.csv', at('o.csv.partial'));
  await expect(claim('leads.csv', out)).rejects.toThrow('which is read as <leads>');
  rmSync(at('o.csv.partial'));
  symlinkSync('elsewhere', at('o.csv.partial'));
  await expect(claim('leads.csv', out)).rejects.toThrow(
    /^--out: expected a file or nothing at .*o\.csv\.partial/,
  );
  rmSync(at('o.csv.partial'));
});

test('a folder, a file in place of a folder', async () => {
  await expect(claim('leads.csv', 'real')).rejects.toThrow(
    `--out0: ${at('real')} cannot be written: it is a folder. Name a file in it.`,
  );
  await expect(claim('leads.csv', 'none/')).rejects.toThrow('it is a folder');
  await expect(claim('leads.csv', 'leads.csv/x.csv')).rejects.toThrow(
    'there is a file where a folder is needed',
  );
  const into = (path: string) =>
    claimFolder(command, { option: '--out', path }, ['leads.csv'], {
      reads: [{ option: '<leads>', path: at('leads.csv') }],
    });
  await expect(into(folder)).rejects.toThrow(`got ${at('leads.csv')}, which is read as <leads>`);
  await expect(into(at('leads.csv'))).rejects.toThrow('--out: expected a folder to write to, found a file');
  await expect(into('-')).rejects.toThrow('found a stream: -');
  expect(await into(at('real'))).toMatchObject([{ place: at('real/leads.csv') }]);
});

test('the standard streams: once each, and none beside --json', async () => {
  const usage = (claims: Parameters<typeof claimFiles>[1]) => claimFiles(command, claims);
  const [input, out] = [
    { option: '<leads>', path: '-' },
    { option: '--out', path: '-' },
  ];
  await expect(usage({ reads: [input, { option: '--join', path: '/dev/stdin' }] })).rejects.toThrow(
    'error: the standard input can be used once, not for <leads> and --join',
  );
  await expect(usage({ writes: [out, { option: '--rejected', path: '/dev/stdout' }] })).rejects.toThrow(
    'error: the standard output can be used once, not for --out and --rejected',
  );
  await expect(usage({ writes: [out], json: true })).rejects.toThrow(
    'error: --json prints to the standard output',
  );
  expect(await claimFiles(command, { reads: [input], writes: [out] })).toMatchObject([{ kind: 'stream' }]);
});

test('two names are refused exactly when they are one file', async () => {
  // Built of folders, one of them under two names, so that every name has a plain spelling.
  const part = fc.constantFrom('real', 'alias', '.', 'real/..', 'new');
  const name = fc
    .tuple(fc.array(part, { maxLength: 3 }), fc.constantFrom('x.csv', 'y.csv'))
    .map(([parts, file]) => [...parts, file].join('/'));
  const spell = (path: string): string => {
    const folders: string[] = [];
    for (const word of path.split('/')) {
      if (word === '..') folders.pop();
      else if (word !== '.') folders.push(word === 'alias' && folders.length === 0 ? 'real' : word);
    }
    return folders.join('/');
  };
  await fc.assert(
    fc.asyncProperty(name, name, async (one, other) => {
      const claimed = claim('leads.csv', one, other);
      if (spell(one) === spell(other)) await expect(claimed).rejects.toThrow('which --out0 writes');
      else await expect(claimed).resolves.toHaveLength(2);
    }),
  );
});
