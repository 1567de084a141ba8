import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi } from '../api-client.ts';
import { addPageOptions, type PageOptions, printPage, readPages } from '../print-page.ts';
import { shortId } from '../short-id.ts';
import { formatTime } from '../terminal/format.ts';
import { hint } from '../terminal/hint.ts';
import type { Column } from '../terminal/table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'id' },
  { title: 'created', drop: 1 },
  { title: 'model', drop: 3 },
  { title: 'by', drop: 5 },
  { title: 'status' },
  { title: 'trainer', drop: 4 },
  { title: 'version', drop: 2 },
  { title: 'outcome' },
];

export const createListRunsCommand = (): Command =>
  addPageOptions(
    addApiOptions(
      new Command('list').description('the latest trainings').argument('[model]', 'only those of this model'),
    ),
  ).action(runList);

async function runList(model: string | undefined, options: ApiOptions & PageOptions): Promise<void> {
  const client = await openApi(options);
  const filter = model === undefined ? {} : { model };
  const page = await readPages(options, 100, (query) => client.listTrainings({ ...query, ...filter }));
  const rows = page.trainings.map((training) => [
    shortId(training.training_id),
    formatTime(new Date(training.created_at)),
    training.model,
    training.trigger,
    training.status,
    training.winner ?? '–',
    training.new_model_version ?? '–',
    training.decision?.outcome ?? '–',
  ]);
  const start = hint(['train', 'leads.csv', '--target', 'converted', '--remote']);
  const none = `There is no training${model === undefined ? '' : ` of ${model}`} yet. Start one: ${start}`;
  printPage(page, { json: options.json, columns: COLUMNS, rows, none });
}
