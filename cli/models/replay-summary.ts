import type { Grade } from '../../lib/model/artifact.ts';
import { countMigration, type Replay } from '../../lib/registry/replay-models.ts';
import { paint } from '../terminal/screen.ts';
import { alignCells } from '../terminal/text-table.ts';

const GRADES: readonly Grade[] = ['A', 'B', 'C', 'D'];

/** A replay, for reading. @param present @param next their references, such as `leads@v3` */
export function summariseReplay(replay: Replay, present: string, next: string, source: string): string[] {
  const { leads, refused, refusal, rankCorrelation, meanProbability, meanChange, threshold } = replay;
  if (leads === 0) {
    return [
      `Replayed on ${source}: no lead that both models accept.`,
      ...(refusal === undefined ? [] : [`${next} refuses ${refused}: ${refusal}`]),
    ];
  }
  const { stay, rise, fall } = countMigration(replay);
  const share = (n: number) => `${((100 * n) / leads).toFixed(1)} %`;
  const percent = (p: number) => `${(100 * p).toFixed(1)} %`;
  const migration = alignCells(
    [
      ['', ...GRADES.map((grade) => `to ${grade}`)],
      ...GRADES.map((from) => [
        `from ${from}`,
        ...GRADES.map((to) => replay.migration[from][to].toLocaleString('en-US')),
      ]),
    ],
    ['left', 'right', 'right', 'right', 'right'],
  );
  return [
    paint('heading', `Replayed on ${source}: ${present} → ${next}`),
    ...migration.map((line) => `  ${line}`),
    `Grades             ${share(stay)} stay, ${share(rise)} rise, ${share(fall)} fall`,
    `Rank correlation   ${rankCorrelation === undefined ? '– (one of them tells all leads alike)' : rankCorrelation.toFixed(3)}`,
    `Probability        ${percent(meanProbability.present)} → ${percent(meanProbability.next)} on average; a lead moves by ${percent(meanChange)}`,
    `Over ${percent(threshold.probability).padEnd(13)} ${share(threshold.up)} of the leads move above, ${share(threshold.down)} below`,
    ...(refused === 0
      ? []
      : [paint('warning', `${next} refuses ${refused.toLocaleString('en-US')} of them: ${refusal}`)]),
  ];
}
