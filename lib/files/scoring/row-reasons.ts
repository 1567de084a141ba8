import type { LeadValue } from '../../lead/schema.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { compileShift } from '../../model/calibrate.ts';
import { compileEffects, compileSubjects } from '../../model/reasons.ts';
import { describeChange } from '../../model/sentences.ts';
import { Strongest } from '../../model/strongest.ts';

/** The strongest reasons of scored rows, as `compileReasons` gives them, without a list per row. */
export class RowReasons {
  readonly #describers: ReturnType<typeof compileSubjects>;
  readonly #computeEffects: ReturnType<typeof compileEffects>;
  readonly #shiftOf: ReturnType<typeof compileShift>;
  /** Per field: log-odds against the mean. */
  readonly #effects: Float64Array;
  readonly #strongest: Strongest;
  readonly #most: number;

  /** @param most at most three, of which any may be up or down */
  constructor(artifact: ModelArtifact, most: number) {
    const { length } = artifact.schema.fields;
    this.#describers = compileSubjects(artifact);
    this.#computeEffects = compileEffects(artifact);
    this.#shiftOf = compileShift(artifact.calibration);
    this.#effects = new Float64Array(length);
    this.#strongest = new Strongest(most);
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
    return this.#describers[field]!(values[field]!) + describeChange(effect, this.#shiftOf(effect, logOdds));
  }
}
