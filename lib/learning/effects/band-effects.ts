import type { MainTerm, Term } from '../../model/artifact.ts';
import { compileTerm, type Entry } from '../../model/compile-term.ts';
import { nameTerm } from '../../model/name-term.ts';
import { moments } from '../../statistics/moments.ts';
import { studentQuantile } from '../../statistics/student-quantile.ts';
import type { SplitScheme } from '../evaluation/plan-split.ts';
import type { EffectBands } from '../training-record.ts';

/** A fit of the winner that saw some of the leads only. */
export interface PartialFit {
  readonly terms: readonly Term[];
}

export interface Bander {
  readonly how: EffectBands;
  /** The band of an effect of a term at an entry, log-odds. */
  band(term: MainTerm, entry: Entry, effect: number): { readonly low: number; readonly high: number };
}

/**
 * How far an effect would have come out otherwise: from the fits of the folds, each of which lacked some of the leads. Three folds
 * or more give the standard error of the delete-a-group jackknife, with as many degrees of freedom as folds but one (Kott 2001, The
 * delete-a-group jackknife); folds of whole groups make it that of groups. Fits on ever more of the past are no such sample, and
 * two folds tell next to nothing: there the band goes from the lowest effect to the highest.
 *
 * @param fits at least two, of the winner
 */
export function createBander(fits: readonly PartialFit[], scheme: SplitScheme): Bander | undefined {
  if (fits.length < 2) return undefined;
  const method = scheme === 'forward' || fits.length < 3 ? 'range' : 'jackknife';
  const compiled = fits.map(
    ({ terms }) =>
      new Map(terms.map((term) => [nameTerm(term), { mean: term.mean, term: compileTerm(term) }] as const)),
  );
  const quantile = studentQuantile(Math.max(1, fits.length - 1));
  return {
    how: { method, fits: fits.length },
    band(term, entry, effect) {
      const name = nameTerm(term);
      const effects = compiled.map((terms) => {
        const own = terms.get(name);
        // A fit that left the feature out gives it no effect.
        return own === undefined ? 0 : own.term.contributeEntries(entry, null) - own.mean;
      });
      if (method === 'range')
        return { low: Math.min(effect, ...effects), high: Math.max(effect, ...effects) };
      const half = quantile * Math.sqrt((fits.length - 1) * moments(effects).variance);
      return { low: effect - half, high: effect + half };
    },
  };
}
