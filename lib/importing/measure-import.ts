import { evaluate } from '../learning/evaluation/evaluate.ts';
import { recalibrate } from '../learning/evaluation/recalibrate.ts';
import { tellCalibration } from '../learning/evaluation/tell-calibration.ts';
import type { Evaluation } from '../model/artifact.ts';

/** Leads of a tenth, by their probability. */
export interface CalibrationGroup {
  readonly rows: number;
  /** Mean probability. */
  readonly predicted: number;
  /** Share that converted. */
  readonly observed: number;
}

/** What the leads that are given say of an imported model. */
export interface ImportMeasured {
  readonly evaluation: Evaluation;
  /** Lowest probabilities first; leads with equal ones stay together, so that there may be fewer than ten. */
  readonly groups: readonly CalibrationGroup[];
  /** Whether the probabilities are right, in a sentence without its full stop; absent where it cannot be told. */
  readonly calibration?: string;
}

const GROUPS = 10;

/** @returns undefined: the leads are of one outcome */
export function measureImport(probabilities: Float64Array, labels: Uint8Array): ImportMeasured | undefined {
  const converted = labels.reduce((sum, label) => sum + label, 0);
  if (converted === 0 || converted === labels.length) return undefined;
  const line = recalibrate({ probabilities, labels });
  return {
    evaluation: evaluate(probabilities, labels),
    groups: groupLeads(probabilities, labels),
    ...(line === undefined ? {} : { calibration: tellCalibration(line, converted / labels.length) }),
  };
}

function groupLeads(probabilities: Float64Array, labels: Uint8Array): CalibrationGroup[] {
  const order = Uint32Array.from(labels, (_, i) => i).sort((a, b) => probabilities[a]! - probabilities[b]!);
  const groups: CalibrationGroup[] = [];
  for (let [group, start] = [1, 0]; start < order.length; group++) {
    let end = Math.max(start, Math.round((group * order.length) / GROUPS));
    if (end === start) continue;
    while (end < order.length && probabilities[order[end]!] === probabilities[order[end - 1]!]) end += 1;
    let [predicted, observed] = [0, 0];
    for (let i = start; i < end; i++) {
      predicted += probabilities[order[i]!]!;
      observed += labels[order[i]!]!;
    }
    const rows = end - start;
    groups.push({ rows, predicted: predicted / rows, observed: observed / rows });
    start = end;
  }
  return groups;
}
