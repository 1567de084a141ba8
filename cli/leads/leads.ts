import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { createCommandGroup, parseCount } from '../options.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { createEraseLeadCommand } from './erase.ts';
import { createExportLeadCommand } from './export.ts';

const EXAMPLES = `
Examples:
  $ scorelane leads get 00Q5e000001AbCd
  $ scorelane leads history 00Q5e000001AbCd
  $ scorelane leads export 00Q5e000001AbCd --out held.json
  $ scorelane leads erase 00Q5e000001AbCd

A lead is named by its reference: your own id, given with scorelane submit --reference or scorelane batch --reference.
Needs a key of the scope operate, to erase of the scope admin.`;

/** `scorelane leads …`: leads by their owner's own ids. */
export const createLeadsCommand = (): Command =>
  createCommandGroup('leads')
    .description('leads by your own ids: get, history, export, erase')
    .addCommand(createGetLeadCommand())
    .addCommand(createHistoryCommand())
    .addCommand(createExportLeadCommand())
    .addCommand(createEraseLeadCommand())
    .addHelpText('after', EXAMPLES);

const createGetLeadCommand = (): Command =>
  addApiOptions(
    new Command('get')
      .description('the latest score of a lead, and its trend')
      .argument('<reference>', 'your own id of the lead'),
  )
    .option('--model <name>', 'of which model (default: the API’s model)')
    .action(runGet);

async function runGet(reference: string, options: ApiOptions & { readonly model?: string }): Promise<void> {
  const { model, json } = options;
  const [client, { summariseLead }] = await Promise.all([openApi(options), import('./lead-summary.ts')]);
  const state = await client.getLead(reference, {
    ...(model === undefined ? {} : { model }),
    signal: untilInterrupted(),
  });
  if (json) printJson(state);
  else printLines(summariseLead(state));
}

const createHistoryCommand = (): Command =>
  addApiOptions(
    new Command('history')
      .description('the predictions of a lead, newest first')
      .argument('<reference>', 'your own id of the lead'),
  )
    .option('--limit <number>', 'how many, up to 200', parseCount, 20)
    .action(runHistory);

async function runHistory(
  reference: string,
  options: ApiOptions & { readonly limit: number },
): Promise<void> {
  const { limit, json } = options;
  const client = await openApi(options);
  const page = await client.listPredictions({ reference, limit, signal: untilInterrupted() });
  if (json) return printJson(page);
  if (page.predictions.length === 0)
    return printLines([`There is no prediction with the reference ${reference}.`]);
  const { tabulateHistory } = await import('./history-table.ts');
  printLines(tabulateHistory(page.predictions));
}
