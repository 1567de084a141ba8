import type { Member, ModelArtifact, Term, Trees } from './artifact.ts';

/**
 * The fields that change a score: those of terms that contribute anything but zero, and those that trees split by. A lasso leaves
 * terms of zeros.
 */
export function usedFields({ terms, trees }: Pick<ModelArtifact, 'terms' | 'trees'>): Set<string> {
  return new Set([
    ...terms.flatMap((term) => {
      if (contributesNothing(term)) return [];
      return term.kind === 'pair' ? term.features : [term.feature];
    }),
    ...(trees === undefined ? [] : fieldsOfTrees(trees)),
  ]);
}

function fieldsOfTrees({ inputs, members }: Trees): string[] {
  const positions = new Set(members.flatMap(inputsOf));
  return inputs.flatMap(({ feature }, i) => (positions.has(i) ? [feature] : []));
}

const inputsOf = (member: Member): readonly number[] =>
  member.kind === 'trees'
    ? [...new Set(member.input)]
    : member.coefficients.flatMap((coefficient, i) => (coefficient === 0 ? [] : [i]));

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
