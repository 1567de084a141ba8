import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi } from '../api-client.ts';
import { parseCount } from '../options.ts';
import { formatTime, printJson, printLines } from '../terminal/print.ts';
import { alignCells } from '../terminal/text-table.ts';

interface ListOptions extends ApiOptions {
  readonly limit: number;
}

const HEADER = ['id', 'where', 'created', 'model', 'by', 'status', 'trainer', 'version', 'outcome'];

const EXAMPLES = `
Examples:
  $ scorelane runs list
  $ scorelane runs list leads --target dev

Trainings of scorelane train in this folder are kept in .scorelane/runs (SCORELANE_DATA_DIR), the latest 200; where says “history” then.
Without a stack they are listed alone; with --target or --url the stack’s are.`;

export const createListRunsCommand = (): Command =>
  addApiOptions(
    new Command('list')
      .description('the latest trainings, of this folder’s history and of the stack')
      .argument('[model]', 'only this model’s'),
  )
    .option('--limit <number>', 'how many of each, up to 100', parseCount, 20)
    .addHelpText('after', EXAMPLES)
    .action(runList);

async function runList(model: string | undefined, options: ListOptions, command: Command): Promise<void> {
  const [{ listRuns }, { hasStack, namesStack }] = await Promise.all([
    import('./run-history.ts'),
    import('./find-training.ts'),
  ]);
  const { limit } = options;
  const isOnlyStack = namesStack(command);
  const history = isOnlyStack ? { runs: [], unreadable: [] } : await listRuns();
  const runs = history.runs.filter(({ name }) => model === undefined || name === model).slice(0, limit);
  const page =
    isOnlyStack || hasStack(options)
      ? await (await openApi(options)).listTrainings({ limit, ...(model === undefined ? {} : { model }) })
      : { trainings: [], next_cursor: null };
  if (history.unreadable.length > 0)
    printLines(
      [`Note: these trainings of the history cannot be read: ${history.unreadable.join(', ')}`],
      process.stderr,
    );
  if (options.json) return printJson(isOnlyStack ? page : { runs, ...page });
  if (page.trainings.length + runs.length === 0)
    return printLines(['No trainings yet. Start with: scorelane train leads.csv --target converted']);
  const where = options.target ?? (options.url === undefined ? 'local stack' : new URL(options.url).host);
  const lines = [
    ...runs.map((run) => ({
      at: run.created_at,
      cells: [run.run_id, 'history', run.name, 'command', 'succeeded', run.winner, '–', '–'],
    })),
    ...page.trainings.map((training) => ({
      at: training.created_at,
      cells: [
        training.training_id,
        where,
        training.model,
        training.trigger,
        training.status,
        training.winner ?? '–',
        training.new_model_version ?? '–',
        training.decision?.outcome ?? '–',
      ],
    })),
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  printLines(
    alignCells([
      HEADER,
      ...lines.map(({ at, cells: [id, place, ...rest] }) => [id!, place!, formatTime(new Date(at)), ...rest]),
    ]),
  );
}
