import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { createAskCommand, ID_TEXT } from '../ask-command.ts';
import { createCommandGroup } from '../options.ts';
import { resolveTraining } from '../short-id.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { createExportRunCommand } from './export.ts';
import { createListRunsCommand } from './list.ts';

const EXAMPLES = `
Examples:
  $ scorelane runs list
  $ scorelane runs show 2204d5fb
  $ scorelane runs watch 2204d5fb                     # as scorelane train --remote shows it
  $ scorelane runs compare 2204d5fb 9c31ab07
  $ scorelane runs cancel 2204d5fb

An id may be given as lists show it. To read trainings a key needs the scope operate, to cancel them the scope admin.`;

/** `scorelane runs …`: trainings of the stack. */
export const createRunsCommand = (): Command =>
  createCommandGroup('runs')
    .description('trainings of the stack: list, show, watch, compare, export, cancel')
    .addCommand(createListRunsCommand())
    .addCommand(
      createAskCommand(
        'show',
        'a training now: its steps and what was decided',
        { resolve: resolveTraining, ask: (api, id) => api.getTraining(id) },
        async () => (await import('./training-summary.ts')).summariseTraining,
      ),
    )
    .addCommand(createWatchCommand())
    .addCommand(createCompareCommand())
    .addCommand(createExportRunCommand())
    .addCommand(
      createAskCommand(
        'cancel',
        'cancel a training; the champion stays',
        { resolve: resolveTraining, ask: (api, id) => api.cancelTraining(id) },
        async () => (training) => [`Training ${training.training_id} is ${training.status}`],
      ),
    )
    .addHelpText('after', EXAMPLES);

const createWatchCommand = (): Command =>
  addApiOptions(
    new Command('watch').description('follow a training step by step, to its end').argument('<id>', ID_TEXT),
  ).action(async (id: string, options: ApiOptions) => {
    const { followTraining } = await import('./follow-training.ts');
    const json = options.json === true;
    const client = await openApi(options);
    await followTraining(client, await resolveTraining(client, id), { json, signal: untilInterrupted() });
  });

const createCompareCommand = (): Command =>
  addApiOptions(
    new Command('compare')
      .description('trainings side by side: what differs in data and options, and every candidate’s figures')
      .argument('<ids...>', 'two or more ids, whole or as lists show them'),
  ).action(async (ids: readonly string[], options: ApiOptions, command: Command) => {
    if (ids.length < 2) command.error('error: expected two ids or more');
    const { compareRuns } = await import('./training-comparison.ts');
    const client = await openApi(options);
    const whole = await Promise.all(ids.map((id) => resolveTraining(client, id)));
    const trainings = await Promise.all(whole.map((id) => client.getTraining(id)));
    if (options.json) printJson(trainings);
    else printLines(compareRuns(trainings));
  });
