import type { Grade, Scale } from './artifact.ts';

/** The lowest and the highest score: a lead is never certain to convert, nor certain not to. */
export const MIN_SCORE = 1;
export const MAX_SCORE = 99;

/** 1–99: one more than the number of the scale's percentiles that lie below the probability. */
export function scoreOf({ percentiles }: Scale, probability: number): number {
  let low = 0;
  let high = percentiles.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (percentiles[middle]! < probability) low = middle + 1;
    else high = middle;
  }
  return Math.min(MAX_SCORE, MIN_SCORE + low);
}

export function gradeOf({ grades }: Scale, score: number): Grade {
  if (score >= grades.A) return 'A';
  if (score >= grades.B) return 'B';
  return score >= grades.C ? 'C' : 'D';
}
