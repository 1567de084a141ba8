import type { LeadValue } from '../lead/schema.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { describeEffect, SMALLEST_EFFECT } from '../model/reasons.ts';

/** The strongest reasons of scored rows, as `explainContributions` gives them, without a list per row. */
export class RowReasons {
  readonly #artifact: ModelArtifact;
  /** Per field: log-odds against the mean. */
  readonly #effects: Float64Array;
  /** Per term: its fields' positions and its share for each. */
  readonly #fieldsOf: readonly (readonly number[])[];
  readonly #strongest: Int32Array;

  /** @param most at most three, of which any may be up or down */
  constructor(artifact: ModelArtifact, most: number) {
    const position = new Map(artifact.schema.fields.map(({ name }, f) => [name, f]));
    this.#artifact = artifact;
    this.#effects = new Float64Array(artifact.schema.fields.length);
    this.#fieldsOf = artifact.terms.map((term) =>
      (term.kind === 'pair' ? term.features : [term.feature]).map((name) => position.get(name)!),
    );
    this.#strongest = new Int32Array(most);
  }

  /** Calls back with the text of each reason, strongest first; '' where there is none. */
  describe(values: readonly LeadValue[], contributions: Float64Array, tell: (text: string) => void): void {
    const effects = this.#effects.fill(0);
    const { terms, schema } = this.#artifact;
    for (let t = 0; t < terms.length; t++) {
      const fields = this.#fieldsOf[t]!;
      const effect = (contributions[t]! - terms[t]!.mean) / fields.length;
      for (let k = 0; k < fields.length; k++) effects[fields[k]!]! += effect;
    }
    const strongest = this.#strongest;
    for (let rank = 0; rank < strongest.length; rank++) {
      let best = -1;
      let size = 0;
      for (let f = 0; f < effects.length; f++) {
        const magnitude = Math.abs(effects[f]!);
        if (magnitude > size && magnitude >= SMALLEST_EFFECT) [best, size] = [f, magnitude];
      }
      strongest[rank] = best;
      if (best < 0) {
        tell('');
        continue;
      }
      tell(describeEffect(schema.fields[best]!, values[best]!, effects[best]!));
      // Told; of equal ones the next in the schema's order follows.
      effects[best] = 0;
    }
  }
}
