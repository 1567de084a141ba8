import { Command } from 'commander';
import { type ApiOptions, addApiOptions } from '../api-client.ts';

interface WatchOptions extends ApiOptions {
  readonly json?: boolean;
}

export const createWatchRunCommand = (): Command =>
  addApiOptions(
    new Command('watch').description('follow a training step by step, to its end').argument('<id>', 'its id'),
  )
    .option('--json', 'print the API’s answer as JSON, when it has ended')
    .addHelpText('after', '\nExample:\n  $ scorelane runs watch 01a1ff29-33e5-…')
    .action(runWatch);

async function runWatch(id: string, options: WatchOptions): Promise<void> {
  const [{ openApi, untilInterrupted }, { followTraining }] = await Promise.all([
    import('../api-client.ts'),
    import('./follow-training.ts'),
  ]);
  await followTraining(await openApi(options), id, {
    json: options.json === true,
    signal: untilInterrupted(),
  });
}
