import { Command, Option } from 'commander';
import type { Delivery } from '../../lib/client/index.ts';
import { WEBHOOK_STATES } from '../../lib/contract/words.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { type ApiOptions, addApiOptions, openApi } from '../api-client.ts';
import { addPageOptions, type PageOptions, printPage, readPages } from '../print-page.ts';
import { shortId } from '../short-id.ts';
import { formatTime } from '../terminal/format.ts';
import type { Column } from '../terminal/table.ts';

interface ListOptions extends ApiOptions, PageOptions {
  readonly status?: Delivery['status'];
}

const COLUMNS: readonly Column[] = [
  { title: 'id' },
  { title: 'of', drop: 5 },
  { title: 'status' },
  { title: 'attempts', align: 'right', drop: 3 },
  { title: 'last attempt', drop: 2 },
  { title: 'answer', fit: 'shorten', least: 8 },
  { title: 'next', drop: 4 },
  { title: 'address', fit: 'shorten', least: 14 },
];

export const createDeliveriesCommand = (): Command =>
  addPageOptions(
    addApiOptions(
      new Command('deliveries').description(
        'the latest webhooks and what came of them, latest attempt first',
      ),
    ),
    50,
  )
    .addOption(new Option('--status <status>', 'only those in this state').choices(WEBHOOK_STATES))
    .action(runDeliveries);

async function runDeliveries(options: ListOptions): Promise<void> {
  const { status, json } = options;
  const { webhooks } = await openApi(options);
  const filter = status === undefined ? {} : { status };
  const page = await readPages(options, 100, (query) => webhooks.deliveries({ ...query, ...filter }));
  const none = `There is no webhook${status === undefined ? '' : ` in the state ${status}`} that was attempted.`;
  printPage(page, { json, columns: COLUMNS, rows: page.deliveries.map(cellsOf), none });
}

const timeOf = (text: string | null): string => (text === null ? '–' : formatTime(new Date(text)));

function cellsOf(delivery: Delivery): string[] {
  const { webhook_id, kind, url, status, attempts } = delivery;
  const { last_attempt_at, last_status, last_error, next_attempt_at } = delivery;
  const next = status === 'pending' && next_attempt_at === null ? 'now' : timeOf(next_attempt_at);
  return [
    shortId(webhook_id),
    kind,
    status,
    formatCount(attempts),
    timeOf(last_attempt_at),
    String(last_status ?? last_error ?? '–'),
    next,
    url,
  ];
}
