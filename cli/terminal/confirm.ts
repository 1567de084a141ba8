import { InputError } from '../../lib/errors.ts';

/**
 * Whether the answer on the terminal is yes; anything else is no.
 *
 * @throws {InputError} there is no terminal to ask on
 */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new InputError(
      `expected an answer to “${question}”, but there is no terminal to ask on. Pass --yes.`,
    );
  }
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `).finally(() => terminal.close());
  return /^y(es)?$/i.test(answer.trim());
}
