import type { Lead } from '../lib/lead/schema.ts';
import type { ModelArtifact } from '../lib/model/artifact.ts';

/**
 * The yardstick for one lead in memory: a logistic model as one would write it out for one table, numbers first, then
 * categories, without missing effects of its own, other terms, calibration, score or reasons. Only its speed is used.
 */
export function writeOut({ intercept, terms }: ModelArtifact): (lead: Lead) => number {
  const numbers = terms.flatMap((term) => {
    if (term.kind !== 'linear') return [];
    const scale = term.steps.find((step) => step.op === 'scale');
    const logarithm = term.steps.some((step) => step.op === 'log1p');
    return [{ ...term, logarithm, mean: scale?.mean ?? 0, sd: scale?.sd ?? 1 }];
  });
  const categories = terms.flatMap((term) =>
    term.kind === 'category'
      ? [{ feature: term.feature, weights: new Map(Object.entries(term.values)) }]
      : [],
  );
  return (lead) => {
    let z = intercept;
    for (const { feature, logarithm, mean, sd, weight } of numbers) {
      const x = lead[feature] as number | null;
      if (x !== null) z += (weight * ((logarithm ? Math.log1p(x) : x) - mean)) / sd;
    }
    for (const { feature, weights } of categories) z += weights.get(lead[feature] as string) ?? 0;
    return 1 / (1 + Math.exp(-z));
  };
}
