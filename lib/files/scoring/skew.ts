import type { LeadValue } from '../../lead/schema.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { clipValue } from '../../model/find-warnings.ts';
import { compileJudges, FITS, type FieldJudge, MISSING, OUTSIDE, UNSEEN } from '../../model/judge-values.ts';

/** How often the scored rows were unlike the training leads in a field. */
export interface FieldSkew {
  readonly field: string;
  missing: number;
  unseen: number;
  outside: number;
  /** The first different values that were unseen or far outside, clipped. */
  readonly examples: string[];
  /** Those of the missing values that are dates that do not exist, and the first of them; another release counts none. */
  impossible?: number;
  impossibleExamples?: string[];
}

/** Per field with a term, in the schema's order. */
export type Skew = readonly FieldSkew[];

const MOST_EXAMPLES = 3;
const LONGEST_EXAMPLE = 40;

/** Of no rows. */
export const emptySkew = (field: string): FieldSkew => ({
  field,
  missing: 0,
  unseen: 0,
  outside: 0,
  examples: [],
});

/** Keeps a value, unless there are enough. */
export const addExample = ({ examples }: FieldSkew, value: LeadValue): void => addTo(examples, value);

function addTo(examples: string[], value: LeadValue): void {
  if (examples.length === MOST_EXAMPLES) return;
  const shown = clipValue(String(value), LONGEST_EXAMPLE);
  if (!examples.includes(shown)) examples.push(shown);
}

/** What gives the code of a word, the same for equal words; −1: it has none. */
export interface Coded {
  readonly code: number;
  /** The word that was read last, where it is a date that does not exist. */
  readonly findImpossible: () => string | undefined;
}

/** Counts the values of rows, one after the other. What a word is, is judged once per code. */
export class SkewCounter {
  readonly #judges: readonly FieldJudge[];
  /** Of the judges of numbers, side by side, and those of words: the loops over them run for every row. */
  readonly #numbers: Int32Array;
  readonly #words: Int32Array;
  readonly #positions: Int32Array;
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;
  /** Per judge: what the codes of its words are judged; `undefined`: not yet. */
  readonly #known: readonly (number | undefined)[][];
  #skew: readonly FieldSkew[];

  constructor(artifact: ModelArtifact) {
    this.#judges = compileJudges(artifact);
    const places = this.#judges.map((_, j) => j);
    const isNumber = (j: number) => this.#judges[j]!.field.type === 'number';
    this.#numbers = Int32Array.from(places.filter(isNumber));
    this.#words = Int32Array.from(places.filter((j) => !isNumber(j)));
    this.#positions = Int32Array.from(this.#judges, ({ position }) => position);
    this.#lows = Float64Array.from(this.#judges, ({ low }) => low);
    this.#highs = Float64Array.from(this.#judges, ({ high }) => high);
    this.#known = this.#judges.map(() => []);
    this.#skew = this.#judges.map(({ field }) => emptySkew(field.name));
  }

  /** Whoever gives codes empties these lists when they are given anew. @returns per field of the schema that is counted */
  listsByPosition(): readonly { readonly position: number; readonly list: unknown[] }[] {
    return this.#judges.map(({ position }, j) => ({ position, list: this.#known[j]! }));
  }

  /**
   * Counts a row that is scored.
   *
   * @param values one per field of the schema
   * @param cells one per field of the schema
   */
  count(values: readonly LeadValue[], cells?: readonly Coded[]): void {
    const positions = this.#positions;
    const numbers = this.#numbers;
    const lows = this.#lows;
    const highs = this.#highs;
    for (let n = 0; n < numbers.length; n++) {
      const j = numbers[n]!;
      const value = values[positions[j]!]!;
      if (typeof value !== 'number') this.#add(j, MISSING, value);
      else if (value < lows[j]! || value > highs[j]!) this.#add(j, OUTSIDE, value);
    }
    const words = this.#words;
    const known = this.#known;
    for (let w = 0; w < words.length; w++) {
      const j = words[w]!;
      const position = positions[j]!;
      const code = cells === undefined ? -1 : cells[position]!.code;
      // Most words are as those of training.
      if (code >= 0 && known[j]![code] === FITS) continue;
      const value = values[position]!;
      const judgement = this.#judge(j, value, code);
      if (judgement !== FITS) this.#add(j, judgement, value, cells?.[position]);
    }
  }

  #judge(j: number, value: LeadValue, code: number): number {
    const known = this.#known[j]!;
    if (code < 0) return this.#judges[j]!.judge(value);
    known[code] ??= this.#judges[j]!.judge(value);
    return known[code];
  }

  #add(j: number, judgement: number, value: LeadValue, cell?: Coded): void {
    const skew = this.#skew[j]!;
    if (judgement === MISSING) {
      skew.missing += 1;
      const impossible = cell?.findImpossible();
      if (impossible !== undefined) {
        skew.impossible = (skew.impossible ?? 0) + 1;
        skew.impossibleExamples ??= [];
        addTo(skew.impossibleExamples, impossible);
      }
      return;
    }
    if (judgement === UNSEEN) skew.unseen += 1;
    else skew.outside += 1;
    addExample(skew, value);
  }

  /** What was counted, from where it was asked for last. */
  take(): Skew {
    const skew = this.#skew;
    this.#skew = skew.map(({ field }) => emptySkew(field));
    return skew;
  }
}

/** What was counted of rows and of those that follow; of another release's journal there may be none. */
export function addSkews(before: Skew | undefined, next: Skew | undefined): Skew {
  if (before === undefined || before.length === 0) return next ?? [];
  if (next === undefined || next.length === 0) return before;
  return before.map((skew, f) => {
    const more = next[f]!;
    const impossible = (skew.impossible ?? 0) + (more.impossible ?? 0);
    const together = (a: readonly string[] = [], b: readonly string[] = []) =>
      [...new Set([...a, ...b])].slice(0, MOST_EXAMPLES);
    return {
      field: skew.field,
      missing: skew.missing + more.missing,
      unseen: skew.unseen + more.unseen,
      outside: skew.outside + more.outside,
      examples: together(skew.examples, more.examples),
      ...(impossible === 0
        ? {}
        : { impossible, impossibleExamples: together(skew.impossibleExamples, more.impossibleExamples) }),
    };
  });
}
