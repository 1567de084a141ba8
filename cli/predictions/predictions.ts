import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { ListPredictionsOptions } from '../../lib/client/index.ts';
import { GRADES, ORDERS, PREDICTION_STATES } from '../../lib/contract/words.ts';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { refuseBeside } from '../option-groups.ts';
import { addPageOptions, type PageOptions, printPage, readPages } from '../print-page.ts';
import { shortId } from '../short-id.ts';
import { formatTime } from '../terminal/format.ts';
import { hint } from '../terminal/hint.ts';
import type { Column } from '../terminal/table.ts';
import { parseReference } from './tag-options.ts';

type Filter = Pick<ListPredictionsOptions, 'model' | 'status' | 'grade' | 'reference' | 'day' | 'order'>;

interface ListOptions extends ApiOptions, PageOptions, Filter {
  readonly format?: 'csv' | 'jsonl';
}

const COLUMNS: readonly Column[] = [
  { title: 'id' },
  { title: 'submitted', drop: 2 },
  { title: 'model', drop: 1 },
  { title: 'status' },
  { title: 'score', align: 'right' },
  { title: 'grade' },
  { title: 'reference', fit: 'shorten', least: 12 },
];

const EXAMPLES = `
Examples:
  $ scorelane predictions --grade A
  $ scorelane predictions --day 2026-01-31 --order score
  $ scorelane predictions --status failed --all --format csv > failed.csv

Newest first, or the best leads of a day first. CSV and JSON Lines hold the values of the leads, too: they are personal data.
scorelane get has one prediction, scorelane leads history those of a lead. Needs a key of the scope operate.`;

/** `scorelane predictions`, and the same as `predictions list`. */
export const createPredictionsCommand = (): Command =>
  addPageOptions(
    addApiOptions(
      new Command('predictions')
        .description('predictions, newest first, or the best of a day')
        .addArgument(new Argument('[list]', 'the same as without it').choices(['list'])),
    ),
  )
    .option('--model <name>', 'of which model (default: the API’s model)')
    .addOption(new Option('--status <status>', 'only predictions in this state').choices(PREDICTION_STATES))
    .addOption(new Option('--grade <grade>', 'only predictions of this grade').choices(GRADES))
    .option('--reference <id>', 'only those of the lead with this id of yours', parseReference)
    .option('--day <day>', 'only those of a day (UTC), such as 2026-01-31', parseDay)
    .addOption(new Option('--order <order>', 'newest, or the best score of a day first').choices(ORDERS))
    .addOption(
      new Option('--format <format>', 'print whole predictions, with their leads')
        .choices(['csv', 'jsonl'])
        .conflicts('json'),
    )
    .addHelpText('after', EXAMPLES)
    .action(runList);

async function runList(_word: string | undefined, options: ListOptions, command: Command): Promise<void> {
  const { model, status, grade, reference, day, order, format, json } = options;
  if (reference !== undefined) refuseBeside(command, '--reference', ['day', 'order']);
  const filter = Object.fromEntries(
    Object.entries({ model, status, grade, reference, day, order }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const client = await openApi(options);
  const signal = untilInterrupted();
  const page = await readPages(options, 200, (query) =>
    client.listPredictions({ ...query, ...filter, signal }),
  );
  const { predictions } = page;
  if (format !== undefined) {
    const { writePredictions } = await import('./write-predictions.ts');
    process.stdout.write(writePredictions(predictions, format));
    if (page.next_cursor !== null) process.stderr.write('scorelane: there are more: --all has every one\n');
    return;
  }
  const rows = predictions.map((each) => [
    shortId(each.prediction_id),
    formatTime(new Date(each.created_at)),
    `${each.model.name}@${each.model_version}`,
    each.status,
    each.prediction === null ? '–' : String(each.prediction.score),
    each.prediction?.grade ?? '–',
    each.reference ?? '–',
  ]);
  const none =
    Object.keys(filter).length === 0
      ? `There is no prediction yet. Submit a lead: ${hint(['submit', 'lead.json'])}`
      : 'There is no such prediction.';
  printPage(page, { json, columns: COLUMNS, rows, none });
}

function parseDay(text: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  // JavaScript takes 30 February for 2 March.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text))
    throw new InvalidArgumentError('Expected a day such as 2026-01-31.');
  return text;
}
