import { Command } from 'commander';
import type { WebhookTested } from '../../lib/client/index.ts';
import { type ApiOptions, addApiOptions, openApi } from '../api-client.ts';
import { createCommandGroup } from '../options.ts';
import { resolveAny } from '../short-id.ts';
import { formatDuration } from '../terminal/format.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { createDeliveriesCommand } from './deliveries.ts';

const EXAMPLES = `
Examples:
  $ scorelane webhooks test https://crm.example.com/scored
  $ scorelane webhooks deliveries --status gave_up
  $ scorelane webhooks resend c89582a7-597e-4bb9-bdf7-f79857554eb2

What webhooks are signed with: scorelane keys webhook-secret. The key of the API is SCORELANE_API_KEY: test and resend need the
scope predict (resend of another key’s webhook operate), deliveries needs operate.`;

/** `scorelane webhooks …`: deliveries and test events. */
export const createWebhooksCommand = (): Command =>
  createCommandGroup('webhooks')
    .description('webhooks of predictions, batches and jobs: list, resend, test an address')
    .addCommand(createDeliveriesCommand())
    .addCommand(
      addApiOptions(
        new Command('resend')
          .description('resend webhooks, whatever their status; the webhook-id stays the same')
          .argument('<ids...>', 'of predictions, batches or jobs, whole or as lists show them'),
      ).action(runResend),
    )
    .addCommand(
      addApiOptions(
        new Command('test')
          .description('send a signed test event to an address; fails when the receiver does not take it')
          .argument('<url>', 'an https address of the public internet; of the local stack, any'),
      ).action(runTest),
    )
    .addHelpText('after', EXAMPLES);

async function runResend(ids: readonly string[], options: ApiOptions): Promise<void> {
  const client = await openApi(options);
  const resent: object[] = [];
  for (const given of ids) {
    const id = await resolveAny(client, given);
    const webhook = await client.webhooks.resend(id);
    resent.push({ webhook_id: id, ...webhook });
    if (!options.json) printLines([`${id} is resent to ${webhook.url}.`]);
  }
  if (options.json) printJson(resent);
}

async function runTest(url: string, options: ApiOptions): Promise<void> {
  const tested = await (await openApi(options)).webhooks.test(url);
  if (options.json) printJson(tested);
  else printLines([describe(tested)]);
  if (!tested.delivered) process.exitCode = 1;
}

function describe({ url, delivered, status, error, duration_ms }: WebhookTested): string {
  const took = `after ${formatDuration(duration_ms)}`;
  if (status === null) return `${url} was not reached: ${error}, ${took}.`;
  const said = `${url} answered ${status} ${took}`;
  if (delivered) return `${said}: it takes webhooks.`;
  return `${said}${error === null ? '' : ` (${error})`}: expected 2xx. A webhook is tried again then, except after 410.`;
}
