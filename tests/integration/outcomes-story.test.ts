import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '../../lib/client/index.ts';
import type { LeadState } from '../../lib/contract/lead-history.ts';
import type { OutcomesRecorded } from '../../lib/contract/outcome.ts';
import type { Performance } from '../../lib/contract/performance.ts';
import { leadKeyOf } from '../../lib/outcomes/scored-lead.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { ROOT } from '../support/node24.ts';
import { findDifferences } from '../support/outcomes-story/differ.ts';
import {
  ASKED,
  MARK,
  planStory,
  RANGE,
  START,
  type Stop,
  type StoryEvent,
} from '../support/outcomes-story/plan-story.ts';
import { readScored, renderEvents } from '../support/outcomes-story/raw-files.ts';
import { replayStory } from '../support/outcomes-story/replay.ts';
import { runCli } from '../support/run-cli.ts';

/**
 * Twenty weeks of a sales team on the running stack, whose clock is set from stop to stop: leads are scored with references, what became of
 * them comes late, out of order, twice and is taken back. Then the figures of the API are held against a replay of the raw events, and
 * against what pandas computes from the same raw files (tests/golden/outcomes-story).
 */
jest.setTimeout(600_000);

const GOLDEN = join(ROOT, 'tests/golden/outcomes-story');
const golden = (name: string) => readFileSync(join(GOLDEN, name), 'utf8');
/** Of the built-in sample, which `npm start` publishes, is v1. */
const [CHAMPION, CHALLENGER] = ['v2', 'v3'] as const;
const FROM = '2027-03-01';
const expected = JSON.parse(golden('expected.json'));
const scores = readScored(golden('scored.csv'));
const story = planStory();
const [won, lost, silent] = story.erased as [string, string, string];

let stack: LocalStack;
beforeAll(async () => {
  // Every line that functions can log.
  stack = await startLocalStack({ env: { ALIAS_TTL_SECONDS: '0', LOG_LEVEL: 'DEBUG' } });
});
afterAll(() => stack?.stop());

const client = () => createClient({ baseUrl: stack.apiUrl });
async function cli(...args: string[]): Promise<void> {
  const ended = await runCli(args, { cwd: GOLDEN, env: { SCORELANE_DATA_DIR: stack.dataDir } });
  expect({ args, ...ended }).toMatchObject({ status: 0 });
}
const setClock = (at: Date) => cli('clock', 'set', at.toISOString());
const promote = (version: string, alias: string) =>
  cli('models', 'promote', `leads@${version}`, '--alias', alias, '--yes', '--force');
