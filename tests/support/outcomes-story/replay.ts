import type { Story } from './plan-story.ts';
import type { StoryScore } from './raw-files.ts';

/** What became of a lead at the end, told from all events at once. */
interface Fate {
  readonly kind: 'converted' | 'lost' | 'open';
  readonly at: number;
  readonly value: number;
}

export interface Replay {
  readonly leads: readonly { readonly score: StoryScore; readonly fate: Fate | undefined }[];
  /** Of all events that were posted. */
  readonly recorded: number;
  readonly repeated: number;
  readonly neverScored: number;
}

/** `open` before `lost` before `converted`, where they happened in the same moment. */
const DOUBT = { open: 2, lost: 1, converted: 0 };

/**
 * The story from its raw events, in the plainest way: no stores, no order of arrival, nothing of what the stack runs.
 *
 * @param scores with those that came first in front
 * @param version of which the scores count; undefined: any, and each lead by its first one
 * @param gone leads that were erased
 */
export function replayStory(
  story: Story,
  scores: readonly StoryScore[],
  {
    version,
    gone = [],
  }: { readonly version?: StoryScore['version']; readonly gone?: readonly string[] } = {},
): Replay {
  const fates = new Map<string, Fate>();
  const seen = new Set<string>();
  const scored = new Set<string>();
  let [posted, neverScored] = [0, 0];
  for (const { leads, events } of story.stops) {
    for (const { reference } of leads) if (reference !== undefined) scored.add(reference);
    for (const { reference, outcome, occurredAt, value } of events) {
      posted += 1;
      const name = JSON.stringify([reference, outcome, occurredAt, value]);
      if (!seen.has(name) && !scored.has(reference)) neverScored += 1;
      seen.add(name);
      if (outcome === 'contacted') continue;
      const fate: Fate = { kind: outcome, at: occurredAt.getTime(), value: value ?? -1 };
      const known = fates.get(reference);
      const weight = (one: Fate) => [one.at, DOUBT[one.kind], one.value];
      if (known === undefined || isAbove(weight(fate), weight(known))) fates.set(reference, fate);
    }
  }
  const first = new Map<string, StoryScore>();
  for (const score of scores)
    if (!first.has(score.reference) && (version === undefined || score.version === version))
      first.set(score.reference, score);
  for (const reference of gone) first.delete(reference);
  return {
    leads: [...first.values()].map((score) => ({ score, fate: fates.get(score.reference) })),
    recorded: seen.size,
    repeated: posted - seen.size,
    neverScored,
  };
}

function isAbove(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, i) => value !== other[i]);
  return at >= 0 && one[at]! > other[at]!;
}
