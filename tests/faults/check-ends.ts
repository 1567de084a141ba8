import { isDeepStrictEqual } from 'node:util';
import { weeksBetween } from '../../lib/outcomes/scored-lead.ts';
import { stateOf } from '../../lib/webhook/webhook.ts';
import type { Lab } from './lab.ts';
import { leadOf, MODELS } from './leads.ts';
import { Violation } from './violation.ts';

const START = new Date('2026-02-01T00:00:00.000Z');

/** What must hold of every id that was given out, once everything has come to rest. */
export async function checkEnds(lab: Lab): Promise<void> {
  for (const id of lab.known.keys()) await checkPrediction(lab, id);
  for (const id of lab.batches) await checkBatch(lab, id);
  const clock = { now: () => new Date(lab.now) };
  await lab.book.check({ ...lab.stores, clock }, weeksBetween(START, clock.now()));
}

async function checkPrediction({ call, stores, known }: Lab, id: string): Promise<void> {
  const { version, lead, told } = known.get(id)!;
  const { status, body } = await call('GET', `/predict/${id}`);
  if (status === 410) return;
  if (status !== 200) throw new Violation(`${id} was given out, and GET answers ${status}`);
  if (!['succeeded', 'failed', 'canceled'].includes(body.status))
    throw new Violation(`${id} was given out, and is ${body.status} in the end`);
  if (version !== undefined && body.model_version !== version)
    throw new Violation(`${id} was accepted for ${version}, and has ${body.model_version}`);
  const row = await stores.store.get(id);
  if (
    told &&
    row !== undefined &&
    'webhook' in row &&
    row.webhook !== undefined &&
    body.status !== 'canceled'
  ) {
    if (stateOf(row.webhook) === 'pending') throw new Violation(`the end of ${id} was never told`);
  }
  if (body.status !== 'succeeded') return;
  const expected = MODELS[Number(body.model_version.slice(1)) - 1]!.explain(leadOf(lead));
  if (!isDeepStrictEqual(body.prediction, expected))
    throw new Violation(
      `${id} has another result than ${body.model_version} gives: ${JSON.stringify(body.prediction)}`,
    );
}

async function checkBatch({ call, known }: Lab, id: string): Promise<void> {
  const { status, body } = await call('GET', `/predict_batch/${id}`);
  if (status === 410) {
    for (const member of known.keys()) {
      if (member.startsWith(`${id}-`) && (await call('GET', `/predict/${member}`)).status !== 410)
        throw new Violation(`the batch ${id} is erased, and its lead ${member} is not`);
    }
    return;
  }
  if (status !== 200) throw new Violation(`the batch ${id} was given out, and GET answers ${status}`);
  const counts = Object.values(body.counts as Record<string, number>);
  const sum = counts.reduce((total, count) => total + count, 0);
  if (body.counts.queued !== 0 || sum !== body.count)
    throw new Violation(`the counts of the batch ${id} do not add up: ${JSON.stringify(body.counts)}`);
}
