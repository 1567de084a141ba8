import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { createForceOption } from '../options.ts';
import { claimResults, type ResultOptions } from './claim-results.ts';

export const createWatchCommand = (): Command =>
  addApiOptions(
    new Command('watch')
      .description('follow a job to its end, and write its result')
      .argument('<id>', 'the id that submit gave'),
  )
    .option('--out <file.csv>', 'where to write the scored leads')
    .option('--rejected <file.csv>', 'where to write the rows that were set aside')
    .addOption(createForceOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ scorelane jobs watch 4f1c… --out scored.csv --rejected rejected.csv',
    )
    .action(runWatch);

async function runWatch(id: string, options: ApiOptions & ResultOptions, command: Command): Promise<void> {
  const targets = await claimResults(command, [], options);
  const { followJob } = await import('./follow-job.ts');
  await followJob(await openApi(options), id, {
    ...targets,
    json: options.json,
    signal: untilInterrupted(),
  });
}
