import { MOST_RESENDS } from '../../contract/words.ts';
import { stateOf, type Webhook, type WebhookAttempt, type WebhookState } from '../../webhook/webhook.ts';
import type { Item } from './item.ts';
import { SHARDS, shardOf } from './shards.ts';
import type { Condition, Table, Update } from './table.ts';

/** All that an item holds of a webhook, but for its place in the index `open`. */
export const WEBHOOK_ATTRIBUTES = ['webhook', 'webhook_attempts', 'webhook_resends'] as const;

/** The attempts stand apart, so that one is added without reading the others. */
export const webhookAttributes = (webhook: Webhook | undefined): Item =>
  webhook === undefined
    ? {}
    : {
        webhook: { S: JSON.stringify({ url: webhook.url, caller: webhook.caller }) },
        webhook_attempts: { L: webhook.attempts.map((attempt) => ({ S: JSON.stringify(attempt) })) },
      };

export function readWebhook({ webhook, webhook_attempts, webhook_resends }: Item): { webhook?: Webhook } {
  if (webhook?.S === undefined) return {};
  const attempts = (webhook_attempts?.L ?? []).map(({ S = '' }): WebhookAttempt => {
    const attempt = JSON.parse(S);
    return { ...attempt, at: new Date(attempt.at) };
  });
  const resends = webhook_resends?.N === undefined ? {} : { resends: Number(webhook_resends.N) };
  return { webhook: { ...JSON.parse(webhook.S), attempts, ...resends } };
}

const deliveryKey = (state: WebhookState, shard: number): string => `webhooks#${state}#${shard}`;

/** The partitions of the index `open` with the deliveries of a state. */
export const deliveryKeys = (state: WebhookState): string[] =>
  Array.from({ length: SHARDS }, (_, shard) => deliveryKey(state, shard));

/**
 * Where a delivery stands in the index `open`. What has a webhook that is attempted is final, so this place is free; it costs
 * one entry and no further item, and it goes with the item. The id makes the place one of its own, so that it is a cursor, too.
 */
const deliveryPlace = (id: string, state: WebhookState, at: Date): Item => ({
  open_key: { S: deliveryKey(state, shardOf(id)) },
  open_since: { S: `${at.toISOString()}#${id}` },
});

/** Of items that have a webhook and are final: those that are open stand elsewhere in the index. */
const IS_FINAL: readonly Condition[] = [
  ['exists', 'webhook'],
  ['not', 'status', 'queued'],
];

/**
 * Adds an attempt, and lists the item under the state that the webhook is in then.
 *
 * @param id of the item
 * @returns false: there is no such webhook
 */
export async function addAttempt(
  table: Table,
  id: string,
  attempt: WebhookAttempt,
  state: WebhookState,
): Promise<boolean> {
  const update: Update = {
    set: deliveryPlace(id, state, attempt.at),
    append: { webhook_attempts: [{ S: JSON.stringify(attempt) }] },
    when: IS_FINAL,
    returns: 'ALL_NEW',
  };
  const item = await table.update('recording an attempt', { id: { S: id } }, update);
  if (item === undefined) return false;
  const now = stateOf(readWebhook(item).webhook!);
  // Two messages for the same end came at the same time, and neither knew of the other's attempt.
  if (now !== state)
    await table.update(
      'listing a webhook',
      { id: { S: id } },
      {
        set: deliveryPlace(id, now, attempt.at),
        when: IS_FINAL,
      },
    );
  return true;
}

/** Begins another round of attempts. @returns undefined: there is no such webhook, or it had too many */
export async function resend(table: Table, id: string, at: Date): Promise<Webhook | undefined> {
  const item = await table.update(
    'sending a webhook once more',
    { id: { S: id } },
    {
      set: deliveryPlace(id, 'pending', at),
      add: { webhook_resends: { N: '1' } },
      when: [...IS_FINAL, ['atMost', 'webhook_resends', MOST_RESENDS - 1]],
      returns: 'ALL_NEW',
    },
  );
  return item && readWebhook(item).webhook;
}
