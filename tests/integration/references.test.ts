import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createClient, type LeadExport, type LeadState } from '../../lib/client/index.ts';
import { leadPath } from '../../lib/client/leads.ts';
import { leadPath as apiPath } from '../../lib/http/lead-path.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { runCli } from '../support/run-cli.ts';

/** Leads by their owner's own ids, by the client and the command line, on the local stack. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-references-'));
let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack();
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const LEAD = {
  first_contact: '2026-06-24',
  source: 'social',
  industry: 'software',
  country: 'DE',
  employees: 66,
  visits: 1,
  pages_viewed: 2,
  email_opened: false,
  demo_requested: false,
};
const BETTER = { ...LEAD, source: 'referral', visits: 20, demo_requested: true };
const client = () => createClient({ baseUrl: stack.apiUrl });
const cli = (...args: string[]) =>
  runCli(args, { cwd: folder, env: { SCORELANE_DATA_DIR: stack.dataDir, SCORELANE_API_URL: stack.apiUrl } });

test('client and API name a lead the same way, whatever its reference is', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 128, unit: 'grapheme' }), (reference) => {
      expect(leadPath(reference)).toBe(apiPath(reference));
    }),
  );
  for (const reference of ['.', '..', 'a/b', '50%25', '?', '\\', 'export'])
    expect(leadPath(reference)).toBe(apiPath(reference));
});

test.each(['00Q5e000001', 'a/b c', '..', '50%25', 'é?#&+', 'export'])(
  '“%s”: scored twice, why it changed, all that is held, and erased',
  async (reference) => {
    const first = await client().predict(LEAD, { reference, metadata: { owner: 'jana' } });
    const second = await client().predict(BETTER, { reference });
    expect(first).toMatchObject({ status: 'succeeded', reference, metadata: { owner: 'jana' } });

    const state: LeadState = await client().getLead(reference);
    expect(state).toMatchObject({ reference, trend: 'rising' });
    expect(state.latest!.prediction_id).toBe(second.prediction_id);
    const { from, to, log_odds, intercept_effect, features } = state.change!;
    expect([from.prediction_id, to.prediction_id]).toEqual([first.prediction_id, second.prediction_id]);
    const sum = features.reduce(
      (total, one) => total + one.input_effect + one.model_effect,
      intercept_effect,
    );
    expect(Math.abs(sum - log_odds)).toBeLessThan(1e-9);
    const back = await client().getLead(reference, { from: second.prediction_id, to: first.prediction_id });
    expect(back.change!.log_odds).toBeCloseTo(-log_odds, 9);

    const listed: string[] = [];
    for await (const { predictions } of client().listPredictions({ reference, limit: 1 }))
      listed.push(...predictions.map(({ prediction_id: id }) => id));
    expect(listed).toEqual([second.prediction_id, first.prediction_id]);

    const told = await cli('explain-change', reference);
    expect(told).toMatchObject({ status: 0, stderr: '' });
    expect(told.stdout).toContain(`Lead   ${reference}\n`);
    expect(told.stdout).toMatch(/^visits +1 → 20 +\+/m);
    expect((await cli('leads', 'get', reference)).stdout).toContain('Trend       rising');
    expect((await cli('leads', 'export', reference, '--out', 'held.json', '--force')).status).toBe(0);
    const held = JSON.parse(readFileSync(join(folder, 'held.json'), 'utf8')) as LeadExport;
    expect(held.predictions.map(({ lead }) => lead.visits)).toEqual([20, 1]);

    expect(await cli('leads', 'erase', reference, '--yes')).toMatchObject({
      status: 0,
      stdout: `Erased 2 predictions of ${reference}\n`,
    });
    await expect(client().getLead(reference)).rejects.toMatchObject({ status: 404 });
    await expect(client().get(first.prediction_id)).rejects.toMatchObject({ status: 410 });
  },
  60_000,
);

test('leads of a batch, and of a file, have a history, too', async () => {
  const { batch_id: id } = await client().submitBatch([
    { lead: LEAD, reference: 'batch-1' },
    { lead: BETTER, reference: 'batch-2' },
    LEAD,
  ]);
  const results = await client().waitBatch(id);
  expect(results.map((one) => ('reference' in one ? one.reference : undefined))).toEqual([
    'batch-1',
    'batch-2',
    undefined,
  ]);
  expect((await client().getLead('batch-2')).latest!.prediction_id).toBe(`${id}-1`);

  const names = Object.keys(LEAD);
  const row = (lead: Readonly<Record<string, unknown>>, name: string) =>
    [name, ...names.map((key) => lead[key])].join(',');
  writeFileSync(
    join(folder, 'crm.csv'),
    `${['crm_id', ...names].join(',')}\n${row(BETTER, 'batch-1')}\n${row(LEAD, 'batch-3')}\n`,
  );
  expect(await cli('batch', 'crm.csv', '--reference', 'crm_id', '--out', 'scored.csv')).toMatchObject({
    status: 0,
  });
  expect(await client().getLead('batch-1')).toMatchObject({ trend: 'rising' });
  const { stdout } = await cli('leads', 'history', 'batch-1');
  expect(stdout.trim().split('\n')).toHaveLength(3);
}, 60_000);
