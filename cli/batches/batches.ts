import { Command } from 'commander';
import { addApiOptions, openApi } from '../api-client.ts';
import { createAskCommand, ID_TEXT } from '../ask-command.ts';
import { type EraseOptions, mayErase } from '../leads/erase-lead.ts';
import { createCommandGroup } from '../options.ts';
import { resolveBatch } from '../short-id.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { createListBatchesCommand } from './list.ts';

const importSummary = async () => (await import('./batch-summary.ts')).summariseBatch;

const EXAMPLES = `
Examples:
  $ scorelane batches list
  $ scorelane batches get 7d20c3e1
  $ scorelane batches cancel 7d20c3e1
  $ scorelane batches erase 7d20c3e1

An id may be given as lists show it. To list batches a key needs the scope operate, to erase them the scope admin.`;

/** `scorelane batches …`: what was submitted with POST /predict_batch. */
export const createBatchesCommand = (): Command =>
  createCommandGroup('batches')
    .description('leads that were submitted together: list, get, cancel, erase')
    .addCommand(createListBatchesCommand())
    .addCommand(
      createAskCommand(
        'get',
        'the state of a batch now',
        { resolve: resolveBatch, ask: (api, id) => api.getBatch(id) },
        importSummary,
      ),
    )
    .addCommand(
      createAskCommand(
        'cancel',
        'cancel its leads that are not scored yet',
        { resolve: resolveBatch, ask: (api, id) => api.cancelBatch(id) },
        importSummary,
      ),
    )
    .addCommand(
      addApiOptions(
        new Command('erase')
          .description('erase a batch, its leads and all that was made of them, for good')
          .argument('<id>', ID_TEXT),
      )
        .option('--yes', 'do not ask')
        .action(runErase),
    )
    .addHelpText('after', EXAMPLES);

async function runErase(given: string, options: EraseOptions): Promise<void> {
  const client = await openApi(options);
  const id = await resolveBatch(client, given);
  if (!(await mayErase(`the batch ${id} with its leads`, options))) return;
  await client.eraseBatch(id);
  if (options.json) printJson({ batch_id: id, erased: true });
  else printLines([`Erased the batch ${id}`]);
}
