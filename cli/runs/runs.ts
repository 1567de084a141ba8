import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { createAskCommand, ID_TEXT } from '../ask-command.ts';
import { createCommandGroup } from '../options.ts';
import { resolveTraining } from '../short-id.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { createExportRunCommand } from './export.ts';
import { createListRunsCommand } from './list.ts';
import { createPruneRunsCommand } from './prune.ts';
import { createShowRunCommand } from './show.ts';

const EXAMPLES = `
Examples:
  $ scorelane runs list
  $ scorelane runs show 2204d5fb
  $ scorelane runs watch 2204d5fb                     # as scorelane train --remote shows it
  $ scorelane runs compare 2204d5fb 9c31ab07
  $ scorelane runs cancel 2204d5fb

An id may be given as lists show it. To read trainings of a stack a key needs the scope operate, to cancel them the scope admin.`;

/** `scorelane runs …`: trainings of the stack, and those of `scorelane train` in this folder. */
export const createRunsCommand = (): Command =>
  createCommandGroup('runs')
    .description('trainings, here and of the stack: list, show, watch, compare, export, cancel, prune')
    .addCommand(createListRunsCommand())
    .addCommand(createShowRunCommand())
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
    .addCommand(createPruneRunsCommand())
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
      .description(
        'trainings side by side: where data and options differ, and the figures of every candidate',
      )
      .argument('<ids...>', 'two or more ids, whole or as lists show them'),
  ).action(async (ids: readonly string[], options: ApiOptions, command: Command) => {
    if (ids.length < 2) command.error('error: expected two ids or more');
    const [{ compareRuns }, { findTraining }] = await Promise.all([
      import('./training-comparison.ts'),
      import('./find-training.ts'),
    ]);
    const found = await Promise.all(ids.map((id) => findTraining(id, options, command)));
    const trainings = found.map(({ facts }) => facts);
    if (options.json) printJson(trainings);
    else printLines(compareRuns(trainings));
  });
