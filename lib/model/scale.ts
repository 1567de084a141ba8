import { lowerBound } from '../statistics/lower-bound.ts';
import type { Grade, Scale } from './artifact.ts';

/** The lowest and the highest score: a lead is never certain to convert, nor certain not to. */
export const MIN_SCORE = 1;
export const MAX_SCORE = 99;

/** 1–99: one more than the number of the scale's percentiles that lie below the probability. */
export function scoreOf({ percentiles }: Scale, probability: number): number {
  return Math.min(MAX_SCORE, MIN_SCORE + lowerBound(percentiles, probability));
}

export function gradeOf({ grades }: Scale, score: number): Grade {
  if (score >= grades.A) return 'A';
  if (score >= grades.B) return 'B';
  return score >= grades.C ? 'C' : 'D';
}
