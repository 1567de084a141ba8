#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { createProgram, listCommands } from './program.ts';

/** Exit codes of every command: 0 done, 1 failed, 2 used wrongly, 130 ended by Ctrl-C. */
const FAILED = 1;
const USAGE = 2;
const INTERRUPTED = 130;

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
  description: string;
};

const program = createProgram(manifest);
// Commands that are added do not inherit: without this a usage error of theirs would exit with 1.
for (const command of listCommands(program))
  command.exitOverride().showHelpAfterError('(--help shows the options)');

// The reader of our output went away (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exitCode = error.code === 'EPIPE' ? 0 : FAILED;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  } else {
    const [{ describeError }, { InterruptedError }] = await Promise.all([
      import('./describe-error.ts'),
      import('./api-client.ts'),
    ]);
    process.exitCode = error instanceof InterruptedError ? INTERRUPTED : FAILED;
    console.error(process.env.SCORELANE_DEBUG ? error : `scorelane: ${describeError(error)}`);
  }
}
