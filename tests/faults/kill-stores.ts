import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDynamoDbClient } from '../../lib/adapters/aws/aws-clients.ts';
import { createDynamoDbPredictionStore } from '../../lib/adapters/aws/dynamodb-prediction-store.ts';
import { ConflictError } from '../../lib/errors.ts';
import type { ListQuery, PredictionStore } from '../../lib/prediction/ports.ts';
import type { Prediction, QueuedPrediction } from '../../lib/prediction/prediction.ts';
import { createRandom } from '../../lib/statistics/random.ts';
import { startEmulators } from '../support/emulators.ts';

const WRITES = 400;
const AT_ONCE = 40;
const MODEL = { name: 'leads', version: 'v1', sha256: 'ab'.repeat(32) };
const DAY = Date.parse('2026-01-31T00:00:00.000Z');

/**
 * Kills the emulators in the middle of writes, again and again, and starts them on what they kept. A write that was not
 * answered is tried again under its id, some time later, as a client with an `Idempotency-Key` does.
 *
 * @returns what is wrong with the lists and the rows afterwards; undefined: nothing
 */
export async function killStores(seed: number, kills: number): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'scorelane-kills-'));
  const random = createRandom(seed);
  const ids = Array.from({ length: WRITES }, () => randomUUID());
  const answered = new Map<string, Prediction>();
  try {
    for (let round = 0; round <= kills; round++) {
      const left = ids.filter((id) => !answered.has(id));
      // The last round writes all that is left.
      const killAfter = round === kills ? Number.POSITIVE_INFINITY : Math.floor((random() * left.length) / 2);
      const wrong = await withStore(folder, async (store, kill) => {
        await writeAll(
          store,
          left,
          round,
          answered,
          () => answered.size >= ids.length - left.length + killAfter,
          kill,
        );
        return round === kills ? findWrong(store, answered) : undefined;
      });
      if (wrong !== undefined) return `seed ${seed}, after ${kills} kills: ${wrong}`;
    }
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withStore<T>(
  folder: string,
  act: (store: PredictionStore, kill: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const emulators = await startEmulators(folder);
  Object.assign(process.env, emulators.environment);
  const client = createDynamoDbClient();
  try {
    return await act(createDynamoDbPredictionStore(client, emulators.resources.PredictionsTable!), () =>
      emulators.kill9(),
    );
  } finally {
    client.destroy();
    await emulators.stop();
  }
}

/** Writes until all is written, or until it is time to kill. */
async function writeAll(
  store: PredictionStore,
  ids: readonly string[],
  round: number,
  answered: Map<string, Prediction>,
  isTime: () => boolean,
  kill: () => Promise<void>,
): Promise<void> {
  const queue = ids.map(
    (id, i): QueuedPrediction => ({
      id,
      status: 'queued',
      createdAt: new Date(DAY + 3_600_000 * round + i),
      expiresAt: new Date(DAY + 30 * 86_400_000),
      model: MODEL,
      lead: { source: 'web' },
    }),
  );
  let killed: Promise<void> | undefined;
  const write = async () => {
    for (let row = queue.shift(); row !== undefined && killed === undefined; row = queue.shift()) {
      try {
        await store.create(row);
        answered.set(row.id, row);
      } catch (error) {
        // Written, but not answered, before the kill.
        const before =
          error instanceof ConflictError ? await store.get(row.id).catch(() => undefined) : undefined;
        if (before !== undefined && before.status !== 'erased') answered.set(row.id, before);
      }
      if (isTime()) killed ??= kill();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, write));
  await killed;
}

async function findWrong(
  store: PredictionStore,
  answered: ReadonlyMap<string, Prediction>,
): Promise<string | undefined> {
  if (answered.size !== WRITES) return `${answered.size} of ${WRITES} writes were answered`;
  const listed = await listAll(store);
  const times = new Map(listed.map((row) => [row.id, row.createdAt.getTime()]));
  if (listed.length !== times.size) return `${listed.length} rows are listed, of ${times.size} ids`;
  for (const [id, { createdAt }] of answered)
    if (times.get(id) !== createdAt.getTime()) return `${id} is not listed as it was answered`;
  return times.size === WRITES ? undefined : `${times.size} ids are listed, of ${WRITES} that were written`;
}

async function listAll(store: PredictionStore): Promise<Prediction[]> {
  const query: ListQuery = {
    model: MODEL.name,
    order: 'newest',
    until: new Date(DAY + 86_399_000),
    limit: 200,
  };
  const found: Prediction[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await store.list({ ...query, cursor });
    found.push(...page.predictions);
    if (page.next === undefined) return found;
    cursor = page.next;
  }
}
