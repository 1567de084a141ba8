/**
 * make-folder.ts: starts a local stack in a new folder, fills it through its public surface, and keeps it under
 * tests/upgrade/<today> (or <today>-2, …) with what it answered. Run by hand when what is stored changes:
 *
 *     npm run build && npx node tests/upgrade/make-folder.ts
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/node24.ts';
import { folderOf, type Known, packFolder, writeEntries } from './known.ts';
import { fillJobs } from './make/fill-jobs.ts';
import { fillModels, makeKeys } from './make/fill-models.ts';
import { fillDeadLetter, fillPredictions } from './make/fill-predictions.ts';
import { fillQueues } from './make/fill-queues.ts';
import { fillTrainings } from './make/fill-trainings.ts';
import { makeArtifacts } from './make/make-artifacts.ts';
import {
  recordAccess,
  recordAnswers,
  recordCommands,
  recordFiles,
  recordLists,
  recordReplays,
  recordScores,
  recordWebhookSecrets,
} from './make/record-answers.ts';
import { createWorkplace, LEAD, openWorkshop, startStack } from './make/workshop.ts';
import { listResources } from './resources.ts';
import { createStackTools } from './stack-tools.ts';

const day = new Date().toISOString().slice(0, 10);
const target = ['', '-2', '-3', '-4', '-5', '-6']
  .map((again) => folderOf(`${day}${again}`))
  .find((folder) => !existsSync(join(folder, 'known.json')))!;
const place = createWorkplace();
const dataDir = place.path('data');

/** What a caller without a key has left behind, where the stack asks for none. */
async function fillAnonymously(): Promise<Known['anonymous']> {
  const stack = await startStack(dataDir, {});
  const tools = createStackTools(stack);
  const request = {
    method: 'POST',
    path: '/predict',
    headers: { 'idempotency-key': 'order-1', prefer: 'wait' },
    body: LEAD,
  };
  const { body } = await tools.ask(undefined, request);
  const { secret } = (await tools.command('keys', 'webhook-secret')) as { secret: string };
  tools.close();
  await stack.stop();
  return { request, prediction_id: body.prediction_id, webhook_secret: secret };
}

const anonymous = await fillAnonymously();
const stack = await startStack(dataDir, { SCORELANE_AUTH: 'required', ALIAS_TTL_SECONDS: '0' });
const workshop = openWorkshop(place, stack, await makeKeys(stack));

const dead = await fillDeadLetter(workshop);
await fillModels(workshop);
const { succeeded, erased, asked, batch } = await fillPredictions(workshop);
const jobs = await fillJobs(workshop);
const training = await fillTrainings(workshop);
const { messages, lost } = await fillQueues(workshop, jobs);
rmSync(target, { recursive: true, force: true });
const models = await makeArtifacts(workshop, target);

const replays = await recordReplays(workshop);
const scored = await recordScores(workshop, ['leads@v1', 'leads@v2', 'leads@v3', ...models]);
const listed = await recordLists(workshop);
const { versions } = listed;
const known: Known = {
  // When the last of all this was done; the stack is stopped right behind it.
  made_at: new Date().toISOString(),
  version: JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version,
  keys: workshop.keys,
  anonymous,
  answers: await recordAnswers(workshop, [
    ...[...listed.predictions, ...erased].map((id) => `/predict/${id}`),
    ...messages.filter(({ path }) => !path.startsWith('/predict/')).map(({ path }) => path),
    `/predict_batch/${batch.id}`,
    ...Array.from({ length: batch.members }, (_, index) => `/predict/${batch.id}-${index}`),
    ...jobs.ids.map((id) => `/jobs/${id}`),
    ...listed.trainings.map((id) => `/train/${id}`),
    '/schema',
    ...versions.map((version) => `/schema?model=leads@${version}`),
    '/models',
    '/models/leads',
    ...versions.map((version) => `/models/leads/versions/${version}`),
    '/models/leads/aliases/champion',
    '/models/leads/aliases/challenger',
    `/predictions?order=score&day=${day}`,
    '/predictions?grade=A',
    '/predictions?status=canceled',
    ...asked,
  ]),
  files: await recordFiles(workshop, versions),
  commands: await recordCommands(workshop),
  access: await recordAccess(workshop, { prediction: succeeded[0]!, job: jobs.job.id, none: training.id }),
  replays,
  predictions: { listed: listed.predictions, succeeded, erased, dead, lost },
  batch,
  job: jobs.job,
  trainings: { listed: listed.trainings, dataset: training.dataset, target: training.target },
  scored,
  webhook_secrets: await recordWebhookSecrets(workshop),
  in_flight: { messages, ...training.inFlight },
};
workshop.tools.close();
await stack.stop();

packFolder(dataDir, join(target, 'data'));
writeFileSync(join(target, 'known.json'), writeEntries(known));
writeFileSync(join(target, 'resources.json'), writeEntries(listResources()));
place.remove();
console.log(`made ${target}`);
