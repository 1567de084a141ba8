import { Command } from 'commander';
import { createCancelCommand } from './cancel.ts';
import { createGetJobCommand } from './get.ts';
import { createSubmitJobCommand } from './submit.ts';
import { createWatchCommand } from './watch.ts';

/** `scorelane jobs …`: files of any size. */
export const createJobsCommand = (): Command =>
  new Command('jobs')
    .description('files of any size, scored by the stack: submit, watch, get, cancel')
    .helpCommand(false)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addCommand(createSubmitJobCommand())
    .addCommand(createWatchCommand())
    .addCommand(createGetJobCommand())
    .addCommand(createCancelCommand());
