import type { LeadValue } from '../../lead/schema.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { unitOf } from '../../model/calibrate.ts';
import { compileChange } from '../../model/compile-change.ts';
import { compileEffects, compileSubjects } from '../../model/reasons.ts';
import { Strongest } from '../../model/strongest.ts';

/** The strongest reasons of scored rows, as `compileReasons` gives them, without a list per row. */
export class RowReasons {
  readonly #describers: ReturnType<typeof compileSubjects>;
  readonly #computeEffects: ReturnType<typeof compileEffects>;
  readonly #describeEffect: ReturnType<typeof compileChange>;
  /** Per field, against the mean: log-odds, or parts of a probability. */
  readonly #effects: Float64Array;
  readonly #strongest: Strongest;
  readonly #most: number;

  /** @param most at most three, of which any may be up or down */
  constructor(artifact: ModelArtifact, most: number) {
    const { length } = artifact.schema.fields;
    this.#describers = compileSubjects(artifact);
    this.#computeEffects = compileEffects(artifact);
    this.#describeEffect = compileChange(artifact.calibration);
    this.#effects = new Float64Array(length);
    this.#strongest = new Strongest(most, unitOf(artifact.calibration));
    this.#most = most;
  }

  /** Calls back with the text of each reason, strongest first; '' where there is none. */
  describe(
    values: readonly LeadValue[],
    contributions: Float64Array,
    logOdds: number,
    tell: (text: string) => void,
  ): void {
    this.#computeEffects(contributions, this.#effects);
    const strongest = this.#strongest;
    strongest.clear();
    for (let f = 0; f < this.#effects.length; f++) strongest.add(f, Math.abs(this.#effects[f]!));
    for (let rank = 0; rank < this.#most; rank++) {
      tell(rank < strongest.count ? this.#describe(strongest.fields[rank]!, values, logOdds) : '');
    }
  }

  #describe(field: number, values: readonly LeadValue[], logOdds: number): string {
    const effect = this.#effects[field]!;
    return this.#describers[field]!(values[field]!) + this.#describeEffect(effect, logOdds);
  }
}
