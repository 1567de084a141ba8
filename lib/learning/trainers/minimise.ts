/**
 * L-BFGS (Nocedal & Wright, Numerical Optimization, 2006, alg. 7.4 and 7.5) with an initial inverse Hessian
 * of the caller's instead of a multiple of the identity: with a good one it takes a handful of iterations.
 */
const MEMORY = 20;
const MOST_HALVINGS = 40;
/** Of the decrease that the slope promises, the part that a step must bring (Armijo). */
const SUFFICIENT = 1e-4;

/** Value and gradient; the value may be infinite. */
export type Objective = (at: Float64Array) => { readonly loss: number; readonly gradient: Float64Array };

export interface Minimum {
  readonly at: Float64Array;
  readonly loss: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * @param precondition multiplies a gradient by the initial inverse Hessian
 * @param tolerance ends when gᵀ H₀⁻¹ g, about twice the distance of the loss to its minimum, is below it
 */
export function minimise(
  objective: Objective,
  start: Float64Array,
  precondition: (gradient: Float64Array) => Float64Array,
  { tolerance, maxIterations }: { readonly tolerance: number; readonly maxIterations: number },
): Minimum {
  let at = start;
  let { loss, gradient } = objective(at);
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  for (let iterations = 0; ; iterations++) {
    const done = dot(gradient, precondition(gradient)) < tolerance;
    if (done || iterations === maxIterations) return { at, loss, iterations, converged: done };
    const direction = chooseDirection(gradient, steps, precondition);
    const slope = dot(gradient, direction);
    let length = 1;
    let next = at;
    let found = { loss: Number.POSITIVE_INFINITY, gradient };
    for (let halvings = 0; halvings <= MOST_HALVINGS; halvings++) {
      next = add(at, direction, length);
      found = objective(next);
      // Near the minimum the loss is flat to the last bit, hence the tolerance.
      if (found.loss <= loss + SUFFICIENT * length * slope + 1e-13 * Math.abs(loss)) break;
      length /= 2;
    }
    if (!(found.loss <= loss + 1e-13 * Math.abs(loss))) {
      return { at, loss, iterations, converged: false };
    }
    remember(steps, subtract(next, at), subtract(found.gradient, gradient));
    at = next;
    ({ loss, gradient } = found);
  }
}

/** −H g, by the two-loop recursion. */
function chooseDirection(
  gradient: Float64Array,
  steps: readonly { s: Float64Array; y: Float64Array; rho: number }[],
  precondition: (gradient: Float64Array) => Float64Array,
): Float64Array {
  const q = gradient.slice();
  const alphas: number[] = [];
  for (let k = steps.length - 1; k >= 0; k--) {
    const { s, y, rho } = steps[k]!;
    const alpha = rho * dot(s, q);
    alphas[k] = alpha;
    for (let j = 0; j < q.length; j++) q[j]! -= alpha * y[j]!;
  }
  const direction = precondition(q);
  steps.forEach(({ s, y, rho }, k) => {
    const beta = rho * dot(y, direction);
    for (let j = 0; j < direction.length; j++) direction[j]! += (alphas[k]! - beta) * s[j]!;
  });
  return direction.map((value) => -value);
}

function remember(
  steps: { s: Float64Array; y: Float64Array; rho: number }[],
  s: Float64Array,
  y: Float64Array,
): void {
  const curvature = dot(s, y);
  // Rounding may spoil the last, tiny steps.
  if (curvature <= 1e-300) return;
  steps.push({ s, y, rho: 1 / curvature });
  if (steps.length > MEMORY) steps.shift();
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

const subtract = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - b[i]!);
const add = (a: Float64Array, b: Float64Array, times: number): Float64Array =>
  a.map((value, i) => value + times * b[i]!);
