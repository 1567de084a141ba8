import type { Term } from './artifact.ts';

/** `visits`, `first_contact (weekday)`, `visits × source`. */
export function nameTerm(term: Term): string {
  const name = (feature: string, part: string | undefined) =>
    part === undefined ? feature : `${feature} (${part})`;
  if (term.kind !== 'pair') return name(term.feature, term.part);
  return term.features.map((feature, side) => name(feature, term.axes[side]!.part)).join(' × ');
}
