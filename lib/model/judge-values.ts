import { isKnownLevel } from '../lead/known-level.ts';
import type { Field, LeadValue } from '../lead/schema.ts';
import type { ModelArtifact } from './artifact.ts';
import { dayNumber } from './date-part.ts';
import { usedFields } from './used-fields.ts';

/** What a value is, beside those of the training leads. */
export const FITS = 0;
export const UNSEEN = 1;
export const OUTSIDE = 2;
export const MISSING = 3;
export type Judgement = typeof FITS | typeof UNSEEN | typeof OUTSIDE | typeof MISSING;

/** A field that the model uses, made ready to compare values with those of training. */
export interface FieldJudge {
  readonly field: Field;
  /** Its place in the schema. */
  readonly position: number;
  /** No training lead lacked it. */
  readonly complete: boolean;
  /** Of a number: what is below or above is far outside. */
  readonly low: number;
  readonly high: number;
  judge(value: LeadValue): Judgement;
}

/**
 * How far outside of the training data a value may be, in ranges of the training data (largest − smallest). A range is
 * made of few leads, and the next year's values are a little outside.
 */
const MARGIN = 0.5;
/** Days that a date may lie before those of training, whatever their range. */
const DAYS_BEFORE = 366;
/** And behind: a model serves for years, and time goes on. */
const DAYS_BEHIND = 5 * 366;

/** A judge per field that the model uses, in the schema's order. */
export function compileJudges(artifact: ModelArtifact): FieldJudge[] {
  const used = usedFields(artifact);
  return artifact.schema.fields.flatMap((field, position) =>
    used.has(field.name) ? [compileJudge(field, position, artifact)] : [],
  );
}

function compileJudge(field: Field, position: number, { baseline }: ModelArtifact): FieldJudge {
  const complete = Object.hasOwn(baseline, field.name) && baseline[field.name]!.missing === 0;
  const [low, high] = fencesOf(field);
  return { field, position, complete, low, high, judge: judgeOf(field, low, high) };
}

function fencesOf(field: Field): readonly [low: number, high: number] {
  if (field.type === 'number') {
    const [min, max] = field.range;
    const margin = MARGIN * (max - min);
    // Below zero, where no training lead was, is another thing than a little less.
    return [min >= 0 ? Math.max(0, min - margin) : min - margin, max + margin];
  }
  if (field.type === 'date') {
    const [first, last] = field.range.map(dayNumber) as [number, number];
    const margin = MARGIN * (last - first);
    return [first - Math.max(margin, DAYS_BEFORE), last + Math.max(margin, DAYS_BEHIND)];
  }
  return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
}

function judgeOf(field: Field, low: number, high: number): FieldJudge['judge'] {
  const within = (x: number): Judgement => (x < low || x > high ? OUTSIDE : FITS);
  switch (field.type) {
    case 'number':
      return (value) => (value === null ? MISSING : within(value as number));
    case 'date':
      return (value) => (value === null ? MISSING : within(dayNumber(String(value))));
    case 'category':
      return (value) => (value === null ? MISSING : isKnownLevel(field, String(value)) ? FITS : UNSEEN);
    case 'boolean':
      return (value) => (value === null ? MISSING : FITS);
  }
}
