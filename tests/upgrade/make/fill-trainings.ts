import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { objectCreated } from '../../../infra/local/watch-folder.ts';
import { until } from '../../support/until.ts';
import type { InFlight } from '../known.ts';
import type { Workshop } from './workshop.ts';

const DATASET = 'history/leads.csv';
const UPLOADED = 'datasets/leads/november.csv';
const functionOf = (name: string) => `scorelane-dev-${name}`;

/** Trainings in each final state; one that is about to begin, and events that were delivered. */
export async function fillTrainings(workshop: Workshop) {
  const { place, stack, tools, client, put, keepReplay, secretOf } = workshop;
  const Bucket = stack.resources.Bucket!;
  // The leads of the first version, which `npm start` has trained, and more: so the two can be compared.
  const more = await place.sample('history.csv', 700, 5);
  await put(DATASET, (await place.sample('first.csv', 3000, 1)) + more.slice(more.indexOf('\n') + 1));
  const trainRequest = {
    model: 'leads',
    dataset: DATASET,
    target: 'converted',
    drop: ['lead_id'],
    trainers: ['logistic'],
    folds: 3,
    policy: { promotion: 'never' },
  } as const;
  const trainingId = await keepReplay(
    'admin',
    { method: 'POST', path: '/train', headers: { 'idempotency-key': 'train-1' }, body: trainRequest },
    { ...trainRequest, seed: 3 },
    'training_id',
  );
  await client.waitTraining(trainingId);
  const train = async (changes: object) =>
    (await client.startTraining({ ...trainRequest, ...changes })).training_id;
  const failedTraining = await train({ target: 'sold' });
  await client.waitTraining(failedTraining);
  const skipped = await train({ policy: { promotion: 'never', minimum_new_rows: 1_000_000 } });
  await client.waitTraining(skipped);
  await put('policies/leads.json', JSON.stringify({ target: 'converted', promotion: 'never' }));
  await put(UPLOADED, await place.sample('november.csv', 800, 6));
  const uploadTraining = await until('the training of the uploaded file', async () => {
    const { trainings } = await client.listTrainings();
    return trainings.find(({ trigger }) => trigger === 'upload')?.training_id;
  });
  await client.waitTraining(uploadTraining);
  // To the millisecond, as the stack's own look at the folder has it: of that the event's identity is made.
  const { Contents } = await tools.s3.send(new ListObjectsV2Command({ Bucket, Prefix: UPLOADED }));
  const { Size, ETag, LastModified } = Contents![0]!;
  const event = objectCreated(Bucket, UPLOADED, Size!, ETag!.replaceAll('"', ''), LastModified!);

  // One that is about to begin: its row as it is then, under an id of its own.
  const begun = await train({ seed: 11 });
  const { Item } = await tools.dynamoDb.send(
    new GetItemCommand({
      TableName: stack.resources.RegistryTable!,
      Key: { pk: { S: '#runs' }, sk: { S: `run#${begun}` } },
    }),
  );
  if (Item?.run_status?.S !== 'queued') throw new Error('the training had begun already: run this again');
  await client.cancelTraining(begun);
  const inFlightId = begun.slice(0, -1) + (begun.endsWith('0') ? '1' : '0');
  const step = (name: string, payload: object, answer: Record<string, unknown>) => ({
    function: functionOf(name),
    payload: { ...payload, run_id: inFlightId },
    answer,
  });
  const { body: model } = await tools.get(secretOf('admin'), '/models/leads');
  const inFlight: Pick<InFlight, 'training' | 'events'> = {
    training: {
      id: inFlightId,
      item: { ...Item, sk: { S: `run#${inFlightId}` } },
      invocations: [
        step('checkDataset', { step: 'check' }, { proceed: true }),
        step('checkDataset', { step: 'prepare' }, { trainers: ['logistic'] }),
        step('trainCandidate', { trainer: 'logistic' }, { trainer: 'logistic' }),
        step('finishTraining', { step: 'evaluate' }, { winner: 'logistic' }),
        step('finishTraining', { step: 'register' }, { version: `v${model.versions.length + 1}` }),
        step('finishTraining', { step: 'compare' }, { verdict: 'keep' }),
        step('finishTraining', { step: 'keep' }, { outcome: 'kept' }),
      ],
    },
    events: [
      { function: functionOf('startTraining'), payload: event, training: uploadTraining },
      {
        function: functionOf('finishTraining'),
        payload: {
          step: 'fail',
          run_id: trainingId,
          error: { Error: 'ABORTED', Cause: 'the execution was ended from outside' },
        },
        training: trainingId,
      },
    ],
  };
  return { id: trainingId, dataset: DATASET, target: trainRequest.target, inFlight };
}
