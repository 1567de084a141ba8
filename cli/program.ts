import { Command } from 'commander';
import { createBatchCommand } from './commands/batch.ts';
import { createCompleteCommand, createCompletionCommand } from './commands/completion.ts';
import { createCreateBucketCommand } from './commands/create-bucket.ts';
import { createDeadLettersCommand } from './commands/dead-letters.ts';
import { createGetCommand } from './commands/get.ts';
import { createJobsCommand } from './commands/jobs.ts';
import { createKeysCommand } from './commands/keys.ts';
import { createListObjectsCommand } from './commands/list-objects.ts';
import { createModelsCommand } from './commands/models.ts';
import { createProfileCommand } from './commands/profile.ts';
import { createPublishCommand } from './commands/publish.ts';
import { createRunsCommand } from './commands/runs.ts';
import { createSampleCommand } from './commands/sample.ts';
import { createScoreCommand } from './commands/score.ts';
import { createSubmitCommand } from './commands/submit.ts';
import { createTrainCommand } from './commands/train.ts';
import { createUploadCommand } from './commands/upload.ts';
import { createVerifyCommand } from './commands/verify.ts';

const EXAMPLES = `
From a file of past leads to an API:
  $ scorelane profile leads.csv --target converted   look at the data
  $ scorelane train leads.csv --target converted     model/model.json, a report
  $ scorelane publish model/model.json               while npm start runs
  $ scorelane submit lead.json --wait                probability, score, reasons

Every command has --help with examples. Where a file is read or written, - is
the standard input or output. Exit codes: 0 done, 1 failed, 2 used wrongly, 130
interrupted, 141 the reader of a result went away.`;

/** Every command, with its help; `main.ts` runs it, `infra/docs` describes it. */
export function createProgram(manifest: { readonly version: string; readonly description: string }): Command {
  const program = new Command('scorelane')
    .description(`${manifest.description}.`)
    .version(manifest.version)
    .helpCommand(false)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .commandsGroup('Learn from leads:')
    .addCommand(createProfileCommand())
    .addCommand(createTrainCommand())
    .addCommand(createRunsCommand())
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
    .addCommand(createJobsCommand())
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
  return program;
}

/** The command and all below it. */
export function listCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap((child) => listCommands(child as Command))];
}
