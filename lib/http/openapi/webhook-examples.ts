import { ENDED, ID } from './example-facts.ts';

const URL = 'https://crm.example.com/scored';
const ATTEMPT = { at: ENDED, duration_ms: 84, status: 204, error: null } as const;

/** Of webhooks. */
export const WEBHOOK_EXAMPLES = {
  Webhook: { usual: { url: URL, status: 'delivered', attempts: [ATTEMPT], next_attempt_at: null } },
  DeliveryPage: {
    usual: {
      deliveries: [
        {
          webhook_id: ID,
          kind: 'prediction',
          url: URL,
          key_id: 'be146c64',
          status: 'delivered',
          attempts: 1,
          last_attempt_at: ENDED,
          last_status: 204,
          last_error: null,
          next_attempt_at: null,
        },
      ],
      next_cursor: null,
    },
  },
  WebhookTest: { usual: { url: URL } },
  WebhookTested: { usual: { webhook_id: ID, url: URL, delivered: true, ...ATTEMPT } },
  TestEvent: {
    usual: {
      type: 'test',
      timestamp: ENDED,
      data: { webhook_id: ID, message: 'A test of this address: nothing was predicted.' },
    },
  },
} as const;
