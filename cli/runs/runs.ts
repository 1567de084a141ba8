import { Command } from 'commander';
import { createCancelRunCommand } from './cancel.ts';
import { createCompareRunsCommand } from './compare.ts';
import { createExportRunCommand } from './export.ts';
import { createListRunsCommand } from './list.ts';
import { createShowRunCommand } from './show.ts';
import { createWatchRunCommand } from './watch.ts';

/** `scorelane runs …`: trainings of the stack. */
export const createRunsCommand = (): Command =>
  new Command('runs')
    .description('trainings of the stack: list, show, watch, compare, export, cancel')
    .helpCommand(false)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addCommand(createListRunsCommand())
    .addCommand(createShowRunCommand())
    .addCommand(createWatchRunCommand())
    .addCommand(createCompareRunsCommand())
    .addCommand(createExportRunCommand())
    .addCommand(createCancelRunCommand());
