#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { messageOf } from '../lib/errors.ts';
import { createModelsCommand } from './commands/models.ts';
import { createProfileCommand } from './commands/profile.ts';
import { createPublishCommand } from './commands/publish.ts';
import { createSampleCommand } from './commands/sample.ts';
import { createScoreCommand } from './commands/score.ts';
import { createTrainCommand } from './commands/train.ts';

/** Exit codes of every command: 0 done, 1 failed, 2 used wrongly. */
const FAILED = 1;
const USAGE = 2;

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
  description: string;
};

const program = new Command('scorelane')
  .description(`${manifest.description}.`)
  .version(manifest.version)
  .addCommand(createProfileCommand())
  .addCommand(createTrainCommand())
  .addCommand(createScoreCommand())
  .addCommand(createPublishCommand())
  .addCommand(createModelsCommand())
  .addCommand(createSampleCommand());
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
    process.exitCode = FAILED;
    console.error(process.env.SCORELANE_DEBUG ? error : `scorelane: ${messageOf(error)}`);
  }
}

function listCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap((child) => listCommands(child as Command))];
}
