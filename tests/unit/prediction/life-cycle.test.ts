import { NotQueuedError } from '../../../lib/acceptance/not-queued-error.ts';
import { PermanentError, TransientError } from '../../../lib/errors.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { getPrediction } from '../../../lib/prediction/get-prediction.ts';
import { giveUpPredictions } from '../../../lib/prediction/give-up-predictions.ts';
import { decodeLeadMessage, encodeLeadMessage } from '../../../lib/prediction/lead-message.ts';
import type { Prediction, SucceededPrediction } from '../../../lib/prediction/prediction.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { submitPrediction } from '../../../lib/prediction/submit-prediction.ts';
import { promoteVersion } from '../../../lib/registry/move-alias.ts';
import { artifactKey } from '../../../lib/registry/registry.ts';
import { sha256Of } from '../../../lib/sha256.ts';
import { artifactBytes, EXAMPLE_LEAD, exampleArtifact } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
beforeEach(async () => {
  world = createMemoryWorld();
  await world.publish();
});

async function submit(lead: unknown = EXAMPLE_LEAD): Promise<{ id: string; body: string }> {
  const submission = await submitPrediction(world, 'leads', lead);
  if (!submission.ok) throw new Error(JSON.stringify(submission.errors));
  return { id: submission.prediction.id, body: world.queue.takeAll()[0]! };
}

const get = async (id: string) => (await getPrediction(world, id)) as Prediction;
const letterOf = (body: string) => ({ id: 'message-1', body, receiveCount: 5, sentAt: world.clock.now() });

describe('submit', () => {
  test('stores the lead as queued, pinned to the champion, and queues it', async () => {
    const { id, body } = await submit();
    const model = { name: 'leads', version: 'v1', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) };
    expect(await get(id)).toEqual({
      id,
      status: 'queued',
      lead: EXAMPLE_LEAD,
      model,
      createdAt: new Date('2026-02-01T10:00:00.000Z'),
      expiresAt: new Date('2026-03-03T10:00:00.000Z'),
    });
    expect(decodeLeadMessage(body)).toEqual({ model, items: [{ id, lead: EXAMPLE_LEAD }] });
  });

  test('an invalid lead is neither stored nor queued', async () => {
    const submission = await submitPrediction(world, 'leads', { source: 1 });
    expect(submission).toMatchObject({ ok: false, errors: [{ field: 'source' }] });
    expect(world.queue.takeAll()).toEqual([]);
  });

  test('when the queue is away the error bears the id of the stored row', async () => {
    const queue = { ...world.queue, send: () => Promise.reject(new TransientError('no queue')) };
    const error = await submitPrediction({ ...world, queue }, 'leads', EXAMPLE_LEAD).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(NotQueuedError);
    expect(await get((error as NotQueuedError).id)).toMatchObject({ status: 'queued' });
  });

  test('without a model it says what to do', async () => {
    await expect(submitPrediction(world, 'other', {})).rejects.toThrow(
      'model "other" has no champion: publish',
    );
  });
});

