#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { createProgram, listCommands } from './program.ts';
import { rememberCommand } from './terminal/hint.ts';

/** Exit codes of every command: 0 done, 1 failed, 2 used wrongly, 130 ended by Ctrl-C, 141 the reader of a result went away. */
const FAILED = 1;
const USAGE = 2;
/** As of a program that writes into a closed pipe (128 + SIGPIPE), so that `pipefail` learns that a result was cut. */
const READER_GONE = 141;

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
  description: string;
};

const program = createProgram(manifest);
// Commands that are added do not inherit: without this a usage error of theirs would exit with 1.
for (const command of listCommands(program))
  command.exitOverride().showHelpAfterError('(--help shows the options)');

program.hook('preAction', (_, command) => rememberCommand(command));

// The reader of our messages went away (`| head`): that is no failure, and what the command does is done all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exitCode = FAILED;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  } else {
    const [{ describeError }, { printNote }, { InterruptedError }, { ReaderGoneError }] = await Promise.all([
      import('./terminal/describe-error.ts'),
      import('./terminal/print.ts'),
      import('./api-client.ts'),
      import('./files/output-files.ts'),
    ]);
    if (error instanceof ReaderGoneError) process.exitCode = READER_GONE;
    else {
      process.exitCode = error instanceof InterruptedError ? error.exitCode : FAILED;
      if (process.env.SCORELANE_DEBUG) console.error(error);
      else printNote(describeError(error), 'error');
    }
  }
}
