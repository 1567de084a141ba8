import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeleteObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { createClient } from '../../../lib/client/index.ts';
import { until } from '../../support/until.ts';
import { LEAD, LEADS, type Workshop } from './workshop.ts';

/** A dead letter: the worker, which must not have loaded the artifact yet, does not find it five times. */
export async function fillDeadLetter({ stack, tools, caller, put, secretOf }: Workshop): Promise<string> {
  const [Bucket, Key] = [stack.resources.Bucket!, 'models/leads/v1/model.json'];
  const setVisibility = (VisibilityTimeout: string) =>
    tools.sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: stack.resources.ScoreQueue!,
        Attributes: { VisibilityTimeout },
      }),
    );
  // From here on the API knows the model.
  await tools.get(secretOf('admin'), '/schema');
  const { Body } = await tools.s3.send(new GetObjectCommand({ Bucket, Key }));
  const artifact = await Body!.transformToByteArray();
  await setVisibility('1');
  await tools.s3.send(new DeleteObjectCommand({ Bucket, Key }));
  const { prediction_id: id } = await caller.submit(LEAD);
  const { status } = await caller.wait(id);
  await put(Key, artifact);
  await setVisibility('180');
  if (status !== 'failed') throw new Error(`expected a dead letter, the prediction ${status}`);
  return id;
}

/** Predictions in each final state, and a batch. */
export async function fillPredictions(workshop: Workshop) {
  const { stack, tools, client, caller, secretOf, hold, keepReplay } = workshop;
  const submission = (idempotencyKey: string, body: unknown) => ({
    method: 'POST',
    path: '/predict',
    headers: { 'idempotency-key': idempotencyKey },
    body,
  });
  const succeeded: string[] = [];
  for (const lead of LEADS) succeeded.push((await caller.predict(lead)).prediction_id);
  succeeded.push((await caller.predict(LEAD, { model: 'leads@v2' })).prediction_id);
  const formClient = createClient({ baseUrl: stack.apiUrl, apiKey: secretOf('form') });
  succeeded.push((await formClient.predict(LEAD)).prediction_id);
  for (const key of ['predict', 'form']) {
    const id = await keepReplay(key, submission('order-1', LEAD), LEADS[1], 'prediction_id');
    await client.wait(id);
    succeeded.push(id);
  }
  const receiver = createServer((request, response) => {
    request.resume().on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  const webhook = `http://127.0.0.1:${port}/told?by=query`;
  const { prediction_id: told } = await caller.submit(LEAD, { webhook });
  await until('the webhook', async () =>
    (await client.get(told)).webhook?.status === 'delivered' ? true : undefined,
  );
  await caller.webhooks.resend(told);
  await until('the webhook once more', async () =>
    (await client.get(told)).webhook?.attempts.length === 2 ? true : undefined,
  );
  receiver.close();
  succeeded.push(told);

  await hold('ScoreQueue', 1, async () => {
    const { prediction_id: id } = await caller.submit(LEAD);
    await caller.cancel(id);
  });
  const erased = [(await caller.predict(LEADS[1]!)).prediction_id];
  erased.push(await keepReplay('predict', submission('order-2', LEADS[1]), LEAD, 'prediction_id'));
  await client.wait(erased[1]!);
  for (const id of erased) await client.erase(id);

  // Batches: one has ended, with a lead that was refused and one that was erased.
  const batchBody = [...LEADS, { ...LEAD, visits: 'many' }, LEAD];
  const batchId = await keepReplay(
    'predict',
    {
      method: 'POST',
      path: '/predict_batch',
      headers: { 'idempotency-key': 'nightly-1', prefer: 'handling=lenient' },
      body: batchBody,
    },
    LEADS,
    'batch_id',
  );
  await until('the batch', async () => {
    const { body } = await tools.get(secretOf('admin'), `/predict_batch/${batchId}`);
    return body.status === 'done' ? true : undefined;
  });
  await client.erase(`${batchId}-4`);
  const asked = await fillNamed(workshop);
  return { succeeded, erased, asked, batch: { id: batchId, members: batchBody.length } };
}

/**
 * Leads with references, a lead whose time was over, batches that were canceled and erased.
 *
 * @returns what is asked for at the end
 */
async function fillNamed({ stack, tools, client, caller, hold }: Workshop): Promise<readonly string[]> {
  const tags = { reference: 'crm/00Q5e 1', metadata: { owner: 'jana' } };
  await caller.predict(LEAD, { ...tags, model: 'leads@v1' });
  await caller.predict({ ...LEAD, visits: 12 }, { ...tags, model: 'leads@v2' });
  const named = await caller.submitBatch([LEAD, { lead: LEADS[1]!, reference: 'crm-2' }]);
  await caller.waitBatch(named.batch_id);
  const gone = await caller.submitBatch([LEAD, { lead: LEAD, reference: 'crm-3' }]);
  await caller.waitBatch(gone.batch_id);
  await client.eraseBatch(gone.batch_id);
  const ids: string[] = [];
  await hold('ScoreQueue', 1, async () => {
    const { batch_id: id } = await caller.submitBatch([LEAD, { lead: LEAD, reference: 'crm-4' }]);
    await caller.cancelBatch(id);
    ids.push(`/predict_batch/${id}`);
  });
  const [message] = await hold('ScoreQueue', 1, async () => {
    const { prediction_id: id } = await caller.submit(LEAD, { expiresAfterSeconds: 1 });
    await until('its time is over', async () => {
      const { score_by: by } = await client.get(id);
      return new Date(by!) < new Date() ? true : undefined;
    });
    ids.push(`/predict/${id}`);
  });
  await tools.sqs.send(
    new SendMessageCommand({ QueueUrl: stack.resources.ScoreQueue!, MessageBody: message! }),
  );
  await client.wait(ids[1]!.replace('/predict/', ''));
  const references = [tags.reference, 'crm-2', 'crm-3', 'crm-4'].map(encodeURIComponent);
  return [
    ...ids,
    `/predict_batch/${named.batch_id}`,
    `/predict_batch/${gone.batch_id}`,
    ...references.map((reference) => `/predictions?reference=${reference}`),
    ...['crm-2', 'crm-3', 'crm-4', 'crm%252F00Q5e%25201'].map((reference) => `/leads/${reference}`),
    '/predict_batch?limit=100',
    '/jobs?limit=100',
  ];
}
