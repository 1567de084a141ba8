import type { Baseline, Term } from '../model/artifact.ts';
import type { CompiledModel } from '../model/compile-model.ts';
import type { EncodedLeads } from './encode-leads.ts';

/** How much a feature moves the score, for the report of a training. */
export interface FeatureEffect {
  readonly feature: string;
  /** Standard deviation of its contributions over the training leads, log-odds. */
  readonly spread: number;
  /** The value that raises the odds most, against the average lead. */
  readonly most?: ValueEffect;
  /** The value that lowers the odds most. */
  readonly least?: ValueEffect;
}

export interface ValueEffect {
  /** `paid search`; of numbers the first or the ninth decile. */
  readonly value: string;
  /** Factor on the odds, against the average lead. */
  readonly odds: number;
}

/** The effects of all features, strongest first. */
export function describeEffects(
  model: CompiledModel,
  leads: EncodedLeads,
  baseline: Baseline,
): FeatureEffect[] {
  const { terms } = model.artifact;
  const sums = new Float64Array(terms.length);
  const squares = new Float64Array(terms.length);
  for (let i = 0; i < leads.count; i++) {
    model.score(leads.leadAt(i)).contributions.forEach((contribution, t) => {
      sums[t]! += contribution;
      squares[t]! += contribution * contribution;
    });
  }
  return terms
    .map((term, t): FeatureEffect => {
      const mean = sums[t]! / leads.count;
      const values = listValues(model, t, baseline).sort((a, b) => b.odds - a.odds);
      const [most, least] = [values[0], values.at(-1)];
      return {
        feature: term.kind === 'category' && term.part ? `${term.feature} (${term.part})` : term.feature,
        spread: Math.sqrt(Math.max(0, squares[t]! / leads.count - mean * mean)),
        ...(most === undefined || least === undefined || values.length < 2 ? {} : { most, least }),
      };
    })
    .sort((a, b) => b.spread - a.spread || (a.feature < b.feature ? -1 : 1));
}

function listValues(model: CompiledModel, index: number, baseline: Baseline): ValueEffect[] {
  const term: Term = model.artifact.terms[index]!;
  if (term.kind === 'category') {
    return Object.entries(term.values).map(([value, logOdds]) => ({
      value,
      odds: Math.exp(logOdds - term.mean),
    }));
  }
  const edges = baseline[term.feature]?.edges ?? [];
  return [...new Set([edges[0], edges.at(-1)])].flatMap((value) => {
    if (value === undefined) return [];
    const { contributions } = model.score({ [term.feature]: value });
    return [{ value: String(value), odds: Math.exp(contributions[index]! - term.mean) }];
  });
}
