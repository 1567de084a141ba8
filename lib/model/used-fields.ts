import type { Term } from './artifact.ts';

/** The fields that change a score: those of terms that contribute anything but zero. A lasso leaves terms of zeros. */
export function usedFields(terms: readonly Term[]): Set<string> {
  return new Set(
    terms.flatMap((term) => {
      if (contributesNothing(term)) return [];
      return term.kind === 'pair' ? term.features : [term.feature];
    }),
  );
}

function contributesNothing(term: Term): boolean {
  const isZero = (value: number) => value === 0;
  switch (term.kind) {
    case 'linear':
      return isZero(term.weight) && isZero(term.missing);
    case 'binned':
      return term.values.every(isZero) && isZero(term.missing);
    case 'category':
      return Object.values(term.values).every(isZero) && isZero(term.other) && isZero(term.missing);
    case 'pair':
      return term.values.flat().every(isZero);
  }
}
