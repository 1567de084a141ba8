import type { Command } from 'commander';
import { createBatchesCommand } from './batches/batches.ts';
import { createClockCommand } from './clock/clock.ts';
import { createCompleteCommand, createCompletionCommand } from './completion.ts';
import { createDemoCommand } from './demo/demo.ts';
import { createExportCommand } from './export/export.ts';
import { createHelpCommand } from './help.ts';
import { createImportCommand } from './import/import.ts';
import { createJobsCommand } from './jobs/jobs.ts';
import { createExplainChangeCommand } from './leads/explain-change.ts';
import { createLeadsCommand } from './leads/leads.ts';
import { createModelsCommand } from './models/models.ts';
import { createPublishCommand } from './models/publish.ts';
import { createCreateBucketCommand } from './operations/create-bucket.ts';
import { createDeadLettersCommand } from './operations/dead-letters.ts';
import { createKeysCommand } from './operations/keys.ts';
import { createListObjectsCommand } from './operations/list-objects.ts';
import { createStatusCommand } from './operations/status.ts';
import { createUploadCommand } from './operations/upload.ts';
import { groupOptions } from './option-groups.ts';
import { createCommandGroup } from './options.ts';
import { createOutcomesCommand } from './outcomes/outcomes.ts';
import { createBatchCommand } from './predictions/batch.ts';
import { createEraseCommand } from './predictions/erase.ts';
import { createGetCommand } from './predictions/get.ts';
import { createPredictionsCommand } from './predictions/predictions.ts';
import { createSubmitCommand } from './predictions/submit.ts';
import { createVerifyCommand } from './predictions/verify.ts';
import { createRunsCommand } from './runs/runs.ts';
import { createScoreCommand } from './score/score.ts';
import { fitToTerminal } from './terminal/help.ts';
import { createColorOption } from './terminal/screen.ts';
import { createProfileCommand } from './train/profile.ts';
import { createSampleCommand } from './train/sample.ts';
import { createTrainCommand } from './train/train.ts';
import { createWebhooksCommand } from './webhooks/webhooks.ts';

const EXAMPLES = `
From a file of past leads to an API:
  $ scorelane profile leads.csv --target converted   # look at the data
  $ scorelane train leads.csv --target converted     # model/model.json, a report
  $ scorelane publish model/model.json               # while npm start runs
  $ scorelane submit lead.json --wait                # probability, score, reasons

Every command has --help with examples. Where a file is read or written, - is
the standard input or output. Exit codes: 0 done, 1 failed, 2 used wrongly, 130
interrupted, 141 the reader of a result went away.`;

/** Every command, with its help; `main.ts` runs it, `tools/docs` describes it. */
export function createProgram(manifest: { readonly version: string; readonly description: string }): Command {
  const program = createCommandGroup('scorelane')
    .description(`${manifest.description}.`)
    .version(manifest.version, '-V, --version', 'show the version')
    .addOption(createColorOption())
    .commandsGroup('Learn from leads:')
    .addCommand(createProfileCommand())
    .addCommand(createTrainCommand())
    .addCommand(createRunsCommand())
    .addCommand(createScoreCommand())
    .addCommand(createExportCommand(manifest.version))
    .addCommand(createSampleCommand())
    .addCommand(createDemoCommand())
    .commandsGroup('Publish models:')
    .addCommand(createImportCommand())
    .addCommand(createPublishCommand())
    .addCommand(createModelsCommand())
    .addCommand(createKeysCommand())
    .commandsGroup('Ask the API:')
    .addCommand(createSubmitCommand())
    .addCommand(createGetCommand())
    .addCommand(createPredictionsCommand())
    .addCommand(createEraseCommand())
    .addCommand(createBatchCommand())
    .addCommand(createBatchesCommand())
    .addCommand(createJobsCommand())
    .addCommand(createLeadsCommand())
    .addCommand(createExplainChangeCommand())
    .addCommand(createOutcomesCommand())
    .addCommand(createVerifyCommand())
    .commandsGroup('Operate:')
    .addCommand(createStatusCommand())
    .addCommand(createWebhooksCommand())
    .addCommand(createDeadLettersCommand())
    .addCommand(createClockCommand())
    .commandsGroup('Buckets:')
    .addCommand(createCreateBucketCommand())
    .addCommand(createUploadCommand())
    .addCommand(createListObjectsCommand())
    .commandsGroup('This command:')
    .addCommand(createCompletionCommand())
    .addHelpText('after', EXAMPLES);
  program.addCommand(createHelpCommand(program));
  program.addCommand(createCompleteCommand(program), { hidden: true });
  groupOptions(program, listCommands(program));
  for (const command of listCommands(program)) fitToTerminal(command);
  return program;
}

/** The command and all below it. */
export function listCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap((child) => listCommands(child as Command))];
}
