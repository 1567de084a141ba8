import { InputError } from '../../errors.ts';
import { applySteps } from '../../model/apply-steps.ts';
import type { NumberStep } from '../../model/artifact.ts';
import { LARGEST, SMALLEST } from './columns.ts';
import { sqlNumber } from './quote.ts';

/** Where a number lies, whatever the lead. */
interface Bounds {
  readonly low: number;
  readonly high: number;
  /** The smallest size that it has beside 0. */
  readonly smallest: number;
}

const MOST = 1e150;
const LEAST = 1e-290;
/** What is left of a difference of two numbers that are nearly the same. */
const CANCELED = 1e-17;

/**
 * A number after its steps, and perhaps times a factor.
 *
 * PostgreSQL ends a statement where a number becomes too large or too small for 64 bits, while the scorer goes on with infinity or 0.
 * Every step is monotone, so its ends bound it, and what could not be computed is found here.
 *
 * @param x a number that `TableColumns` holds
 * @param where of the model, for messages
 * @throws {InputError} a number could leave what can be computed
 */
export function stepsToSql(steps: readonly NumberStep[], x: string, where: string, factor = 1): string {
  let bounds: Bounds = { low: -LARGEST, high: LARGEST, smallest: SMALLEST };
  let sql = x;
  for (const step of steps) {
    if (step.op === 'log1p' && bounds.low <= -1) {
      throw new InputError(
        `${where}: expected numbers above −1 before the step log1p, got a clip from ${bounds.low}. SQL has no logarithm of others.`,
      );
    }
    sql = stepToSql(step, sql, bounds);
    bounds = boundsAfter(step, bounds, where);
  }
  if (factor === 1) return sql;
  boundsAfter({ op: 'affine', factor, add: 0 }, bounds, where);
  return `${sqlNumber(factor)} * ${sql}`;
}

function boundsAfter(step: NumberStep, { low, high, smallest }: Bounds, where: string): Bounds {
  const ends = [applySteps([step], low), applySteps([step], high)];
  const after: Bounds = {
    low: Math.min(...ends),
    high: Math.max(...ends),
    smallest: shrink(step, smallest),
  };
  const fits = Math.abs(after.low) <= MOST && Math.abs(after.high) <= MOST && after.smallest >= LEAST;
  if (!fits) {
    throw new InputError(
      `${where}: the step ${step.op} makes numbers that are too large or too small to compute with in SQL`,
    );
  }
  return after;
}

function shrink(step: NumberStep, smallest: number): number {
  const times = (factor: number) => (factor === 0 ? 1 : Math.min(1, Math.abs(factor)));
  switch (step.op) {
    case 'clip':
    case 'log1p':
      return smallest * 0.1;
    case 'affine':
      return smallest * times(step.factor) * (step.add === 0 ? 1 : CANCELED);
    case 'scale':
      return smallest * times(1 / step.sd) * (step.mean === 0 ? 1 : CANCELED);
    case 'yeo-johnson':
      return smallest * times(step.lambda) * times(2 - step.lambda) * CANCELED;
  }
}

function stepToSql(step: NumberStep, x: string, bounds: Bounds): string {
  switch (step.op) {
    case 'clip':
      return `LEAST(GREATEST(${x}, ${sqlNumber(step.low)}), ${sqlNumber(step.high)})`;
    case 'log1p':
      return logOfOnePlus(x, bounds.low);
    case 'affine':
      return `(${x} * ${sqlNumber(step.factor)} + ${sqlNumber(step.add)})`;
    case 'scale':
      return `((${x} - ${sqlNumber(step.mean)}) / ${sqlNumber(step.sd)})`;
    case 'yeo-johnson':
      return yeoJohnsonToSql(x, step.lambda, bounds);
  }
}

/** PostgreSQL has no log1p; 2·artanh(x ÷ (2 + x)) is it, exact near 0. */
const logOfOnePlus = (x: string, low: number): string =>
  low >= 0.5
    ? `ln(1 + ${x})`
    : `CASE WHEN ${x} < 0.5 THEN 2 * atanh(${x} / (2 + ${x})) ELSE ln(1 + ${x}) END`;

/** Nor expm1; e^y − 1 = 2·e^(y÷2)·sinh(y÷2). Below −700 it is −1 to the last bit, and `exp` would underflow. */
const expMinusOne = (y: string): string =>
  `2 * exp(GREATEST(${y}, -700) / 2) * sinh(GREATEST(${y}, -700) / 2)`;

/** As `yeoJohnson`. */
function yeoJohnsonToSql(x: string, lambda: number, { low, high }: Bounds): string {
  const power = (base: string, exponent: number, from: number) => {
    const logarithm = logOfOnePlus(base, from);
    return exponent === 0
      ? `(${logarithm})`
      : `(${expMinusOne(`${sqlNumber(exponent)} * (${logarithm})`)} / ${sqlNumber(exponent)})`;
  };
  const above = power(x, lambda, Math.max(0, low));
  const below = `-${power(`(-${x})`, 2 - lambda, Math.max(0, -high))}`;
  if (low >= 0) return above;
  return high < 0 ? `(${below})` : `CASE WHEN ${x} >= 0 THEN ${above} ELSE ${below} END`;
}
