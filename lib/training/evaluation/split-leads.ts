/** Two disjoint sets of leads, as ascending indices. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** The first `share` of either class is held out; the order of the leads is random already (`orderLeads`). */
export function splitHoldout(labels: Uint8Array, share: number): Split {
  const total = [0, 0];
  for (const label of labels) total[label]! += 1;
  const held = total.map((n) => Math.max(1, Math.round(n * share)));
  return splitBy(labels, (label, rank) => rank < held[label]!);
}

/** Stratified folds: the leads of either class are dealt out in turn. Each lead is in one `test`. */
export function splitFolds(labels: Uint8Array, folds: number): Split[] {
  return Array.from({ length: folds }, (_, fold) => splitBy(labels, (_label, rank) => rank % folds === fold));
}

/** @param isTest told the class of a lead and how many of that class came before */
function splitBy(labels: Uint8Array, isTest: (label: number, rank: number) => boolean): Split {
  const ranks = [0, 0];
  const train: number[] = [];
  const test: number[] = [];
  labels.forEach((label, i) => {
    (isTest(label, ranks[label]!) ? test : train).push(i);
    ranks[label]! += 1;
  });
  return { train: Int32Array.from(train), test: Int32Array.from(test) };
}
