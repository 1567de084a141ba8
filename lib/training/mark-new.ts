/**
 * Which leads are new: 1 where there are more leads that say the same than there were before. A lead that was open before
 * and has converted since is not new: whoever learned from it knows what it says, and of the leads of then those that changed
 * would be a choice of their own.
 *
 * Of equal leads nobody knows which are the new ones. They are spread evenly over the equal leads in their order, so that of
 * every part of the leads, such as a hold-out that is the first fifth of them, about the right share is new.
 *
 * @param keys of `fingerprintLeads`
 */
export function markNew(keys: Float64Array, before: Float64Array): Uint8Array {
  // Sorted and not in a Map, which holds 2²⁴ keys at most.
  const there = keys.slice().sort();
  const counts = countNew(there, before.slice().sort());
  /** At the first of a run of equal keys: how many of them were met. */
  const met = new Uint32Array(there.length);
  return Uint8Array.from(keys, (key) => {
    const first = findFirst(there, key);
    const [all, fresh] = [counts.all[first]!, counts.fresh[first]!];
    const i = met[first]!++;
    return Math.floor(((i + 1) * fresh) / all) - Math.floor((i * fresh) / all);
  });
}

/** Per run of equal keys, at its first: how many there are, and how many of these are new. */
function countNew(there: Float64Array, known: Float64Array): Record<'all' | 'fresh', Uint32Array> {
  const all = new Uint32Array(there.length);
  const fresh = new Uint32Array(there.length);
  let at = 0;
  let knownAt = 0;
  /** How many have the key, of either; the places move behind them. */
  const take = (key: number): readonly [now: number, before: number] => {
    while (known[knownAt]! < key) knownAt++;
    const [from, knownFrom] = [at, knownAt];
    while (there[at] === key) at++;
    while (known[knownAt] === key) knownAt++;
    return [at - from, knownAt - knownFrom];
  };
  while (at < there.length) {
    // The keys of leads that say the same are an even one, which did not convert, and the odd one behind it.
    const open = 2 * Math.floor(there[at]! / 2);
    const start = at;
    const [lost, lostBefore] = take(open);
    const middle = at;
    const [won, wonBefore] = take(open + 1);
    const rest = (now: number, then: number, gone: number) => Math.max(0, now - then - Math.max(0, gone));
    if (lost > 0) {
      all[start] = lost;
      fresh[start] = rest(lost, lostBefore, wonBefore - won);
    }
    if (won > 0) {
      all[middle] = won;
      fresh[middle] = rest(won, wonBefore, lostBefore - lost);
    }
  }
  return { all, fresh };
}

/** Where the first one of at least `key` stands. */
function findFirst(sorted: Float64Array, key: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sorted[middle]! < key) from = middle + 1;
    else to = middle;
  }
  return from;
}
