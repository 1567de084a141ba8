import type { ModelArtifact } from '../../model/artifact.ts';
import { calibrate, compileShift } from '../../model/calibrate.ts';
import { compileTrees } from '../../model/trees/compile-trees.ts';
import { logit } from '../../statistics/logit.ts';

/** A raw score that is a probability may be 0 or 1, of which there are no odds. */
const NEAREST = 1e-4;

/** What an effect on the average lead makes of its published odds, after calibration (ADR 35). */
export function compileFactor({
  calibration,
  intercept,
  terms,
  trees,
}: ModelArtifact): (effect: number) => number {
  const ofTrees = trees === undefined ? 0 : compileTrees(trees).mean;
  const average = terms.reduce((sum, { mean }) => sum + mean, intercept) + ofTrees;
  if (calibration.method === 'identity') {
    const logOdds = (p: number) => logit(Math.min(1 - NEAREST, Math.max(NEAREST, calibrate(calibration, p))));
    return (effect) => Math.exp(logOdds(average + effect) - logOdds(average));
  }
  const shiftOf = compileShift(calibration);
  return (effect) => Math.exp(shiftOf(effect, average + effect));
}
