import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi } from '../api-client.ts';
import { addPageOptions, type PageOptions, printPage, readPages } from '../print-page.ts';
import { shortId } from '../short-id.ts';
import { formatTime } from '../terminal/print.ts';

const HEADER = ['id', 'created', 'model', 'leads', 'rejected'];

export const createListBatchesCommand = (): Command =>
  addPageOptions(addApiOptions(new Command('list').description('the latest batches'))).action(runList);

async function runList(options: ApiOptions & PageOptions): Promise<void> {
  const client = await openApi(options);
  const page = await readPages(options, 100, (query) => client.listBatches(query));
  const rows = page.batches.map(({ batch_id, created_at, model, count, rejected }) => [
    shortId(batch_id),
    formatTime(new Date(created_at)),
    `${model.name}@${model.version}`,
    count.toLocaleString('en-US'),
    rejected.toLocaleString('en-US'),
  ]);
  printPage(page, {
    json: options.json,
    header: HEADER,
    rows,
    none: 'There is no batch yet. POST /predict_batch submits one.',
  });
}
