import type { Command } from 'commander';
import { quoteForShell } from '../../lib/quoting.ts';
import { wordsOfStart } from './how-started.ts';
import { isStandardInput } from './standard-streams.ts';

/** The command that runs; undefined until its action begins. */
let running: Command | undefined;

/** `main.ts` says which command runs, so that hints name the stack that it works on. */
export const rememberCommand = (command: Command | undefined): void => {
  running = command;
};

/**
 * A command line that can be pasted as it stands: it starts this command in the way that the user did, and works on the stack
 * that the running command works on. It ends its line, so that it can be selected whole.
 *
 * @param args the words behind `scorelane`; none of them is a placeholder
 * @example hint(['models', 'promote', 'leads@v2']) // npx scorelane models promote leads@v2 --stage dev
 */
export function hint(args: readonly string[]): string {
  const { words, settings } = placeOf(args);
  return compose(settings, [...args, ...words]);
}

/**
 * How to repeat the command that runs, as the end of a message.
 *
 * @param purpose such as `resume`
 * @param option to be added, such as `--yes`
 */
export function sayRepeat(purpose: string, option?: string): string {
  const args = process.argv.slice(2);
  const added = option === undefined ? [] : [option];
  // What came through a pipe is not in the command.
  return args.some(isStandardInput)
    ? `To ${purpose}, run the same command again${option === undefined ? '' : ` with ${option}`}.`
    : `To ${purpose}: ${hint([...args, ...added])}`;
}

/**
 * A text that the stack or `lib` wrote, with each command in it as `hint` writes it. Commands are told from words by what
 * follows them: an option, or an argument such as `leads@v3`.
 */
export const withHints = (text: string): string =>
  text.replace(COMMAND, (whole, names: string) => {
    const args = names.split(' ');
    const { command, depth } = findCommand(args);
    if (command === undefined || depth === 0) return whole;
    const { words, settings } = placeOf(args);
    // Before the arguments, whose end a text does not show.
    return compose(settings, [...args.slice(0, depth), ...words, ...args.slice(depth)]);
  });

/** Up to the argument, which is not part of it. */
const COMMAND =
  /(?<![\w/-])(?:npx )?scorelane ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)(?= (?:--[a-z]|\S*[@./]\S))/g;

function compose(settings: readonly string[], args: readonly string[]): string {
  const { env, platform } = process;
  const start = wordsOfStart({ script: process.argv[1] ?? 'scorelane', cwd: process.cwd(), env, platform });
  return [...settings, ...[...start, ...args].map((word) => quoteWord(word))].join(' ');
}

/** What names the stack of the running command to another one. */
function placeOf(args: readonly string[]): { readonly words: string[]; readonly settings: string[] } {
  const { command } = findCommand(args);
  const [stage, url] = [stageFlagOf(command), command?.options.find(({ long }) => long === '--url')?.long];
  const isOld = command?.options.some(({ flags }) => flags === '--target <stage>');
  const isNamed = args.some((arg) =>
    (isOld ? /^--(stage|target|url)(=|$)/ : /^--(stage|url)(=|$)/).test(arg),
  );
  if (stage === undefined || isNamed) return { words: [], settings: [] };
  const options: Readonly<Record<string, unknown>> = running?.opts() ?? {};
  const own = stageFlagOf(running)?.replace('--', '');
  const [givenUrl, givenStage] = [options.url, own === undefined ? undefined : options[own]];
  if (typeof givenUrl === 'string') return { words: url === undefined ? [] : [url, givenUrl], settings: [] };
  const words = typeof givenStage === 'string' && givenStage !== '' ? [stage, givenStage] : [];
  const isLocal = words.length === 0 || givenStage === 'local';
  return { words, settings: isLocal ? settingsOfShell() : [] };
}

/** Shells of Windows have no way to set a variable for one command, so there it is set for all. */
function settingsOfShell(): string[] {
  const folder = process.env.SCORELANE_DATA_DIR;
  return folder === undefined || folder === '' || isWindowsShell()
    ? []
    : [`SCORELANE_DATA_DIR=${quoteForShell(folder)}`];
}

const stageFlagOf = (command: Command | undefined): string | undefined =>
  command?.options.find(({ long }) => long === '--stage')?.long;

/** The command that words name, from the outermost one, and how many of them do. */
function findCommand(args: readonly string[]): {
  readonly command: Command | undefined;
  readonly depth: number;
} {
  let command = running;
  while (command?.parent) command = command.parent;
  let depth = 0;
  for (const arg of args) {
    const next = command?.commands.find((child) => child.name() === arg || child.aliases().includes(arg));
    if (next === undefined) break;
    command = next as Command;
    depth++;
  }
  return { command, depth };
}

/** Git Bash and the like take words as on other systems. */
const isWindowsShell = (): boolean => process.platform === 'win32' && process.env.MSYSTEM === undefined;

/**
 * A word as the shell takes it.
 *
 * @param windows for cmd and PowerShell alike; the first still replaces `%NAME%`, which nothing prevents there
 */
export const quoteWord = (word: string, windows = isWindowsShell()): string => {
  if (!windows) return /^[\w@+:,./-][\w@+:,./=-]*$/.test(word) ? word : quoteForShell(word);
  return /^[\w:./\\+-][\w:./\\@+-]*$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
};
