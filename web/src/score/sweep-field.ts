import type { Field, Lead, LeadValue } from '../../../lib/lead/schema.ts';
import type { CompiledModel } from '../../../lib/model/compile-model.ts';

/** A value that a field might have, and the probability that the lead would have with it. */
export interface SweptValue {
  readonly value: LeadValue;
  /** Where it stands on an axis; of a date in days. */
  readonly at: number;
  readonly probability: number;
}

const POINTS = 61;
const MOST_LEVELS = 12;
const DAY_MS = 86_400_000;

/**
 * What a lead's probability would be for the values that a field usually has, all else as it is: exact, also where
 * fields act together, because it is scored.
 *
 * @returns numbers and dates ascending, with the present one; levels most frequent first; null, where the value may be
 * missing, last
 */
export function sweepField(model: CompiledModel, field: Field, lead: Lead): readonly SweptValue[] {
  const score = (value: LeadValue, at: number): SweptValue => ({
    value,
    at,
    probability: model.probabilityOf({ ...lead, [field.name]: value }),
  });
  const missing = field.required ? [] : [score(null, Number.NaN)];
  const now = lead[field.name] ?? null;
  switch (field.type) {
    case 'number': {
      const present = now === null ? [] : [now as number];
      return [
        ...spread([...field.range, ...present], present).map((value) => score(value, value)),
        ...missing,
      ];
    }
    case 'date': {
      const toDay = (text: string) => Math.floor(Date.parse(text) / DAY_MS);
      const present = now === null ? [] : [toDay(String(now))];
      const days = new Set(spread([...field.range.map(toDay), ...present], present).map(Math.round));
      return [
        ...[...days].map((day) => score(new Date(day * DAY_MS).toISOString().slice(0, 10), day)),
        ...missing,
      ];
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
