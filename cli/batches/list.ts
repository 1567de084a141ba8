import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi } from '../api-client.ts';
import { addPageOptions, type PageOptions, printPage } from '../print-page.ts';
import { formatTime } from '../terminal/format.ts';

const HEADER = ['id', 'created', 'model', 'leads', 'rejected'];

export const createListBatchesCommand = (): Command =>
  addPageOptions(addApiOptions(new Command('list').description('the latest batches'))).action(runList);

async function runList(options: ApiOptions & PageOptions): Promise<void> {
  const { limit, cursor, json } = options;
  const page = await (await openApi(options)).listBatches({
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  });
  const rows = page.batches.map(({ batch_id, created_at, model, count, rejected }) => [
    batch_id,
    formatTime(new Date(created_at)),
    `${model.name}@${model.version}`,
    count.toLocaleString('en-US'),
    rejected.toLocaleString('en-US'),
  ]);
  printPage(page, { json, header: HEADER, rows, none: 'No batch is kept here.' });
}
