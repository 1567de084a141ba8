import type { Field, Lead, LeadValue } from '../../../lib/lead/schema.ts';
import type { CompiledModel } from '../../../lib/model/compile-model.ts';

/** A value that a field might have, and the probability that the lead would have with it. */
export interface SweptValue {
  readonly value: LeadValue;
  /** Where it stands on an axis; of a point in time in days. */
  readonly at: number;
  readonly probability: number;
}

/** Scores the lead with another value of a field. */
export const scoreWith =
  (model: CompiledModel, { name }: Field, lead: Lead) =>
  (value: LeadValue, at: number): SweptValue => ({
    value,
    at,
    probability: model.probabilityOf({ ...lead, [name]: value }),
  });

const POINTS = 61;
const MOST_LEVELS = 12;
/** Of the highest probability: where two neighbours differ by more, the place of the step between them is looked for. */
const STEP = 0.02;
/** Halvings of the stretch between two points, until a step is narrower than a line on the screen. */
const HALVINGS = 5;

/**
 * What a lead's probability would be for the values that a field usually has, all else as it is: exact, also where
 * fields act together, because it is scored.
 *
 * @param field any but a date: see `sweepDate`
 * @returns numbers ascending, with the present one and the places where the probability jumps; levels most frequent first; null, where the value may be
 * missing, last
 */
export function sweepField(
  model: CompiledModel,
  field: Exclude<Field, { type: 'date' }>,
  lead: Lead,
): readonly SweptValue[] {
  const score = scoreWith(model, field, lead);
  const missing = field.required ? [] : [score(null, Number.NaN)];
  const now = lead[field.name] ?? null;
  switch (field.type) {
    case 'number': {
      const present = now === null ? [] : [now as number];
      const even = spread([...field.range, ...present], present).map((value) => score(value, value));
      return [...findSteps(even, (value) => score(value, value)), ...missing];
    }
    case 'boolean':
      return [score(true, 0), score(false, 1), ...missing];
    case 'category': {
      const levels = new Set([...field.levels.slice(0, MOST_LEVELS), ...(now === null ? [] : [String(now)])]);
      return [...[...levels].map((level, i) => score(level, i)), ...missing];
    }
  }
}

/** Evenly over the range of some numbers, with those that must be there. */
function spread(among: readonly number[], present: readonly number[]): number[] {
  const [low, high] = [Math.min(...among), Math.max(...among)];
  const even = Array.from({ length: POINTS }, (_, i) => low + ((high - low) * i) / (POINTS - 1));
  return [...new Set([...even, ...present])].sort((a, b) => a - b);
}

/** Bins and trees jump: between points that differ, more of them, closer and closer to where most of the difference lies. */
function findSteps(points: readonly SweptValue[], score: (value: number) => SweptValue): SweptValue[] {
  const least = STEP * Math.max(...points.map(({ probability }) => probability));
  const between = (low: SweptValue, high: SweptValue, halvings: number): SweptValue[] => {
    if (halvings === 0 || Math.abs(high.probability - low.probability) <= least) return [];
    const middle = score((low.at + high.at) / 2);
    const isLower =
      Math.abs(middle.probability - low.probability) > Math.abs(high.probability - middle.probability);
    return isLower
      ? [...between(low, middle, halvings - 1), middle]
      : [middle, ...between(middle, high, halvings - 1)];
  };
  return points.flatMap((point, i) =>
    i === 0 ? [point] : [...between(points[i - 1]!, point, HALVINGS), point],
  );
}
