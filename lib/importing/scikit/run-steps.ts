import type { NumberStep } from '../../contract/artifact-terms.ts';
import { InputError } from '../../errors.ts';
import { applySteps } from '../../model/apply-steps.ts';
import type { Step, Value } from './export-file.ts';

/** A level that no step knows. */
export const UNKNOWN = Symbol('a level that no step knows');
type Passing = Value | typeof UNKNOWN;

/**
 * What scikit-learn's steps make of one value of a raw column. A level that a step does not know is treated as by
 * `handle_unknown='ignore'`.
 *
 * @returns the number that the model looks at; NaN: missing
 * @throws {InputError} words reach a step that takes numbers
 */
export function runSteps(steps: readonly Step[], value: Passing): number {
  return toNumber(steps.reduce<Passing>((passing, step) => runStep(step, passing), value)) ?? Number.NaN;
}

function runStep(step: Step, value: Passing): Passing {
  switch (step.op) {
    case 'impute':
      return value === null ? step.value : value;
    case 'missing':
      return value === null ? 1 : 0;
    case 'is':
      return step.levels.some((level) => isSame(level, value)) === step.negated ? 0 : 1;
    case 'codes': {
      if (value === null) return step.missing;
      const at = step.levels.findIndex((level) => isSame(level, value));
      return at < 0 ? step.other : step.codes[at]!;
    }
    case 'bins': {
      const x = toNumber(value);
      return x === null ? null : step.edges.filter((edge) => edge <= x).length;
    }
    case 'known':
      return step.codes.includes(toNumber(value) ?? Number.NaN) ? value : null;
    default:
      return runNumberStep(step, value);
  }
}

function runNumberStep(step: NumberStep, value: Passing): number | null {
  const x = toNumber(value);
  return x === null ? null : applySteps([step], x);
}

/** Python's equality: True is 1. */
function isSame(level: Value, value: Passing): boolean {
  if (typeof level === 'string' || typeof value === 'string' || level === null) return level === value;
  return value !== null && value !== UNKNOWN && Number(level) === Number(value);
}

function toNumber(value: Passing): number | null {
  if (typeof value === 'string' || value === UNKNOWN)
    throw new InputError(
      'the exported model: expected numbers at a step or at the model, got words; encode them before',
    );
  return value === null || Number.isNaN(value) ? null : Number(value);
}
