import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measurePerformance } from '../../../lib/outcomes/performance/measure-performance.ts';
import { leadKeyOf, type ScoredLead } from '../../../lib/outcomes/scored-lead.ts';
import { ROOT } from '../../support/node24.ts';
import { findDifferences } from '../../support/outcomes-story/differ.ts';
import { ASKED, planStory, RANGE } from '../../support/outcomes-story/plan-story.ts';
import { readScored, renderEvents } from '../../support/outcomes-story/raw-files.ts';
import { replayStory } from '../../support/outcomes-story/replay.ts';

/**
 * The season of tests/integration/outcomes-story.test.ts without a stack: its rows, as a replay of the raw events makes them, give the figures
 * that pandas computes from the same files.
 */
const golden = (name: string) => readFileSync(join(ROOT, 'tests/golden/outcomes-story', name), 'utf8');
const expected = JSON.parse(golden('expected.json'));
const story = planStory();
const scores = readScored(golden('scored.csv'));
const VERSIONS = { champion: 'v2', challenger: 'v3' } as const;

test('the raw files that pandas reads are those of the story', () => {
  expect(renderEvents(story)).toBe(golden('events.csv'));
});

test.each([
  ['early', { now: ASKED.early }],
  ['middle', { now: ASKED.middle }],
  ['end', { now: ASKED.end }],
  ['champion', { now: ASKED.end, version: VERSIONS.champion }],
  ['challenger', { now: ASKED.end, version: VERSIONS.challenger }],
  ['range', { now: ASKED.end, from: new Date(RANGE[0]), to: new Date(RANGE[1]) }],
  ['erased', { now: ASKED.end, gone: story.erased }],
] as const)('figures: %s', (name, asked) => {
  const {
    now,
    version,
    from = new Date('2027-03-01'),
    to = now,
    gone,
  } = { gone: [], ...asked } as {
    now: Date;
    version?: string;
    from?: Date;
    to?: Date;
    gone: readonly string[];
  };
  const until = { ...story, stops: story.stops.filter(({ at }) => at <= now) };
  const rows = (['champion', 'challenger'] as const).flatMap((own) => {
    const before = scores.filter(({ scoredAt }) => scoredAt <= now);
    const { leads } = replayStory(until, before, { version: own, gone });
    return leads.map(
      ({ score, fate }): ScoredLead => ({
        id: `${score.version}-${score.reference}`,
        model: 'leads',
        version: VERSIONS[own],
        leadKey: leadKeyOf(score.reference),
        scoredAt: score.scoredAt,
        probability: score.probability,
        score: score.score,
        grade: score.grade,
        challenger: {
          version: VERSIONS[own === 'champion' ? 'challenger' : 'champion'],
          probability: score.other,
        },
        expiresAt: new Date('2099-01-01'),
        ...(fate === undefined
          ? {}
          : {
              outcome: {
                kind: fate.kind,
                occurredAt: new Date(fate.at),
                ...(fate.value < 0 ? {} : { value: fate.value }),
              },
            }),
      }),
    );
  });
  const measured = measurePerformance({ model: 'leads', version, from, to, now, rows });
  expect(findDifferences(expected[name], measured)).toEqual([]);
});

test('the replay counts the events as pandas does', () => {
  const { recorded, repeated, neverScored } = replayStory(story, scores);
  expect({ recorded, repeated, never_scored: neverScored }).toEqual(expected.events);
});

test('figures that differ are found, wherever they are', () => {
  const { end } = expected;
  const change = (text: string, by: string) => JSON.parse(JSON.stringify(end).replace(text, by));
  expect(findDifferences(end, end)).toEqual([]);
  expect(findDifferences(end, expected.middle).length).toBeGreaterThan(100);
  expect(findDifferences(end, expected.erased)).not.toEqual([]);
  expect(findDifferences(end, null)).not.toEqual([]);
  expect(findDifferences(end, change('"is_mature":true', '"is_mature":false'))).toHaveLength(1);
  const { value } = end.live.brier;
  expect(findDifferences(end, change(`${value}`, `${value + 1e-6}`))).toEqual([
    `.live.brier.value: expected ${value}, got ${value + 1e-6}`,
  ]);
});
