import type { EffectUnit } from './calibrate.ts';

/** Under half a per cent of the odds, or a twentieth of a percentage point, no one acts on a reason. */
const SMALLEST_EFFECT: Readonly<Record<EffectUnit, number>> = { log_odds: 0.005, probability: 0.0005 };

/** The few fields with the strongest effects of all that are added, strongest first, equal ones as they came. */
export class Strongest {
  /** Descending; fields beside them. The first `count` of each count. */
  readonly strengths: Float64Array;
  readonly fields: Int32Array;
  count = 0;
  readonly #least: number;

  /**
   * @param most how many are kept, at least one
   * @param unit of the strengths
   */
  constructor(most: number, unit: EffectUnit = 'log_odds') {
    this.#least = SMALLEST_EFFECT[unit];
    this.strengths = new Float64Array(most);
    this.fields = new Int32Array(most);
  }

  clear(): void {
    this.count = 0;
  }

  /** @param strength not negative; what is too weak to be a reason is left out */
  add(field: number, strength: number): void {
    const { strengths, fields } = this;
    // Most fields end here: there are few reasons.
    if (strength < this.#least) return;
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
