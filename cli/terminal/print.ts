import { besideProgress } from './progress.ts';
import { paint, widthOf } from './screen.ts';
import { fitLine, safeText } from './text.ts';

/** For machines. */
export const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
};

/**
 * Lines for people: they fit the terminal, and no control character of theirs reaches it.
 *
 * @param stream the standard error, where a result goes through the standard output
 */
export function printLines(lines: readonly string[], stream: NodeJS.WriteStream = process.stdout): void {
  const width = widthOf(stream);
  const fitted = lines
    .flatMap((line) => line.split('\n'))
    .flatMap((line) => fitLine(safeText(line), width))
    .join('\n');
  besideProgress(() => stream.write(`${fitted}\n`));
}

/** What a command says beside its result: `scorelane: resuming at 40 %.` @param role of an error: it ends the command */
export const printNote = (sentence: string, role: 'muted' | 'error' = 'muted'): void =>
  printLines([`${paint(role, 'scorelane:', process.stderr)} ${sentence}`], process.stderr);

/** What the API answered, as JSON or in lines; the command fails with what has failed. */
export function printAnswer<T extends { readonly status: string }>(
  answer: T,
  json: boolean | undefined,
  summarise: (answer: T) => readonly string[],
): void {
  if (json) printJson(answer);
  else printLines(summarise(answer));
  if (answer.status === 'failed') process.exitCode = 1;
}
