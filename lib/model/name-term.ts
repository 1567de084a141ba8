import type { Term } from './artifact.ts';

/** `visits`, `first_contact (weekday)`. */
export const namePart = (field: string, part: string | undefined): string =>
  part === undefined ? field : `${field} (${part})`;

/** `visits`, `first_contact (weekday)`, `visits × source`. @param nameOf what a field is called, if not by its name */
export function nameTerm(term: Term, nameOf = (field: string) => field): string {
  if (term.kind !== 'pair') return namePart(nameOf(term.feature), term.part);
  return term.features.map((field, side) => namePart(nameOf(field), term.axes[side]!.part)).join(' × ');
}

/** What the trees make of a field, beside the terms of the same field. */
export const nameTrees = (field: string): string => `trees: ${field}`;
