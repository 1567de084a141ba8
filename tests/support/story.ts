import { spawnSync } from 'node:child_process';

/**
 * A console story: a text file of commands and what they print, written to be read.
 *
 *     Any line that is not indented tells the story. Two spaces or more stand for two or more.
 *
 *       $ scorelane get [ID]          a command; [ID] was captured before
 *       a line of its output          [..] stands for anything within a line,
 *       ...                           ... for any lines,
 *       [ID]                          [NAME] for one word, which is then known by that name
 *       ! a line of its error output
 *       ? 1                           the exit code, when it is not 0
 */
export interface Step {
  readonly command: string;
  /** Line of the file, from 1. */
  readonly line: number;
  readonly output: readonly string[];
  readonly errors: readonly string[];
  readonly exitCode: number;
}

export function readStory(text: string): Step[] {
  const steps: { command: string; line: number; output: string[]; errors: string[]; exitCode: number }[] = [];
  text.split('\n').forEach((line, i) => {
    const indented = /^ {2}(.*)$/.exec(line)?.[1];
    if (indented === undefined) return;
    const step = steps.at(-1);
    if (indented.startsWith('$ ')) {
      steps.push({ command: indented.slice(2), line: i + 1, output: [], errors: [], exitCode: 0 });
    } else if (step === undefined) throw new Error(`line ${i + 1}: expected a command first, found output`);
    else if (indented.startsWith('? ')) step.exitCode = Number(indented.slice(2));
    else if (indented.startsWith('! ')) step.errors.push(indented.slice(2));
    else step.output.push(indented);
  });
  return steps;
}

/** What commands say now and then, on a slow machine, of work that takes long. */
const PROGRESS = /^\S.* \d[\d,]* of \d[\d,]* \S.*, \S+ (s|min|h)( left)?$/;

/** Runs the steps one after the other; throws with what was expected and what came at the first that differs. */
export function runStory(steps: readonly Step[], cwd: string, env: NodeJS.ProcessEnv, prelude: string): void {
  const known = new Map<string, string>();
  for (const step of steps) {
    const command = step.command.replace(/\[([A-Z_]+)\]/g, (whole, name: string) => known.get(name) ?? whole);
    const { stdout, stderr, status } = spawnSync('bash', ['-c', `${prelude}\n${command}`], {
      cwd,
      env,
      encoding: 'utf8',
      timeout: 60_000,
    });
    const matches =
      status === step.exitCode &&
      matchLines(step.output, linesOf(stdout), known) &&
      matchLines(
        step.errors,
        linesOf(stderr).filter((line) => !PROGRESS.test(line)),
        known,
      );
    if (!matches) {
      const indent = (text: string, mark = '') => linesOf(text).map((line) => `    ${mark}${line}`);
      const expected = [...step.output, ...step.errors.map((line) => `! ${line}`), `? ${step.exitCode}`];
      const came = [...indent(stdout), ...indent(stderr, '! '), `    ? ${status}`];
      throw new Error(
        `line ${step.line}: $ ${command}\n  expected:\n${expected.map((line) => `    ${line}`).join('\n')}\n  came:\n${came.join('\n')}`,
      );
    }
  }
}

/** Blank lines do not count: a story need not show them. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');

function matchLines(
  expected: readonly string[],
  lines: readonly string[],
  known: Map<string, string>,
): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) return lines.length === 0;
  if (first.trim() === '...') {
    return lines.some((_, i) => matchLines(rest, lines.slice(i), known)) || matchLines(rest, [], known);
  }
  const [line, ...others] = lines;
  return line !== undefined && matchLine(first.trimEnd(), line, known) && matchLines(rest, others, known);
}

function matchLine(expected: string, line: string, known: Map<string, string>): boolean {
  const names: string[] = [];
  const pattern = expected
    .split(/(\[\.\.\]|\[[A-Z_]+\])/)
    .map((part) => {
      if (part === '[..]') return '.*';
      const name = /^\[([A-Z_]+)\]$/.exec(part)?.[1];
      if (name === undefined) return escapeRegExp(part);
      const value = known.get(name);
      if (value !== undefined) return escapeRegExp(value);
      names.push(name);
      return '(\\S+?)';
    })
    .join('');
  const match = new RegExp(`^${pattern}$`).exec(line);
  if (match === null) return false;
  names.forEach((name, i) => {
    known.set(name, match[i + 1]!);
  });
  return true;
}

/** Spaces between columns may be more or fewer: how wide one is depends on who runs the story. */
const escapeRegExp = (text: string): string =>
  text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ {2,}/g, ' {2,}');
