import { Command } from 'commander';
import type { ResultFormat } from '../../lib/files/results/result-format.ts';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { ID_TEXT } from '../ask-command.ts';
import { createFormatOption } from '../files/result-format.ts';
import { createForceOption } from '../options.ts';
import { resolveJob } from '../short-id.ts';
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
      .argument('<id>', ID_TEXT),
  )
    .option('--out <file>', 'where to write the scored leads')
    .option('--rejected <file>', 'where to write the rows that were set aside')
    .addOption(createFormatOption())
    .addOption(createForceOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ scorelane jobs watch 4f1c09ab --out scored.csv --rejected rejected.csv',
    )
    .action(runWatch);

async function runWatch(id: string, options: WatchOptions, command: Command): Promise<void> {
  const targets = await claimResults(command, [], options);
  const { followJob } = await import('./follow-job.ts');
  const client = await openApi(options);
  await followJob(client, await resolveJob(client, id), {
    ...targets,
    json: options.json,
    signal: untilInterrupted(),
  });
}
