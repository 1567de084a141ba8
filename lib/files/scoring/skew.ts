import type { LeadValue } from '../../lead/schema.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { clipValue } from '../../model/find-warnings.ts';
import {
  compileJudges,
  FITS,
  type FieldJudge,
  type Judgement,
  MISSING,
  UNSEEN,
} from '../../model/judge-values.ts';

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

/** A cell that was read. */
export interface ReadCell {
  /** Its word, where it is a date that does not exist. */
  readonly findImpossible: () => string | undefined;
}

/** Counts the values of rows, one after the other. */
export class SkewCounter {
  readonly judges: readonly FieldJudge[];
  /** Field of the schema → its place in the counts. */
  readonly #places: Int32Array;
  #skew: readonly FieldSkew[];

  constructor(artifact: ModelArtifact) {
    this.judges = compileJudges(artifact);
    this.#places = new Int32Array(artifact.schema.fields.length);
    this.judges.forEach(({ position }, j) => {
      this.#places[position] = j;
    });
    this.#skew = this.judges.map(({ field }) => emptySkew(field.name));
  }

  /** Judges and counts a row that is scored. @param values one per field of the schema; so are the cells */
  count(values: readonly LeadValue[], cells?: readonly ReadCell[]): void {
    for (const { position, judge } of this.judges) {
      const value = values[position]!;
      this.add(position, judge(value), value, cells?.[position]);
    }
  }

  /** Counts a value that is judged. @param position of its field in the schema, which has a judge */
  add(position: number, judgement: Judgement, value: LeadValue, cell?: ReadCell): void {
    if (judgement === FITS) return;
    const skew = this.#skew[this.#places[position]!]!;
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
