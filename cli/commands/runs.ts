import { Command } from 'commander';
import { createCancelRunCommand } from './runs/cancel.ts';
import { createCompareRunsCommand } from './runs/compare.ts';
import { createExportRunCommand } from './runs/export.ts';
import { createListRunsCommand } from './runs/list.ts';
import { createShowRunCommand } from './runs/show.ts';
import { createWatchRunCommand } from './runs/watch.ts';

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
