import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi } from '../api-client.ts';
import { parseCount } from '../options.ts';
import { formatTime } from '../terminal/format.ts';
import { hint } from '../terminal/hint.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { type Column, tabulate } from '../terminal/table.ts';

interface ListOptions extends ApiOptions {
  readonly limit: number;
}

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
  addApiOptions(
    new Command('list').description('the latest trainings').argument('[model]', 'only this model’s'),
  )
    .option('--limit <number>', 'how many, up to 100', parseCount, 20)
    .action(runList);

async function runList(model: string | undefined, options: ListOptions): Promise<void> {
  const { limit } = options;
  const page = await (await openApi(options)).listTrainings({
    limit,
    ...(model === undefined ? {} : { model }),
  });
  if (options.json) return printJson(page);
  if (page.trainings.length === 0)
    return printLines([
      `Nothing was trained here yet. Train on a file: ${hint(['train', 'leads.csv', '--target', 'converted', '--remote'])}`,
    ]);
  const rows = page.trainings.map((training) => [
    training.training_id,
    formatTime(new Date(training.created_at)),
    training.model,
    training.trigger,
    training.status,
    training.winner ?? '–',
    training.new_model_version ?? '–',
    training.decision?.outcome ?? '–',
  ]);
  printLines(tabulate(COLUMNS, rows));
}
