import { parseArgs } from 'node:util';
import { openRegistry } from '../cli/target.ts';
import { createKey } from '../lib/auth/api-key.ts';
import { createClient } from '../lib/client/index.ts';
import { InputError, messageOf } from '../lib/errors.ts';
import type { Lead } from '../lib/lead/schema.ts';
import type { CompiledModel } from '../lib/model/compile-model.ts';
import { exampleLead } from '../lib/model/example-lead.ts';
import { settleAll } from '../lib/settle-all.ts';

/**
 * npm run smoke -- --target STAGE [--leads 60]: does the stage score as its model says? Health, then leads through the
 * API, queue, worker and table, each held against the champion's artifact to 1e-9. Exits 1 when anything is wrong; a stage
 * without a model has nothing to be tested, and says so.
 *
 * Sixty, because a fault that hits every twentieth request shows itself among them with a probability of 95 %:
 * 1 − .95⁵⁹ (ADR 24).
 */
const LEADS = 60;
const AT_ONCE = 8;
/** A cold start of every function, and a retry. */
const WAIT_MS = 120_000;

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: 'local' },
    leads: { type: 'string', default: String(LEADS) },
  },
});
try {
  await smoke(values.target, Number(values.leads));
} catch (error) {
  console.error(`smoke test of ${values.target}: ${messageOf(error)}`);
  process.exitCode = error instanceof InputError ? 2 : 1;
}

async function smoke(stage: string, count: number): Promise<void> {
  if (!Number.isInteger(count) || count < 1) throw new InputError('--leads: expected a whole number from 1');
  const { registry, keys, serve, target, clock } = await openRegistry(stage);
  const [name] = await registry.listModels();
  if (name === undefined) {
    // A new stage: it must be there before anything can be published to it.
    console.log(
      `${target.apiUrl}: nothing was tested, there is no model yet: scorelane publish model/model.json`,
    );
    return;
  }
  const { model, ref } = await serve(name);
  const { key, stored } = createKey({
    name: 'smoke test',
    scope: 'predict',
    createdAt: clock.now(),
    createdBy: 'npm run smoke',
  });
  await keys.add(stored);
  try {
    const client = createClient({ baseUrl: target.apiUrl, apiKey: key });
    const { status } = await client.health();
    if (status !== 'ok') throw new Error(`GET /health says ${status}`);
    const leads = makeLeads(model, count);
    const settled = await settleAll(leads, AT_ONCE, async (lead) => {
      const answer = await client.predict(lead, { model: `${ref.name}@${ref.version}`, timeoutMs: WAIT_MS });
      compare(answer.prediction?.probability, model.explain(lead).probability);
    });
    const wrong = settled.flatMap((one) => (one.status === 'rejected' ? [messageOf(one.reason)] : []));
    if (wrong.length > 0)
      throw new Error(`${wrong.length} of ${count} leads went wrong; the first: ${wrong[0]}`);
    console.log(`${target.apiUrl}: ${count} leads scored as ${ref.name}@${ref.version} says`);
  } finally {
    await keys.revoke(stored.id, clock.now());
  }
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
