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
    const distance = editDistance(meant, known, least - 1);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/**
 * Insertions, deletions, substitutions, and swaps of two letters that stand together (optimal string alignment), as far as they are at
 * most `most`: else some number above. Cells that far from the diagonal cannot be on a shorter way (Ukkonen 1985), so the time grows with
 * the length only.
 */
function editDistance(a: string, b: string, most: number): number {
  const far = most + 1;
  let row = Array.from({ length: b.length + 2 }, (_, j) => Math.min(j, far));
  let next = row.map(() => far);
  let before = row.map(() => far);
  for (let i = 1; i <= a.length; i++) {
    const [from, to] = [Math.max(1, i - most), Math.min(b.length, i + most)];
    next[from - 1] = from === 1 ? Math.min(i, far) : far;
    let least = next[from - 1]!;
    for (let j = from; j <= to; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwapped ? before[j - 2]! + 1 : far;
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, change, swap, far);
      least = Math.min(least, next[j]!);
    }
    // A swap may pass over this row.
    if (least > most && Math.min(...row.slice(Math.max(0, from - 1), to + 1)) > most) return far;
    next[to + 1] = far;
    [before, row, next] = [row, next, before];
  }
  return row[b.length]!;
}
