import { styleText } from 'node:util';

/** For machines. */
export const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
};

/** @param stream the standard error, where a result goes through the standard output */
export const printLines = (lines: readonly string[], stream: NodeJS.WriteStream = process.stdout): void => {
  stream.write(`${lines.join('\n')}\n`);
};

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

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** Styled on a terminal only, and not with NO_COLOR. */
export const style = (format: Style, text: string): string =>
  styleText(format, text, { stream: process.stdout });

/** `2026-11-21 07:12 UTC`: the same for every reader. */
export const formatTime = (date: Date): string => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
