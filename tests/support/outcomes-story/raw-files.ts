import type { Grade } from '../../../lib/model/artifact.ts';
import type { Story, StoryLead } from './plan-story.ts';

/** A score of the story, as the stack keeps it; one for each time that a lead with a reference was scored. */
export interface StoryScore {
  readonly reference: string;
  readonly scoredAt: Date;
  readonly version: 'champion' | 'challenger';
  readonly probability: number;
  readonly score: number;
  readonly grade: Grade;
  /** What the other version said at the same time. */
  readonly other: number;
}

type Explain = (
  version: StoryScore['version'],
  lead: StoryLead['lead'],
) => { readonly probability: number; readonly score: number; readonly grade: Grade };

/** Every score of a lead with a reference, in the order of the story. */
export function scoreStory({ stops }: Story, explain: Explain): StoryScore[] {
  let version: StoryScore['version'] = 'champion';
  const scores: StoryScore[] = [];
  for (const { at, promote, leads } of stops) {
    version = promote ?? version;
    const other = version === 'champion' ? 'challenger' : 'champion';
    for (const { reference, lead } of leads) {
      if (reference === undefined) continue;
      const { probability, score, grade } = explain(version, lead);
      scores.push({
        ...{ reference, scoredAt: at, version, probability, score, grade },
        other: explain(other, lead).probability,
      });
    }
  }
  return scores;
}

export const renderScored = (scores: readonly StoryScore[]): string =>
  toCsv(
    ['reference', 'scored_at', 'version', 'probability', 'score', 'grade', 'other'],
    scores.map(({ reference, scoredAt, version, probability, score, grade, other }) => [
      ...[reference, scoredAt.toISOString(), version, probability, score, grade, other],
    ]),
  );

/** What `renderScored` wrote; no cell of it has a line break. */
export const readScored = (text: string): StoryScore[] =>
  text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [, quoted, plain, rest = ''] = /^(?:"((?:[^"]|"")*)"|([^,]*)),(.*)$/.exec(line)!;
      const [at, version, probability, score, grade, other] = rest.split(',');
      return {
        reference: quoted?.replaceAll('""', '"') ?? plain!,
        scoredAt: new Date(at!),
        version: version as StoryScore['version'],
        probability: Number(probability),
        score: Number(score),
        grade: grade as Grade,
        other: Number(other),
      };
    });

/** In the order in which they are posted. */
export const renderEvents = ({ stops }: Story): string =>
  toCsv(
    ['posted_at', 'reference', 'outcome', 'occurred_at', 'value'],
    stops.flatMap(({ at, events }) =>
      events.map(({ reference, outcome, occurredAt, value }) => [
        ...[at.toISOString(), reference, outcome, occurredAt.toISOString(), value ?? ''],
      ]),
    ),
  );

const toCsv = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  `${[header, ...rows].map((row) => row.map(writeCell).join(',')).join('\n')}\n`;

const writeCell = (cell: string | number): string =>
  /[",\n]/.test(`${cell}`) ? `"${`${cell}`.replaceAll('"', '""')}"` : `${cell}`;
