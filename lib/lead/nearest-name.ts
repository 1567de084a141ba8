/** The name that was most likely meant: equal but for case and punctuation, or at most two edits (a third of its length) away. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  if (name.length > 100) return undefined;
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const meant = plain(name);
  let best: string | undefined;
  let least = Math.min(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of names) {
    const known = plain(candidate);
    // Each letter more or less is an edit.
    if (Math.abs(known.length - meant.length) >= least) continue;
    const distance = editDistance(meant, known);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein's distance: insertions, deletions and substitutions. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
