import { quoteForShell } from '../../lib/quoting.ts';

/** The command that runs, as it can be pasted to run once more. */
export const thisCommand = (): string => ['scorelane', ...process.argv.slice(2).map(quoteForShell)].join(' ');

/** On the standard error, where a signal ends the command. */
export const tellInterrupted = (sentence: string): void => {
  process.stderr.write(`scorelane: ${sentence}\n`);
};
