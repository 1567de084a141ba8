import { formatCount, formatPercent } from '../../lib/format-figures.ts';
import type { Grade } from '../../lib/model/artifact.ts';
import { countMigration, type Replay } from '../../lib/registry/replay-models.ts';
import { formatDigits } from '../terminal/format.ts';
import { paint } from '../terminal/screen.ts';
import { type Column, tabulate } from '../terminal/table.ts';

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
  const share = (n: number) => formatPercent(n / leads);
  const migration = tabulate(
    [{ title: '' }, ...GRADES.map((grade): Column => ({ title: `to ${grade}`, align: 'right' }))],
    GRADES.map((from) => [`from ${from}`, ...GRADES.map((to) => formatCount(replay.migration[from][to]))]),
    { indent: 2 },
  );
  return [
    paint('heading', `Replayed on ${source}: ${present} → ${next}`),
    ...migration,
    `Grades             ${share(stay)} stay, ${share(rise)} rise, ${share(fall)} fall`,
    `Rank correlation   ${rankCorrelation === undefined ? '– (one of them tells all leads alike)' : formatDigits(rankCorrelation, 3)}`,
    `Probability        ${formatPercent(meanProbability.present)} → ${formatPercent(meanProbability.next)} on average; a lead moves by ${formatPercent(meanChange)}`,
    `Over ${formatPercent(threshold.probability).padEnd(13)} ${share(threshold.up)} of the leads move above, ${share(threshold.down)} below`,
    ...(refused === 0
      ? []
      : [paint('warning', `${next} refuses ${formatCount(refused)} of them: ${refusal}`)]),
  ];
}
