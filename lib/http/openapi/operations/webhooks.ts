import { MOST_RESENDS, WEBHOOK_STATES } from '../../../contract/words.ts';
import { CURSOR, limit, query } from '../parameters.ts';
import { accepts, answers, type SaidByRoute } from '../said.ts';

/** Words of the routes of the same name in `routes/`. */
export const WEBHOOKS: SaidByRoute = {
  'GET /webhooks/deliveries': answers(
    'Webhooks, and what came of them',
    'DeliveryPage',
    'by their latest attempt, latest first; a page may be shorter, also empty: only `next_cursor` says whether there are more',
    {
      parameters: [
        query('status', 'only those in this state', { enum: WEBHOOK_STATES }),
        limit('50 without it', 100),
        CURSOR,
      ],
    },
  ),
  'POST /webhooks/deliveries/:id/resend': accepts(
    'Resend a webhook',
    'Webhook',
    'a round of attempts begins, the first at once',
    {
      description: `Whatever came of it before, and with the same \`webhook-id\`; up to ${MOST_RESENDS} times. A key sends its own; those of others need the scope \`operate\`.`,
      also: [409],
    },
  ),
  'POST /webhooks/test': answers(
    'Send a test event to an address',
    'WebhookTested',
    'what the receiver said',
    {
      description:
        'Signed with the secret of the key, posted once, at once, under the rules of every webhook. Nothing is recorded.',
      body: 'WebhookTest',
    },
  ),
};
