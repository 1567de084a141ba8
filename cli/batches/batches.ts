import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi } from '../api-client.ts';
import { createAskCommand } from '../ask-command.ts';
import { createCommandGroup } from '../options.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { createListBatchesCommand } from './list.ts';

const importSummary = async () => (await import('./batch-summary.ts')).summariseBatch;

/** `scorelane batches …`: what was submitted with POST /predict_batch. */
export const createBatchesCommand = (): Command =>
  createCommandGroup('batches')
    .description('leads that were submitted together: list, get, cancel, erase')
    .addCommand(createListBatchesCommand())
    .addCommand(
      createAskCommand('get', 'the state of a batch now', (api, id) => api.getBatch(id), importSummary),
    )
    .addCommand(
      createAskCommand(
        'cancel',
        'cancel its leads that are not scored yet',
        (api, id) => api.cancelBatch(id),
        importSummary,
      ),
    )
    .addCommand(
      addApiOptions(
        new Command('erase')
          .description('erase a batch, its leads and all that was made of them, for good')
          .argument('<id>', 'its id'),
      ).action(runErase),
    );

async function runErase(id: string, options: ApiOptions): Promise<void> {
  await (await openApi(options)).eraseBatch(id);
  if (options.json) printJson({ batch_id: id, erased: true });
  else printLines([`Batch ${id} is erased`]);
}
