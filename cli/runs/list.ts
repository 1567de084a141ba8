import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi } from '../api-client.ts';
import { addPageOptions, type PageOptions, printPage, readPages } from '../print-page.ts';
import { shortId } from '../short-id.ts';
import { formatTime } from '../terminal/format.ts';
import { hint } from '../terminal/hint.ts';
import { printJson, printNote } from '../terminal/print.ts';
import type { Column } from '../terminal/table.ts';

type ListOptions = ApiOptions & PageOptions;

const COLUMNS: readonly Column[] = [
  { title: 'id' },
  { title: 'where', drop: 6 },
  { title: 'created', drop: 1 },
  { title: 'model', drop: 3 },
  { title: 'by', drop: 5 },
  { title: 'status' },
  { title: 'trainer', drop: 4 },
  { title: 'version', drop: 2 },
  { title: 'outcome' },
];

const EXAMPLES = `
Examples:
  $ scorelane runs list
  $ scorelane runs list leads --stage dev

Trainings of scorelane train in this folder are kept in .scorelane/runs (SCORELANE_DATA_DIR), the latest 200; they are listed as
“history”. Without a stack they are listed alone; with --stage or --url only the stack’s are.`;

export const createListRunsCommand = (): Command =>
  addPageOptions(
    addApiOptions(
      new Command('list')
        .description('the latest trainings, of this folder’s history and of the stack')
        .argument('[model]', 'only this model’s'),
    ),
  )
    .addHelpText('after', EXAMPLES)
    .action(runList);

async function runList(model: string | undefined, options: ListOptions, command: Command): Promise<void> {
  const [{ listRuns }, { hasStack, namesStack }] = await Promise.all([
    import('./run-history.ts'),
    import('./find-training.ts'),
  ]);
  const { limit, all, json } = options;
  const isOnlyStack = namesStack(command);
  // A cursor is the stack's: the history was listed with the first page.
  const history =
    isOnlyStack || options.cursor !== undefined ? { runs: [], unreadable: [] } : await listRuns();
  const runs = history.runs
    .filter(({ name }) => model === undefined || name === model)
    .slice(0, all ? undefined : limit);
  const page =
    isOnlyStack || hasStack(options)
      ? await listOfStack(options, model)
      : { trainings: [], next: null, next_cursor: null };
  if (history.unreadable.length > 0)
    printNote(`these trainings of the history cannot be read: ${history.unreadable.join(', ')}`);
  if (json) return printJson(isOnlyStack ? page : { runs, ...page });
  const where = options.stage ?? (options.url === undefined ? 'local stack' : new URL(options.url).host);
  const rows = [
    ...runs.map((run) => ({
      at: run.created_at,
      cells: [run.run_id, 'history', run.name, 'command', 'succeeded', run.winner, '–', '–'],
    })),
    ...page.trainings.map((training) => ({
      at: training.created_at,
      cells: [
        shortId(training.training_id),
        where,
        training.model,
        training.trigger,
        training.status,
        training.winner ?? '–',
        training.new_model_version ?? '–',
        training.decision?.outcome ?? '–',
      ],
    })),
  ]
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .map(({ at, cells: [id, place, ...rest] }) => [id!, place!, formatTime(new Date(at)), ...rest]);
  const start = hint(['train', 'leads.csv', '--target', 'converted']);
  const none = `There is no training${model === undefined ? '' : ` of ${model}`} yet. Start one: ${start}`;
  printPage(page, { json, columns: COLUMNS, rows, none });
}

async function listOfStack(options: ListOptions, model: string | undefined) {
  const client = await openApi(options);
  const filter = model === undefined ? {} : { model };
  return readPages(options, 100, (query) => client.listTrainings({ ...query, ...filter }));
}
