import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createProgram, listCommands } from '../../cli/program.ts';
import { startFakeMlflow } from '../support/fake-mlflow.ts';
import { installCommand, placeStack } from '../support/installed-command.ts';
import { startLocalStack } from '../support/local-stack.ts';
import { ROOT } from '../support/node24.ts';
import { runCli } from '../support/run-cli.ts';
import { runOnTerminal } from '../support/terminal.ts';
import { maskVolatile, widerThan } from '../support/terminal-screen.ts';
import { expectGolden } from '../transcripts/golden.ts';
import { FILES, PARTS, type Typed } from '../transcripts/screens.ts';

/** Every command's screen in a pseudo-terminal, as a person sees it: tests/transcripts/screens. */
const WIDTHS = [80, 120] as const;
const folder = mkdtempSync(join(tmpdir(), 'scorelane-screens-'));
const path = installCommand(join(folder, 'bin'));
const words = (command: string): string[] =>
  (command.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"(.*)"$/, '$1'));
const run = async (...args: string[]) =>
  expect(await runCli(args, { cwd: folder })).toMatchObject({ status: 0, stderr: '' });

beforeAll(async () => {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  // Models of the same leads, which other libraries made.
  cpSync(join(ROOT, 'tests/golden/imports'), folder, { recursive: true });
  await run('sample', '--rows', '600', '--out', 'leads.csv');
  await run('sample', '--rows', '40', '--seed', '7', '--out', 'new.csv');
  const train = ['train', 'leads.csv', '--target', 'converted', '--trainer', 'logistic', '--folds', '2'];
  await run(...train, '--out', 'model');
  await run(...train, '--out', 'worse', '--drop', 'source,visits,pages_viewed');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every command has a screen', () => {
  const program = createProgram({ version: '', description: '' });
  const ends = listCommands(program).filter(
    (command) => command.commands.length === 0 && command.name() !== 'complete',
  );
  const names = ends.map((command) =>
    command.parent === program ? command.name() : `${command.parent!.name()} ${command.name()}`,
  );
  const shown = Object.values(PARTS).flatMap((part) => part.map(({ command }) => command));
  const without = names.filter((name) => !shown.some((command) => `${command} `.startsWith(`${name} `)));
  expect(without).toEqual([]);
});

test.each(Object.keys(PARTS))(
  'screens: %s',
  async (part) => {
    const stack = await startLocalStack({ env: { ALIAS_TTL_SECONDS: '0' } });
    const mlflow = await startFakeMlflow();
    rmSync(join(folder, '.scorelane'), { recursive: true, force: true });
    placeStack(folder, stack.dataDir);
    try {
      const env = ownEnvironment();
      const published = await runCli(['publish', 'model/model.json', '--promote'], { cwd: folder, env });
      expect(published).toMatchObject({ status: 0 });
      const lead = JSON.parse(FILES['lead.json']!);
      const known = await Promise.all(
        WIDTHS.map(
          async (width) =>
            new Map([
              ['WIDTH', String(width)],
              ['BUCKET', stack.environment.BUCKET!],
              ['MLFLOW', mlflow.url],
              ['BATCH', (await post(`${stack.apiUrl}/predict_batch`, [lead, lead])).batch_id!],
              [
                'HOOKED',
                (await post(`${stack.apiUrl}/predict?webhook=http://127.0.0.1:1/`, lead)).prediction_id!,
              ],
            ]),
        ),
      );
      const transcripts: string[][] = WIDTHS.map(() => []);
      const wide: string[] = [];
      for (const typed of PARTS[part]!) {
        for (const [i, columns] of WIDTHS.entries()) {
          const lines = await type(typed, columns, known[i]!, env);
          wide.push(...widerThan(lines, columns));
          transcripts[i]!.push(`$ scorelane ${typed.command}`, ...lines.map((line) => mask(line, known)), '');
        }
      }
      expect(wide).toEqual([]);
      WIDTHS.forEach((columns, i) => {
        expectGolden(`screens/${part.replaceAll('_', '-')}-${columns}`, transcripts[i]!);
      });
    } finally {
      await Promise.all([stack.stop(), mlflow.close()]);
    }
  },
  300_000,
);

/** Types a command, and keeps what later ones name. @returns its screen */
async function type(
  { command, capture = {}, answer, exitCode = 0 }: Typed,
  columns: number,
  known: Map<string, string>,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const typed = command.replace(/\[([A-Z]+)\]/g, (_, name: string) => known.get(name)!);
  const screen = await runOnTerminal(join(folder, 'bin/scorelane'), words(typed), {
    columns,
    cwd: folder,
    env,
    answer,
  });
  const text = screen.lines.join('\n');
  expect({ command, exitCode: screen.exitCode, text }).toEqual({ command, exitCode, text });
  for (const [name, pattern] of Object.entries(capture)) {
    const [, found] = pattern.exec(text) ?? [];
    expect({ command, name, text, isFound: found !== undefined }).toMatchObject({ isFound: true });
    known.set(name, found!);
  }
  return screen.lines;
}

function mask(line: string, known: readonly ReadonlyMap<string, string>[]): string {
  const keys = known.flatMap((names) => names.get('KEY') ?? []);
  return maskVolatile(keys.reduce((text, key) => text.replaceAll(key, '0'.repeat(key.length)), line));
}

/** Nothing of this machine's own settings, and no credentials. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { COLUMNS, NO_COLOR, FORCE_COLOR, ...inherited } = process.env;
  return {
    ...Object.fromEntries(Object.entries(inherited).filter(([key]) => !/^(AWS|SCORELANE)_/.test(key))),
    PATH: path,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    NODE_OPTIONS: `--require ${join(ROOT, 'tests/support/set-user.cjs')}`,
    TERM: 'xterm-256color',
  };
}

async function post(url: string, body: unknown) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.status).toBe(202);
  return (await response.json()) as { readonly batch_id?: string; readonly prediction_id?: string };
}
