import { Command } from 'commander';
import { formatCount } from '../../lib/format-figures.ts';
import { type ApiOptions, addApiOptions, openApi } from '../api-client.ts';
import { addPageOptions, type PageOptions, printPage, readPages } from '../print-page.ts';
import { shortId } from '../short-id.ts';
import { formatTime } from '../terminal/format.ts';
import type { Column } from '../terminal/table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'id' },
  { title: 'created', drop: 1 },
  { title: 'model', drop: 2 },
  { title: 'leads', align: 'right' },
  { title: 'rejected', align: 'right', drop: 3 },
];

export const createListBatchesCommand = (): Command =>
  addPageOptions(addApiOptions(new Command('list').description('the latest batches'))).action(runList);

async function runList(options: ApiOptions & PageOptions): Promise<void> {
  const client = await openApi(options);
  const page = await readPages(options, 100, (query) => client.listBatches(query));
  const rows = page.batches.map(({ batch_id, created_at, model, count, rejected }) => [
    shortId(batch_id),
    formatTime(new Date(created_at)),
    `${model.name}@${model.version}`,
    formatCount(count),
    formatCount(rejected),
  ]);
  const none = 'There is no batch yet. POST /predict_batch submits one.';
  printPage(page, { json: options.json, columns: COLUMNS, rows, none });
}
