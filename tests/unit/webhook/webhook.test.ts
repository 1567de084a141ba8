import { Webhook as StandardWebhook } from 'standardwebhooks';
import { MOST_RESENDS } from '../../../lib/contract/words.ts';
import { signWebhook, webhookSecretOf } from '../../../lib/webhook/sign-webhook.ts';
import {
  MOST_ATTEMPTS,
  nextAttemptAt,
  RETRY_SECONDS,
  readWebhookUrl,
  stateOf,
  type WebhookAttempt,
} from '../../../lib/webhook/webhook.ts';
import { createMemorySecretStore } from '../../support/memory/memory-secret-store.ts';

const hook = (...attempts: Partial<WebhookAttempt>[]) => ({
  url: 'https://example.com/',
  caller: 'k',
  attempts: attempts.map((attempt) => ({ at: new Date(0), durationMs: 1, ...attempt })),
});
const failures = (count: number) => Array.from({ length: count }, () => ({ status: 500 }));

test.each([
  ['pending', hook()],
  ['pending', hook({ status: 500 })],
  ['pending', hook({ error: 'ENOTFOUND' })],
  ['pending', hook({ status: 301, error: 'redirects are not followed' })],
  ['delivered', hook({ status: 500 }, { status: 204 })],
  ['stopped', hook({ status: 410 })],
  ['stopped', hook({ error: 'refused', refused: true })],
  ['pending', hook(...failures(7))],
  ['gave_up', hook(...failures(8))],
] as const)('is %s', (state, webhook) => {
  expect(stateOf(webhook)).toBe(state);
  expect(nextAttemptAt(webhook) !== undefined).toBe(state === 'pending' && webhook.attempts.length > 0);
});

test.each([
  ['pending', [{ status: 204 }], 1],
  ['pending', [{ status: 410 }, { status: 500, resend: 1 }], 1],
  ['delivered', [...failures(8), { status: 204, resend: 2 }], 2],
  ['gave_up', [{ status: 204 }, ...failures(8).map((failure) => ({ ...failure, resend: 1 }))], 1],
  // Of the round before, recorded late.
  ['pending', [{ status: 204 }, { status: 410 }], 1],
] as const)('is %s by its latest round only', (state, attempts, resends) => {
  expect(stateOf({ ...hook(...attempts), resends })).toBe(state);
});

test('each round has the whole schedule', () => {
  const attempts = [...failures(8), { status: 500, resend: 1 }];
  expect(nextAttemptAt({ ...hook(...attempts), resends: 1 })).toEqual(new Date(5000));
  expect(nextAttemptAt({ ...hook(...failures(8)), resends: 1 })).toBeUndefined();
});

test('all rounds together fit into a row that holds a prediction', () => {
  const longest = { at: new Date(), durationMs: 10_000, error: 'x'.repeat(40), resend: MOST_RESENDS };
  const bytes = (MOST_RESENDS + 1) * MOST_ATTEMPTS * JSON.stringify(longest).length;
  expect(bytes).toBeLessThan(32_768);
});

test('is tried for a day, less and less often', () => {
  expect(RETRY_SECONDS).toEqual(RETRY_SECONDS.toSorted((a, b) => a - b));
  const day = RETRY_SECONDS.reduce((sum, seconds) => sum + seconds, 0) / 3600;
  expect(day).toBeGreaterThan(20);
  expect(day).toBeLessThanOrEqual(24);
  expect(nextAttemptAt(hook({ status: 500 }, { status: 500 }))).toEqual(new Date(300_000));
});

test.each([
  ['https://example.com/hook?a=b#part', 'https://example.com/hook?a=b'],
  ['https://EXAMPLE.com:8443', 'https://example.com:8443/'],
])('takes %s', (text, url) => {
  expect(readWebhookUrl(text, 'public')).toBe(url);
});

test.each([
  ['', 'what is no URL'],
  ['example.com/hook', 'what is no URL'],
  ['http://example.com/', 'begins with http:'],
  ['ftp://example.com/', 'begins with ftp:'],
  ['https://user:password@example.com/', 'without user and password'],
  [`https://example.com/${'a'.repeat(2000)}`, 'at most 2000 characters, found 2020'],
])('refuses “%s”', (text, message) => {
  expect(() => readWebhookUrl(text, 'public')).toThrow(message);
});

test('http is for receivers on this machine', () => {
  expect(readWebhookUrl('http://localhost:4000/', 'any')).toBe('http://localhost:4000/');
  expect(() => readWebhookUrl('file:///etc/passwd', 'any')).toThrow('an http or https URL');
});

describe('signatures', () => {
  const body = '{"type":"prediction.succeeded","data":{"name":"“ü” 💡"}}';
  const secrets = createMemorySecretStore();

  test('are accepted by the library of Standard Webhooks, and only with the key’s own secret', async () => {
    const [mine, other] = [await webhookSecretOf(secrets, 'mine'), await webhookSecretOf(secrets, 'other')];
    expect(mine).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await webhookSecretOf(secrets, 'mine')).toBe(mine);
    expect(other).not.toBe(mine);
    const headers = { ...signWebhook(mine, { id: 'msg', at: new Date(), body }) };
    expect(new StandardWebhook(mine).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new StandardWebhook(other).verify(body, headers)).toThrow('No matching signature');
    expect(() => new StandardWebhook(mine).verify(body.replace('ü', 'u'), headers)).toThrow();
  });

  // Of the specification's reference implementation: standardwebhooks 1.1.1, Webhook.sign.
  test('are those of the reference', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const at = new Date(1_614_265_330_000);
    const headers = signWebhook(secret, {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at,
      body: '{"test": 2432232314}',
    });
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });
});

test('the waits between attempts are those of Standard Webhooks, and each is one that SQS can hold a message for', () => {
  expect(RETRY_SECONDS).toEqual([5, 300, 1800, 7200, 18_000, 28_800, 28_800]);
  // ChangeMessageVisibility takes at most twelve hours.
  expect(Math.max(...RETRY_SECONDS)).toBeLessThanOrEqual(43_200);
  expect(RETRY_SECONDS.reduce<number>((all, seconds) => all + seconds, 0)).toBeLessThan(86_400);
});

test('an address has at most 2,000 characters', () => {
  const long = (length: number) => 'https://example.com/'.padEnd(length, 'x');
  expect(readWebhookUrl(long(2000), 'public')).toHaveLength(2000);
  expect(() => readWebhookUrl(long(2001), 'public')).toThrow('at most 2000 characters, found 2001');
});
