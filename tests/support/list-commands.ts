import type { Command } from 'commander';
import { createProgram, listCommands } from '../../cli/program.ts';

/** A command line that a help text shows. */
export interface Example {
  /** The names of the command that it runs: `models promote`. */
  readonly path: string;
  /** Without the prompt; lines that follow with a backslash are joined. */
  readonly line: string;
}

const program = createProgram({ version: '0.0.0', description: 'test' });

const pathOf = (command: Command): string =>
  command.parent === null ? '' : `${pathOf(command.parent)} ${command.name()}`.trim();

/** The commands that do something, by their names. */
export const listLeaves = (): string[] =>
  listCommands(program)
    .filter(({ commands }) => commands.length === 0)
    .map(pathOf);

/** The options of a command, with their dashes. */
export const optionsOf = (path: string): string[] =>
  listCommands(program)
    .find((command) => pathOf(command) === path)!
    .options.map(({ long }) => long!);

/** Every example of every help text, each once. */
export function listExamples(): Example[] {
  const lines = listCommands(program).flatMap((command) => {
    const written: string[] = [];
    command.configureOutput({ writeOut: (text) => written.push(text) }).outputHelp();
    const text = written.join('').replace(/\\\n\s*/g, '');
    return [...text.matchAll(/^ {2}\$ (.*)$/gm)].map(([, line]) => line!.trim());
  });
  return [...new Set(lines)].map((line) => ({ path: pathOfLine(line), line }));
}

/** The longest of the leaves that follows `scorelane` in the line. */
function pathOfLine(line: string): string {
  const words = (/\bscorelane (.*)$/.exec(line)?.[1] ?? '').split(' ');
  for (let n = words.length; n > 0; n--) {
    const path = words.slice(0, n).join(' ');
    if (listLeaves().includes(path)) return path;
  }
  throw new Error(`expected a command in the example “${line}”`);
}
