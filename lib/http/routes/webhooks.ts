import { mayDo } from '../../auth/scope.ts';
import { WebhookTest } from '../../contract/requests.ts';
import type {
  DeliveryPage as DeliveryPageBody,
  Webhook as WebhookBody,
  WebhookTested,
} from '../../contract/webhook.ts';
import { MOST_RESENDS, WEBHOOK_STATES } from '../../contract/words.ts';
import type { DeliveryStore } from '../../webhook/ports.ts';
import { type NotResent, resendWebhook } from '../../webhook/resend-webhook.ts';
import { testWebhook } from '../../webhook/test-webhook.ts';
import type { Webhook, WebhookKind } from '../../webhook/webhook.ts';
import { type ApiAnswer, json } from '../answer.ts';
import type { AcceptDeps, ApiRequest, ApiRoute } from '../api-route.ts';
import { batchPath } from '../batch-body.ts';
import { testEventBody } from '../event-body.ts';
import { lackOf } from '../identify.ts';
import { jobPath } from '../job-body.ts';
import { nextLink, refuseCursor } from '../next-link.ts';
import { predictionPath } from '../prediction-body.ts';
import { HttpProblem } from '../problem.ts';
import { readBody } from '../read-body.ts';
import { readNumber, readWord, UUID } from '../read-query.ts';
import { readWebhookAddress } from '../read-submission.ts';
import { deliveryBody, testedBody, webhookBody } from '../webhook-body.ts';

export type WebhookDeps = Parameters<typeof resendWebhook>[0] &
  Omit<Parameters<typeof testWebhook>[0], 'describeTest'> &
  Pick<AcceptDeps, 'webhookHosts'> & { readonly deliveries: DeliveryStore };

/** Deliveries are listed and sent once more; an address is tested. */
export const WEBHOOK_ROUTES: readonly ApiRoute<WebhookDeps>[] = [
  {
    method: 'GET',
    path: '/webhooks/deliveries',
    scope: 'operate',
    query: ['status', 'limit', 'cursor'],
    handle: list,
  },
  { method: 'POST', path: '/webhooks/deliveries/:id/resend', scope: 'predict', handle: resend },
  { method: 'POST', path: '/webhooks/test', scope: 'predict', takes: ['application/json'], handle: sendTest },
];

const PAGE = 50;
const MOST = 100;
/** Seconds until the first attempt was made, most often. */
const RETRY_AFTER = '2';

async function list({ deliveries, clock }: WebhookDeps, request: ApiRequest): Promise<ApiAnswer> {
  const { query } = request;
  const limit = readNumber(query, 'limit', { usual: PAGE, most: MOST });
  const status = readWord(query, 'status', WEBHOOK_STATES);
  const cursor = query.get('cursor') ?? undefined;
  const page = await deliveries.list({ status, limit, cursor }).catch(refuseCursor(query));
  const now = clock.now();
  const next = page.next ?? null;
  const body = {
    deliveries: page.deliveries.filter(({ expiresAt }) => expiresAt > now).map(deliveryBody),
    next_cursor: next,
  };
  return json<DeliveryPageBody>(body, 200, nextLink(request, next));
}

const PATHS: Readonly<Record<WebhookKind, (id: string) => string>> = {
  prediction: predictionPath,
  batch: batchPath,
  job: jobPath,
};

async function resend(deps: WebhookDeps, { params, caller, audit }: ApiRequest): Promise<ApiAnswer> {
  const id = (params.id ?? '').toLowerCase();
  // A key sends its own; those that operate send all.
  const mayResend = (webhook: Webhook) => webhook.caller === caller.id || mayDo(caller.scope, 'operate');
  const resent = UUID.test(id) ? await resendWebhook(deps, id, mayResend) : 'unknown';
  if (typeof resent === 'string') throw REFUSALS[resent];
  audit('webhook resent', { webhook_id: id });
  const location = PATHS[resent.kind](id);
  return json<WebhookBody>(webhookBody(resent.webhook), 202, { location, 'retry-after': RETRY_AFTER });
}

const REFUSALS: Readonly<Record<NotResent, HttpProblem>> = {
  unknown: new HttpProblem(
    'webhook-not-found',
    'expected the id of a prediction, a batch or a job that was submitted with a webhook and is still kept',
  ),
  'not final': new HttpProblem(
    'not-final',
    'there is nothing to send yet: what this webhook is of has not ended; it is sent when it has',
  ),
  'not allowed': lackOf('operate', 'the webhook of another key'),
  'too often': new HttpProblem(
    'resent-too-often',
    `this webhook was resent ${MOST_RESENDS} times already; read the result by the address of what it is of`,
  ),
};

async function sendTest(deps: WebhookDeps, request: ApiRequest): Promise<ApiAnswer> {
  const { url: text } = readBody(request, WebhookTest, { url: 'expected an https URL' }, REFUSED);
  const url = readWebhookAddress(deps, text, 'url');
  const { caller, audit } = request;
  // Its path may hold what is secret, as its query may.
  audit('webhook tested', { host: new URL(url).host });
  const { id, attempt } = await testWebhook(
    { ...deps, describeTest: testEventBody },
    { url, caller: caller.id },
  );
  return json<WebhookTested>(testedBody(id, url, attempt));
}

const REFUSED = 'expected the address to be tested, such as {"url": "https://crm.example.com/scored"}';
