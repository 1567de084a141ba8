import type { LeadValue } from '../lead/schema.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { compileEffects, describeEffect, orderByStrength } from '../model/reasons.ts';

/** The strongest reasons of scored rows, as `compileReasons` gives them, without a list per row. */
export class RowReasons {
  readonly #artifact: ModelArtifact;
  readonly #computeEffects: ReturnType<typeof compileEffects>;
  /** Per field: log-odds against the mean. */
  readonly #effects: Float64Array;
  readonly #order: Int32Array;
  readonly #most: number;

  /** @param most at most three, of which any may be up or down */
  constructor(artifact: ModelArtifact, most: number) {
    const { length } = artifact.schema.fields;
    this.#artifact = artifact;
    this.#computeEffects = compileEffects(artifact);
    this.#effects = new Float64Array(length);
    this.#order = new Int32Array(length);
    this.#most = most;
  }

  /** Calls back with the text of each reason, strongest first; '' where there is none. */
  describe(values: readonly LeadValue[], contributions: Float64Array, tell: (text: string) => void): void {
    const { fields } = this.#artifact.schema;
    this.#computeEffects(contributions, this.#effects);
    const count = orderByStrength(this.#effects, this.#order);
    for (let rank = 0; rank < this.#most; rank++) {
      const f = this.#order[rank]!;
      tell(rank < count ? describeEffect(fields[f]!, values[f]!, this.#effects[f]!) : '');
    }
  }
}
