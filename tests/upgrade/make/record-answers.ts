import type { Known, KnownRequest, Replay } from '../known.ts';
import { LEADS, sha256, type Workshop } from './workshop.ts';

/** The requests with an Idempotency-Key, made once more, and the same keys with another body. */
export async function recordReplays({ tools, secretOf, replays }: Workshop): Promise<Known['replays']> {
  const { ask } = tools;
  const other: Replay[] = [];
  for (const replay of replays) {
    const { status } = await ask(secretOf(replay.key), replay.request);
    const refused = await ask(secretOf(replay.key), { ...replay.request, body: replay.otherBody });
    other.push({
      ...replay,
      ...(status >= 400 ? { answer: {} } : {}),
      status,
      other: { status: refused.status, type: refused.body.type },
    });
  }
  return other;
}

/** What each version makes of leads. */
export async function recordScores({ tools, client, secretOf }: Workshop, models: readonly string[]) {
  const scored: Known['scored'][number][] = [];
  for (const model of models)
    for (const lead of LEADS) {
      const { prediction_id: id, prediction } = await tools.predict(secretOf('admin'), lead, model);
      await client.erase(id);
      scored.push({ model, lead, prediction });
    }
  return scored;
}

export async function recordLists({ tools, client, secretOf }: Workshop) {
  const admin = secretOf('admin');
  const { body } = await tools.get(admin, '/predictions?limit=100');
  const { trainings, next } = await client.listTrainings({ limit: 100 });
  const { body: model } = await tools.get(admin, '/models/leads');
  if (body.next !== null || next !== null) throw new Error('expected all of a list on one page');
  return {
    predictions: body.predictions.map((each: { prediction_id: string }) => each.prediction_id) as string[],
    trainings: trainings.map((each) => each.training_id),
    versions: model.versions.map((each: { version: string }) => each.version) as string[],
  };
}

export async function recordAnswers({ tools, secretOf }: Workshop, paths: readonly string[]) {
  const answers: Record<string, Known['answers'][string]> = {};
  for (const path of paths) {
    const { status, body } = await tools.get(secretOf('admin'), path);
    // Of a problem the type is what programs read; sentences may get better.
    answers[path] = { status, body: status < 400 ? tools.settled(body) : { type: body.type } };
  }
  return answers;
}

export async function recordFiles({ stack, secretOf }: Workshop, versions: readonly string[]) {
  const headers = { authorization: `Bearer ${secretOf('admin')}` };
  const files: Record<string, string> = {};
  for (const version of versions)
    for (const name of ['model.json', 'metrics.json', 'report.html']) {
      const path = `/models/leads/versions/${version}/files/${name}`;
      const response = await fetch(`${stack.apiUrl}${path}`, { headers });
      // Not every version has a report.
      if (response.ok) files[path] = sha256(new Uint8Array(await response.arrayBuffer()));
      else if (name !== 'report.html') throw new Error(`${path}: ${response.status}`);
    }
  return files;
}

export async function recordCommands({ tools }: Workshop): Promise<Known['commands']> {
  const letters = (await tools.command('dead-letters', 'list')) as { id: string }[];
  const commands: Known['commands'][number][] = [];
  for (const args of [
    ['models', 'history', 'leads'],
    ['models', 'history', 'leads', '--alias', 'challenger'],
    ['dead-letters', 'list'],
    ...letters.map(({ id }) => ['dead-letters', 'show', id, '--leads']),
  ])
    commands.push({ args, output: await tools.command(...args) });
  return commands;
}

/** What each key may do, by requests that change nothing. */
export async function recordAccess(
  { tools, keys }: Workshop,
  ids: { readonly prediction: string; readonly job: string; readonly none: string },
): Promise<Known['access']> {
  const probes: KnownRequest[] = [
    { method: 'GET', path: '/schema' },
    { method: 'GET', path: '/key' },
    { method: 'GET', path: `/predict/${ids.prediction}` },
    { method: 'POST', path: '/predict', body: { visits: 'many' } },
    { method: 'POST', path: '/predict_batch', body: [] },
    { method: 'POST', path: `/predict/${ids.prediction}/cancel` },
    { method: 'GET', path: '/models' },
    { method: 'GET', path: '/models/leads/versions/v1/files/report.html' },
    { method: 'GET', path: '/predictions' },
    { method: 'GET', path: '/predictions.csv' },
    { method: 'GET', path: `/jobs/${ids.job}` },
    { method: 'POST', path: '/jobs', body: { size: -1 } },
    { method: 'GET', path: '/train' },
    { method: 'POST', path: '/train', body: { trainers: 'all' } },
    { method: 'DELETE', path: `/predict/${ids.none}` },
    { method: 'PUT', path: '/models/leads/aliases/champion', body: {} },
  ];
  const access: Known['access'][number][] = [];
  for (const request of probes) {
    const statuses: Record<string, number> = {};
    for (const name of [...Object.keys(keys), 'none'])
      statuses[name] = (await tools.ask(keys[name]?.key, request)).status;
    access.push({ request, statuses });
  }
  return access;
}

export async function recordWebhookSecrets({ tools, keys }: Workshop): Promise<Record<string, string>> {
  const secrets: Record<string, string> = {};
  for (const name of ['admin', 'predict']) {
    const made = await tools.command('keys', 'webhook-secret', keys[name]!.id);
    secrets[name] = (made as { secret: string }).secret;
  }
  return secrets;
}
