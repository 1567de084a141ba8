import { spawn } from '@lydell/node-pty';
import { readScreen } from './terminal-screen.ts';

export interface Screen {
  /** What stands there at the end, line by line; colours as `‹error: …›`. */
  readonly lines: readonly string[];
  readonly exitCode: number;
}

export interface OnTerminal {
  readonly columns: number;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Typed when a question is asked. */
  readonly answer?: string | undefined;
}

/** Runs a program in a pseudo-terminal, as a person would, to its end. */
export const runOnTerminal = (
  file: string,
  args: readonly string[],
  { columns, cwd, env, answer }: OnTerminal,
): Promise<Screen> =>
  new Promise((resolve) => {
    const terminal = spawn(file, [...args], { cols: columns, rows: 40, cwd, env, name: 'xterm-256color' });
    let output = '';
    let isAsked = false;
    terminal.onData((text) => {
      output += text;
      // Behind a question comes where the cursor stands.
      if (isAsked || !output.includes('[y/N] ')) return;
      isAsked = true;
      terminal.write(`${answer ?? 'n'}\r`);
    });
    terminal.onExit(({ exitCode }) => resolve({ lines: readScreen(output), exitCode }));
  });
