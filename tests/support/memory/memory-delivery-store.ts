import { MOST_RESENDS } from '../../../lib/contract/words.ts';
import { InputError } from '../../../lib/errors.ts';
import type { Delivery, DeliveryStore } from '../../../lib/webhook/ports.ts';
import { stateOf, type Webhook, type WebhookAttempt } from '../../../lib/webhook/webhook.ts';

/** What a store in memory shows of its webhooks. */
export interface Held {
  /** By id, when it was last attempted or asked for. */
  readonly held: Map<string, Date>;
  /** Undefined: it has none, or is not final. */
  webhookOf(id: string): Omit<Delivery, 'id'> | undefined;
}

export function createMemoryDeliveryStore(stores: readonly Held[]): DeliveryStore {
  return {
    async list({ status, limit, cursor }) {
      const behind = cursor === undefined ? undefined : readCursor(cursor);
      const all = stores
        .flatMap(({ held, webhookOf }) =>
          [...held].flatMap(([id, at]) => {
            const found = webhookOf(id);
            if (found === undefined) return [];
            const { kind, webhook, expiresAt } = found;
            return { place: `${at.toISOString()}#${id}`, delivery: { id, kind, webhook, expiresAt } };
          }),
        )
        .filter(({ delivery }) => status === undefined || stateOf(delivery.webhook) === status)
        .filter(({ place }) => behind === undefined || place < behind)
        .sort((a, b) => (a.place < b.place ? 1 : -1));
      const page = all.slice(0, limit);
      return {
        deliveries: page.map(({ delivery }) => structuredClone(delivery)),
        ...(page.length === all.length
          ? {}
          : { next: Buffer.from(page.at(-1)!.place).toString('base64url') }),
      };
    },
  };
}

function readCursor(cursor: string): string {
  const place = Buffer.from(cursor, 'base64url').toString();
  if (/^\d{4}-\S+Z#\S+$/.test(place)) return place;
  throw new InputError('expected the cursor of an earlier page');
}

type Change = (id: string, webhook: Webhook) => void;

export function addAttempt(
  { held, webhookOf }: Held,
  id: string,
  change: Change,
  attempt: WebhookAttempt,
): boolean {
  const found = webhookOf(id);
  if (found === undefined) return false;
  change(id, { ...found.webhook, attempts: [...found.webhook.attempts, structuredClone(attempt)] });
  held.set(id, attempt.at);
  return true;
}

export function resend({ held, webhookOf }: Held, id: string, change: Change, at: Date): Webhook | undefined {
  const found = webhookOf(id);
  const resends = found?.webhook.resends ?? 0;
  if (found === undefined || resends >= MOST_RESENDS) return undefined;
  const webhook = { ...found.webhook, resends: resends + 1 };
  change(id, webhook);
  held.set(id, at);
  return structuredClone(webhook);
}
