import { Command } from 'commander';
import type { ResultFormat } from '../../lib/files/results/result-format.ts';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { createFormatOption } from '../files/result-format.ts';
import { createForceOption } from '../options.ts';
import { claimResults } from './claim-results.ts';

interface WatchOptions extends ApiOptions {
  readonly out?: string;
  readonly rejected?: string;
  readonly format?: ResultFormat;
}

export const createWatchCommand = (): Command =>
  addApiOptions(
    new Command('watch')
      .description('follow a job to its end, and write its result')
      .argument('<id>', 'the id that submit gave'),
  )
    .option('--out <file>', 'where to write the scored leads')
    .option('--rejected <file>', 'where to write the rows that were set aside')
    .addOption(createFormatOption())
    .addOption(createForceOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ scorelane jobs watch 4f1c… --out scored.csv --rejected rejected.csv',
    )
    .action(runWatch);

async function runWatch(id: string, options: WatchOptions, command: Command): Promise<void> {
  const targets = await claimResults(command, [], options);
  const { followJob } = await import('./follow-job.ts');
  await followJob(await openApi(options), id, {
    ...targets,
    json: options.json,
    signal: untilInterrupted(),
  });
}
