import { InputError } from '../../lib/errors.ts';
import { sayRepeat } from './hint.ts';
import { widthOf } from './screen.ts';
import { fitLine, safeText } from './text.ts';

/**
 * Whether the answer on the terminal is yes; anything else is no.
 *
 * @throws {InputError} there is no terminal to ask on
 */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new InputError(`${question} There is no terminal to ask on. ${sayRepeat('answer yes', '--yes')}`);
  }
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const asked = fitLine(`${safeText(question)} [y/N]`, widthOf(process.stderr) - 1).join('\n');
  const answer = await terminal.question(`${asked} `).finally(() => terminal.close());
  return /^y(es)?$/i.test(answer.trim());
}