describe('score', () => {
  test('writes what the model says', async () => {
    const { id, body } = await submit();
    expect(await scorePredictions(world, body)).toEqual([id]);
    expect(await get(id)).toMatchObject({
      status: 'succeeded',
      result: compileModel(exampleArtifact()).explain(EXAMPLE_LEAD),
    });
  });

  test('the same message twice gives one result, the first', async () => {
    const { id, body } = await submit();
    await scorePredictions(world, body);
    const first = await get(id);
    world.passTime(60_000);
    expect(await scorePredictions(world, body)).toEqual([]);
    expect(await get(id)).toEqual(first);
  });

  test('gives a receipt: whoever has artifact and lead finds the same numbers, and nothing of the lead in it', async () => {
    const { id, body } = await submit();
    await scorePredictions(world, body);
    const { receipt } = ((await get(id)) as SucceededPrediction).result;
    expect(receipt).toEqual({
      // printf '[["source","referral"],["visits",15],["opened",true],["first_contact","2026-01-05"]]' | sha256sum
      lead_sha256: 'a2dcdd8bfcd9ed695be100836118a513ee8be1ca41ac874f7562fcf83d0f3522',
      model: { name: 'leads', version: 'v1', sha256: sha256Of(artifactBytes(exampleArtifact())) },
      log_odds: expect.closeTo(1.2, 12),
      intercept: -1,
      contributions: [
        { term: 'source', log_odds: 1 },
        { term: 'visits', log_odds: 0.5 },
        { term: 'opened', log_odds: 0.4 },
        { term: 'first_contact (weekday)', log_odds: 0.3 },
      ],
    });
  });

  test('uses the pinned version, whatever was published since', async () => {
    const { id, body } = await submit();
    const { version } = await world.publish({ intercept: 5 });
    await promoteVersion(world, { name: 'leads', version, alias: 'champion', by: 'test' });
    await scorePredictions(world, body);
    expect(await get(id)).toMatchObject({
      model: { version: 'v1' },
      result: compileModel(exampleArtifact()).explain(EXAMPLE_LEAD),
    });
  });

  test('an artifact that was changed in the bucket fails the prediction at once', async () => {
    const { id, body } = await submit();
    const artifacts = { ...world.artifacts, get: async () => new TextEncoder().encode('{}') };
    const { createModelLoader } = await import('../../../lib/registry/load-model.ts');
    await scorePredictions({ ...world, load: createModelLoader(artifacts) }, body);
    expect(await get(id)).toMatchObject({
      status: 'failed',
      failure: {
        code: 'model_unusable',
        message: expect.stringContaining('leads@v1 was changed after publishing'),
      },
    });
  });

  test('a lead that does not fit the pinned model fails at once and names the fields, not their values', async () => {
    const { id, body } = await submit();
    const broken = decodeLeadMessage(body);
    const lead = { ...EXAMPLE_LEAD, visits: 'secret' };
    await scorePredictions(world, encodeLeadMessage({ ...broken, items: [{ id, lead }] }));
    expect(await get(id)).toMatchObject({
      status: 'failed',
      failure: { code: 'lead_does_not_fit_model', message: expect.stringMatching(/wrong fields: visits$/) },
    });
    expect(JSON.stringify((await get(id)) as { failure?: unknown })).not.toContain('secret');
  });

  test('a store that is away makes the message come back; its other leads are finished', async () => {
    const [a, b] = [await submit(), await submit()];
    const jobs = [a, b].map(({ body }) => decodeLeadMessage(body));
    const body = encodeLeadMessage({ model: jobs[0]!.model, items: jobs.flatMap(({ items }) => items) });
    const store = {
      ...world.store,
      complete: (id: string, ...rest: [never]) =>
        id === a.id ? Promise.reject(new TransientError('throttled')) : world.store.complete(id, ...rest),
    };
    await expect(scorePredictions({ ...world, store }, body)).rejects.toThrow('throttled');
    expect([(await get(a.id)).status, (await get(b.id)).status]).toEqual(['queued', 'succeeded']);
    expect(await scorePredictions(world, body)).toEqual([a.id]);
  });

  test.each(['', 'not json', '{}', '{"version": 2}'])(
    'a message that nobody sent is refused: %p',
    async (body) => {
      await expect(scorePredictions(world, body)).rejects.toThrow(PermanentError);
    },
  );
});

describe('give up', () => {
  test('keeps the message, then writes failed', async () => {
    const { id, body } = await submit();
    expect(await giveUpPredictions(world, letterOf(body))).toEqual([id]);
    expect(await get(id)).toMatchObject({ status: 'failed', failure: { code: 'gave_up_after_retries' } });
    expect(await world.deadLetters.get('message-1')).toMatchObject({ body, receiveCount: 5 });
  });

  test('does not touch what has succeeded', async () => {
    const { id, body } = await submit();
    await scorePredictions(world, body);
    expect(await giveUpPredictions(world, letterOf(body))).toEqual([]);
    expect(await get(id)).toMatchObject({ status: 'succeeded' });
  });

  test('keeps even what it cannot read', async () => {
    expect(await giveUpPredictions(world, letterOf('rubbish'))).toEqual([]);
    expect((await world.deadLetters.get('message-1'))?.body).toBe('rubbish');
  });

  test('without evidence nothing is failed', async () => {
    const { id, body } = await submit();
    const deadLetters = { ...world.deadLetters, keep: () => Promise.reject(new TransientError('no bucket')) };
    await expect(giveUpPredictions({ ...world, deadLetters }, letterOf(body))).rejects.toThrow('no bucket');
    expect(await get(id)).toMatchObject({ status: 'queued' });
  });
});

describe('get', () => {
  test('an unknown id is unknown', async () => {
    expect(await getPrediction(world, 'nobody')).toBe('unknown');
  });

  test('is expired from its last day on, although the row is still there', async () => {
    const { id } = await submit();
    world.passTime(30 * 86_400_000 - 1);
    expect((await get(id)).status).toBe('queued');
    world.passTime(1);
    expect(await getPrediction(world, id)).toBe('expired');
  });
});

test('an artifact that is missing from the bucket is an outage, and heals when it is restored', async () => {
  const { id, body } = await submit();
  let away = true;
  const artifacts = {
    ...world.artifacts,
    get: (key: string) => world.artifacts.get(away ? `${key}.gone` : key),
  };
  const { createModelLoader } = await import('../../../lib/registry/load-model.ts');
  const deps = { ...world, load: createModelLoader(artifacts) };
  await expect(scorePredictions(deps, body)).rejects.toThrow(TransientError);
  away = false;
  expect(artifactKey('leads', 'v1')).toBe('models/leads/v1/model.json');
  expect(await scorePredictions(deps, body)).toEqual([id]);
});
