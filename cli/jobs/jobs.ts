import type { Command } from 'commander';
import { createAskCommand } from '../ask-command.ts';
import { createCommandGroup } from '../options.ts';
import { resolveJob } from '../short-id.ts';
import { createListJobsCommand } from './list.ts';
import { createSubmitJobCommand } from './submit.ts';
import { createWatchCommand } from './watch.ts';

const importSummary = async () => (await import('./job-summary.ts')).summariseJob;

const EXAMPLES = `
Examples:
  $ scorelane jobs submit new-leads.csv
  $ scorelane jobs list --status running
  $ scorelane jobs get 4f1c09ab
  $ scorelane jobs watch 4f1c09ab --out scored.csv
  $ scorelane jobs cancel 4f1c09ab

An id may be given as lists show it. Needs a key of the scope operate.`;

/** `scorelane jobs …`: files of any size. */
export const createJobsCommand = (): Command =>
  createCommandGroup('jobs')
    .description('files of any size, scored by the stack: submit, watch, list, get, cancel')
    .addCommand(createSubmitJobCommand())
    .addCommand(createWatchCommand())
    .addCommand(createListJobsCommand())
    .addCommand(
      createAskCommand(
        'get',
        'the state of a job now',
        { resolve: resolveJob, ask: (api, id) => api.getJob(id) },
        importSummary,
      ),
    )
    .addCommand(
      createAskCommand(
        'cancel',
        'end a job that is not done',
        { resolve: resolveJob, ask: (api, id) => api.cancelJob(id) },
        importSummary,
      ),
    )
    .addHelpText('after', EXAMPLES);
