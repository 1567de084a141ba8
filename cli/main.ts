#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { createBatchCommand } from './commands/batch.ts';
import { createCompleteCommand, createCompletionCommand } from './commands/completion.ts';
import { createCreateBucketCommand } from './commands/create-bucket.ts';
import { createDeadLettersCommand } from './commands/dead-letters.ts';
import { createGetCommand } from './commands/get.ts';
import { createKeysCommand } from './commands/keys.ts';
import { createListObjectsCommand } from './commands/list-objects.ts';
import { createModelsCommand } from './commands/models.ts';
import { createProfileCommand } from './commands/profile.ts';
import { createPublishCommand } from './commands/publish.ts';
import { createSampleCommand } from './commands/sample.ts';
import { createScoreCommand } from './commands/score.ts';
import { createSubmitCommand } from './commands/submit.ts';
import { createTrainCommand } from './commands/train.ts';
import { createUploadCommand } from './commands/upload.ts';
import { createVerifyCommand } from './commands/verify.ts';

/** Exit codes of every command: 0 done, 1 failed, 2 used wrongly, 130 ended by Ctrl-C. */
const FAILED = 1;
const USAGE = 2;
const INTERRUPTED = 130;

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
  description: string;
};

const EXAMPLES = `
From a file of past leads to an API:
  $ scorelane profile leads.csv --target converted   look at the data
  $ scorelane train leads.csv --target converted     model/model.json, a report
  $ scorelane publish model/model.json               while npm start runs
  $ scorelane submit lead.json --wait                probability, score, reasons

Every command has --help with examples. Exit codes: 0 done, 1 failed, 2 used
wrongly, 130 interrupted.`;

const program = new Command('scorelane')
  .description(`${manifest.description}.`)
  .version(manifest.version)
  .helpCommand(false)
  .configureHelp({ subcommandTerm: (command) => command.name() })
  .commandsGroup('Learn from leads:')
  .addCommand(createProfileCommand())
  .addCommand(createTrainCommand())
  .addCommand(createScoreCommand())
  .addCommand(createSampleCommand())
  .commandsGroup('Publish models:')
  .addCommand(createPublishCommand())
  .addCommand(createModelsCommand())
  .addCommand(createKeysCommand())
  .commandsGroup('Ask the API:')
  .addCommand(createSubmitCommand())
  .addCommand(createGetCommand())
  .addCommand(createBatchCommand())
  .addCommand(createVerifyCommand())
  .commandsGroup('Operate:')
  .addCommand(createDeadLettersCommand())
  .commandsGroup('Buckets:')
  .addCommand(createCreateBucketCommand())
  .addCommand(createUploadCommand())
  .addCommand(createListObjectsCommand())
  .commandsGroup('This command:')
  .addCommand(createCompletionCommand())
  .addHelpText('after', EXAMPLES);
program.addCommand(createCompleteCommand(program), { hidden: true });
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

function listCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap((child) => listCommands(child as Command))];
}
