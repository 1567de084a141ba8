import { setTimeout as pause } from 'node:timers/promises';
import { findVersion } from '../../cli/models/find-version.ts';
import { openRegistry } from '../../cli/stage.ts';
import { createKey } from '../../lib/auth/api-key.ts';
import { type Client, createClient, type Prediction } from '../../lib/client/index.ts';
import { messageOf } from '../../lib/errors.ts';
import { forAll } from '../../lib/for-all.ts';
import type { Lead } from '../../lib/lead/schema.ts';
import type { CompiledModel } from '../../lib/model/compile-model.ts';
import { exampleLead } from '../../lib/model/example-lead.ts';
import { CHAMPION, type ModelVersion } from '../../lib/registry/registry.ts';
import { describeActor } from './describe-actor.ts';

/**
 * Sixty, because a fault that hits every twentieth request shows itself among them with a probability of 95 %:
 * 1 − .95⁵⁹ (ADR 24).
 */
export const SMOKE_LEADS = 60;
const AT_ONCE = 8;
/** A cold start of every function, and a retry. */
const WAIT_MS = 120_000;
/** Running functions follow an alias within 30 seconds. */
const FOLLOW_MS = 90_000;
const ASK_AGAIN_MS = 2000;

export interface SmokeOptions {
  /** `leads`, `leads@v3`, `leads@challenger`: this one only. Without it the champion of every model. */
  readonly model?: string;
  readonly leads?: number;
  /** Ask for the model by its name alone and expect the champion, as a caller does; waits until a moved alias is followed. */
  readonly asCaller?: boolean;
}

/**
 * Does a stage score as its models say? Health, then leads through API, queue, worker and table, each held against the
 * artifact to 1e-9, with a key of its own that is revoked afterwards.
 *
 * @returns a line per model that was tested; none, where the stage has no model
 * @throws {Error} what went wrong, of how many leads
 * @throws {InputError} there is no such stage
 * @throws {NotFoundError} there is no such model
 */
export async function smokeStage(
  stage: string,
  { model, leads = SMOKE_LEADS, asCaller = false }: SmokeOptions = {},
): Promise<string[]> {
  const stack = await openRegistry(stage);
  const {
    registry,
    keys,
    load,
    stage: { apiUrl },
    clock,
  } = stack;
  const versions = model === undefined ? await listChampions(stack) : [await findVersion(registry, model)];
  const { key, stored } = createKey({
    name: 'smoke test',
    scope: 'predict',
    createdAt: clock.now(),
    createdBy: describeActor(),
  });
  await keys.add(stored);
  try {
    const client = createClient({ baseUrl: apiUrl, apiKey: key });
    if (versions.length > 0) await checkHealth(client);
    const lines: string[] = [];
    for (const version of versions) {
      const compiled = await load(version);
      await checkScores(client, compiled, version, leads, asCaller);
      lines.push(`${apiUrl}: ${leads} leads scored as ${version.name}@${version.version} says`);
    }
    return lines;
  } finally {
    await keys.revoke(stored.id, clock.now(), describeActor());
  }
}

async function listChampions({
  registry,
}: Awaited<ReturnType<typeof openRegistry>>): Promise<ModelVersion[]> {
  const names = await registry.listModels();
  const champions = await Promise.all(
    names.map(async (name) => {
      const version = await registry.getAlias(name, CHAMPION);
      return version === undefined ? undefined : registry.getVersion(name, version);
    }),
  );
  return champions.filter((version) => version !== undefined);
}

async function checkHealth(client: Client): Promise<void> {
  const health = await client.health();
  if (health.status !== 'ok') throw new Error(`GET /health: expected ok, got ${JSON.stringify(health)}`);
}

async function checkScores(
  client: Client,
  compiled: CompiledModel,
  { name, version }: ModelVersion,
  count: number,
  asCaller: boolean,
): Promise<void> {
  const model = asCaller ? name : `${name}@${version}`;
  const deadline = Date.now() + FOLLOW_MS;
  const predict = async (lead: Lead): Promise<Prediction> => {
    for (;;) {
      // Not `predict`: a lead takes the way through the queue, as those of callers do.
      const { prediction_id: id } = await client.submit(lead, { model });
      const answer = await client.wait(id, { timeoutMs: WAIT_MS });
      // Each running function follows the alias for itself.
      if (!asCaller || answer.model_version === version || Date.now() > deadline) return answer;
      await pause(ASK_AGAIN_MS);
    }
  };
  const check = async (lead: Lead) => {
    const answer = await predict(lead);
    if (answer.status !== 'succeeded')
      throw new Error(`expected succeeded, got ${answer.status}: ${answer.error?.message ?? 'no reason'}`);
    if (answer.model_version !== version)
      throw new Error(`expected an answer of ${version}, got one of ${answer.model_version}`);
    compare(answer.prediction?.probability, compiled.explain(lead).probability);
  };
  const explained = await forAll(makeLeads(compiled, count), AT_ONCE, (lead) =>
    check(lead).then(
      () => [],
      (error: unknown) => [messageOf(error)],
    ),
  );
  const wrong = explained.flat();
  if (wrong.length > 0)
    throw new Error(
      `${name}@${version}: ${wrong.length} of ${count} leads went wrong; the first: ${wrong[0]}`,
    );
}

/** Leads that differ: every number moves through its range. */
function makeLeads({ artifact }: CompiledModel, count: number): Lead[] {
  const example = exampleLead(artifact);
  return Array.from({ length: count }, (_, i) => {
    const numbers = artifact.schema.fields.flatMap((field) => {
      if (field.type !== 'number') return [];
      const value = field.range[0] + ((field.range[1] - field.range[0]) * i) / count;
      return [[field.name, field.integer ? Math.round(value) : value] as const];
    });
    return { ...example, ...Object.fromEntries(numbers) };
  });
}

function compare(got: number | undefined, expected: number): void {
  if (got === undefined || Math.abs(got - expected) > 1e-9)
    throw new Error(`expected a probability of ${expected}, got ${got}`);
}