async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const headers = { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${stack.apiUrl}${path}`, { method, headers, ...sent });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}
async function ok<T>(method: string, path: string, sent?: unknown): Promise<T> {
  const { status, body } = await ask(method, path, sent);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
  return body as T;
}
const measure = (query: Record<string, string> = {}) =>
  ok<Performance>('GET', `/models/leads/performance?${new URLSearchParams({ from: FROM, ...query })}`);
const pathOf = (reference: string) => `/leads/${encodeURIComponent(encodeURIComponent(reference))}`;

/** Predictions by references, the latest of each. */
const predictions = new Map<string, string>();

/** Scores the leads of a stop. @returns the probabilities of those with a reference, in their order */
async function score({ leads }: Stop): Promise<number[]> {
  if (leads.length === 0) return [];
  const { batch_id } = await client().submitBatch(
    leads.map(({ reference, lead }) => (reference === undefined ? lead : { lead, reference })),
  );
  return (await client().waitBatch(batch_id)).flatMap((result) => {
    if (result.status !== 'succeeded') throw new Error(`expected a score, got ${JSON.stringify(result)}`);
    if (result.reference === undefined) return [];
    predictions.set(result.reference, result.prediction_id);
    return [result.prediction.probability];
  });
}

const asSent = ({ reference, isByPrediction, outcome, occurredAt, value }: StoryEvent) => ({
  ...(isByPrediction ? { prediction_id: predictions.get(reference) } : { reference }),
  outcome,
  occurred_at: occurredAt.toISOString(),
  ...(value === undefined ? {} : { value }),
});

const asked = new Map<string, Performance>();
const counts = { recorded: 0, repeated: 0, never_scored: 0 };
const probabilities: number[] = [];

test('the raw events that pandas reads are those of the story', () => {
  expect(renderEvents(story)).toBe(golden('events.csv'));
});

test('the season runs, week by week', async () => {
  await setClock(START);
  await cli('publish', 'champion.json', '--promote', '--force', '--yes');
  await cli('publish', 'challenger.json', '--yes');
  await promote(CHALLENGER, 'challenger');
  for (const [i, stop] of story.stops.entries()) {
    await setClock(stop.at);
    if (stop.promote !== undefined) {
      await promote(CHALLENGER, 'champion');
      await promote(CHAMPION, 'challenger');
    }
    probabilities.push(...(await score(stop)));
    if (stop.events.length > 0) {
      const told = await ok<OutcomesRecorded>('POST', '/outcomes', stop.events.map(asSent));
      for (const name of ['recorded', 'repeated', 'never_scored'] as const) counts[name] += told[name];
    }
    for (const [name, at] of Object.entries(ASKED))
      if (at > stop.at && !(at > (story.stops[i + 1]?.at ?? at))) {
        await setClock(at);
        asked.set(name, await measure());
      }
  }
  expect([...asked.keys()]).toEqual(Object.keys(ASKED));
});

test('every lead got the probability that pandas reads', () => {
  const distances = probabilities.map((probability, i) => Math.abs(probability - scores[i]!.probability));
  expect(distances).toHaveLength(scores.length);
  expect(Math.max(...distances)).toBeLessThan(1e-9);
});

test('events that are new, repeated and of leads nobody scored are counted as in a replay, and as pandas does', () => {
  const { recorded, repeated, neverScored } = replayStory(story, scores);
  expect(counts).toEqual({ recorded, repeated, never_scored: neverScored });
  expect(counts).toEqual(expected.events);
});

test.each(Object.keys(ASKED))('performance is what pandas computes: %s', (name) => {
  expect(findDifferences(expected[name], asked.get(name))).toEqual([]);
});

test.each([
  ['champion', { version: CHAMPION }],
  ['challenger', { version: CHALLENGER }],
  ['range', { from: RANGE[0], to: RANGE[1] }],
])('performance is what pandas computes: %s', async (name, query) => {
  expect(findDifferences(expected[name], await measure(query))).toEqual([]);
});

test('performance counts what a replay of the raw events gives', () => {
  const { leads } = replayStory(story, scores);
  const isEarly = ({ score, fate }: (typeof leads)[number]) =>
    fate?.kind === 'converted' && fate.at < score.scoredAt.getTime();
  const kinds = Map.groupBy(leads, (lead) =>
    isEarly(lead) ? 'before_scoring' : (lead.fate?.kind ?? 'open'),
  );
  const outcomes = Object.fromEntries([...kinds].map(([kind, of]) => [kind, of.length]));
  const { leads: count, outcomes: told, cohorts, live } = asked.get('end')!;
  expect({ count, outcomes: told }).toEqual({ count: 2000, outcomes });
  const converted = (each: typeof leads) => each.filter(({ fate }) => fate?.kind === 'converted').length;
  const measured = leads.filter((lead) => !isEarly(lead));
  // All weeks are mature by then.
  expect(live).toMatchObject({ leads: measured.length, converted: converted(measured) });
  expect(cohorts.every((cohort) => cohort.is_mature)).toBe(true);
  for (const { group, ...of } of live!.grades) {
    const like = measured.filter(({ score: { grade } }) => grade === group);
    expect({ group, ...of }).toMatchObject({ group, leads: like.length, converted: converted(like) });
  }
});

test('each lead shows the outcome that a replay says holds', async () => {
  const { leads } = replayStory(story, scores);
  const some = leads.filter(
    ({ score: { reference } }, i) => i % 40 === 7 || story.erased.includes(reference),
  );
  for (const { score: scored, fate } of some) {
    const { status, body } = await ask('GET', pathOf(scored.reference));
    // Predictions expire after a week; what was reported is kept.
    if (status === 404 && fate === undefined) continue;
    const { outcome, occurred_at, value } = (body as LeadState).outcome;
    const isReported = fate !== undefined && fate.kind !== 'open';
    expect({ outcome, occurred_at, value }).toEqual({
      outcome: fate?.kind ?? null,
      occurred_at: fate === undefined ? null : new Date(fate.at).toISOString(),
      value: isReported && fate.value >= 0 ? fate.value : undefined,
    });
  }
});

test('leads that are erased are gone from every figure, and their events are', async () => {
  for (const reference of [won, lost, silent]) {
    const { status } = await ask('DELETE', pathOf(reference));
    expect({ reference, status }).toMatchObject({ status: 200 });
  }
  expect(findDifferences(expected.erased, await measure())).toEqual([]);
  for (const reference of [won, lost, silent])
    expect(await ask('GET', pathOf(reference))).toMatchObject({ status: 404 });
});

test('nothing of a lead, and no reference, is in any line of the log', () => {
  const log = stack.output();
  for (const route of ['/outcomes', '/predict_batch', '/models/{name}/performance', '/leads/{reference}'])
    expect(log).toContain(`"route":"${route}"`);
  expect(log).not.toContain(MARK);
  const references = new Set(scores.map(({ reference }) => reference));
  const told = [...references].filter((reference) => log.includes(leadKeyOf(reference)));
  expect(told).toEqual([]);
});
