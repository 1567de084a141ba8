import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { createAskCommand } from '../ask-command.ts';
import { createCommandGroup } from '../options.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { createExportRunCommand } from './export.ts';
import { createListRunsCommand } from './list.ts';
import { createPruneRunsCommand } from './prune.ts';
import { createShowRunCommand } from './show.ts';

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
        (api, id) => api.cancelTraining(id),
        async () => (training) => [`Training ${training.training_id} is ${training.status}`],
      ),
    )
    .addCommand(createPruneRunsCommand());

const createWatchCommand = (): Command =>
  addApiOptions(
    new Command('watch').description('follow a training step by step, to its end').argument('<id>', 'its id'),
  )
    .addHelpText('after', '\nExample:\n  $ scorelane runs watch 01a1ff29-33e5-…')
    .action(async (id: string, options: ApiOptions) => {
      const { followTraining } = await import('./follow-training.ts');
      const json = options.json === true;
      await followTraining(await openApi(options), id, { json, signal: untilInterrupted() });
    });

const createCompareCommand = (): Command =>
  addApiOptions(
    new Command('compare')
      .description('trainings side by side: what differs in data and options, and every candidate’s figures')
      .argument('<ids...>', 'two or more ids, of the history (as short as show takes them) or of the stack'),
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
