/** How much a converted lead counts in the fit: alike, as much as makes both classes weigh the same, or a number. */
export type ClassWeight = 'none' | 'balanced' | number;

/** How many leads a converted lead counts as. */
export function positiveWeightOf(weight: ClassWeight, labels: Uint8Array, rows: Int32Array): number {
  if (weight === 'none') return 1;
  if (typeof weight === 'number') return weight;
  let converted = 0;
  for (const row of rows) converted += labels[row]!;
  return (rows.length - converted) / converted;
}

/**
 * Takes class weights back out of the intercept, so that probabilities are those of the leads as they are:
 * weighting the converted leads by w multiplies all odds by w (King & Zeng 2001, Logistic regression in rare
 * events data, eq. 7, prior correction).
 */
export function correctIntercept<Fit extends { readonly intercept: number }>(
  fit: Fit,
  positiveWeight: number,
): Fit {
  return positiveWeight === 1 ? fit : { ...fit, intercept: fit.intercept - Math.log(positiveWeight) };
}
