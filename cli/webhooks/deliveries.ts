import { Command, Option } from 'commander';
import type { Delivery } from '../../lib/client/index.ts';
import { WEBHOOK_STATES } from '../../lib/contract/words.ts';
import { type ApiOptions, addApiOptions, openApi } from '../api-client.ts';
import { addPageOptions, type PageOptions, printPage, readPages } from '../print-page.ts';
import { shortId } from '../short-id.ts';
import { formatTime } from '../terminal/print.ts';

interface ListOptions extends ApiOptions, PageOptions {
  readonly status?: Delivery['status'];
}

const HEADER = ['id', 'of', 'status', 'attempts', 'last attempt', 'said', 'next', 'address'];

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
  printPage(page, { json, header: HEADER, rows: page.deliveries.map(cellsOf), none });
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
    String(attempts),
    timeOf(last_attempt_at),
    String(last_status ?? last_error ?? '–'),
    next,
    url,
  ];
}
