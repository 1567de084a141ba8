import type { Term } from '../../../model/artifact.ts';

/** A term that contributes a share of what it did. */
export function scaleTerm(term: Term, share: number): Term {
  const scale = (value: number) => value * share;
  const mean = scale(term.mean);
  if (term.kind === 'pair') return { ...term, values: term.values.map((row) => row.map(scale)), mean };
  const special = { missing: scale(term.missing), mean };
  switch (term.kind) {
    case 'linear':
      return { ...term, ...special, weight: scale(term.weight) };
    case 'binned':
      return { ...term, ...special, values: term.values.map(scale) };
    case 'category': {
      const values = Object.entries(term.values).map(([level, value]) => [level, scale(value)]);
      return { ...term, ...special, values: Object.fromEntries(values), other: scale(term.other) };
    }
  }
}
