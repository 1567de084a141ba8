/** Under half a per cent of the odds nobody acts on a reason. */
const SMALLEST_EFFECT = 0.005;

/** The few fields with the strongest effects of all that are added, strongest first, equal ones as they came. */
export class Strongest {
  /** Log-odds, descending; fields beside them. The first `count` of each count. */
  readonly strengths: Float64Array;
  readonly fields: Int32Array;
  count = 0;

  /** @param most how many are kept, at least one */
  constructor(most: number) {
    this.strengths = new Float64Array(most);
    this.fields = new Int32Array(most);
  }

  clear(): void {
    this.count = 0;
  }

  /** @param strength log-odds, not negative; what is too weak to be a reason is left out */
  add(field: number, strength: number): void {
    const { strengths, fields } = this;
    // Most fields end here: there are few reasons.
    if (strength < SMALLEST_EFFECT) return;
    let at = this.count;
    if (at === strengths.length) {
      at -= 1;
      if (strength <= strengths[at]!) return;
    } else this.count = at + 1;
    for (; at > 0 && strength > strengths[at - 1]!; at--) {
      strengths[at] = strengths[at - 1]!;
      fields[at] = fields[at - 1]!;
    }
    strengths[at] = strength;
    fields[at] = field;
  }

  /** Whether the one at a rank here comes before the one at a rank there; one that is not there comes last. */
  comesBefore(rank: number, there: Strongest, otherRank: number): boolean {
    if (rank === this.count || otherRank === there.count) return rank < this.count;
    const difference = this.strengths[rank]! - there.strengths[otherRank]!;
    return difference > 0 || (difference === 0 && this.fields[rank]! < there.fields[otherRank]!);
  }
}
