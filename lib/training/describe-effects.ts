import type { Baseline, Term } from '../model/artifact.ts';
import type { CompiledModel } from '../model/compile-model.ts';
import { compileMainTerm } from '../model/compile-term.ts';
import { nameTerm } from '../model/name-term.ts';
import { contributeColumn } from './score-columns.ts';
import type { EncodedLeads } from './table/encode-leads.ts';

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
  const all = Int32Array.from({ length: leads.count }, (_, i) => i);
  return model.artifact.terms
    .map((term): FeatureEffect => {
      const contributions = contributeColumn(term, leads.features, all);
      const mean = contributions.reduce((sum, value) => sum + value, 0) / leads.count;
      const squares = contributions.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const values = listValues(term, baseline).sort((a, b) => b.odds - a.odds);
      const [most, least] = [values[0], values.at(-1)];
      return {
        feature: nameTerm(term),
        spread: Math.sqrt(squares / leads.count),
        ...(most === undefined || least === undefined || values.length < 2 ? {} : { most, least }),
      };
    })
    .sort((a, b) => b.spread - a.spread || (a.feature < b.feature ? -1 : 1));
}

function listValues(term: Term, baseline: Baseline): ValueEffect[] {
  if (term.kind === 'pair') return [];
  if (term.kind === 'category') {
    return Object.entries(term.values).map(([value, logOdds]) => ({
      value,
      odds: Math.exp(logOdds - term.mean),
    }));
  }
  if (term.part !== undefined) return [];
  const contribute = compileMainTerm(term);
  const edges = baseline[term.feature]?.edges ?? [];
  return [...new Set([edges[0], edges.at(-1)])].flatMap((value) =>
    value === undefined ? [] : [{ value: String(value), odds: Math.exp(contribute(value) - term.mean) }],
  );
}
