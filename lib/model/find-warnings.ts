import { MOST_WARNINGS, type WARNING_CODES } from '../contract/words.ts';
import type { Field, LeadValue } from '../lead/schema.ts';
import { shortenWord } from '../lead/shorten-word.ts';
import type { ModelArtifact } from './artifact.ts';
import { compileJudges, FITS, MISSING, OUTSIDE } from './judge-values.ts';
import { shortNumber } from './sentences.ts';

/** How a lead is unlike those of training. */
export interface Warning {
  readonly field: string;
  readonly code: (typeof WARNING_CODES)[number];
  /** In a sentence. */
  readonly message: string;
}

const NONE: readonly Warning[] = [];

/**
 * Finds how leads are unlike those of training: a text that the training data does not have, a number or a date far
 * outside, a value that is missing and that every training lead had. Fields without a term are not looked at.
 *
 * @returns a function of a lead's values, one per field of the schema
 */
export function compileWarnings(
  artifact: ModelArtifact,
): (values: readonly LeadValue[]) => readonly Warning[] {
  const judges = compileJudges(artifact);
  const counted = new Set([
    ...artifact.terms.flatMap((term) =>
      term.kind !== 'pair' && term.missing !== term.mean ? [term.feature] : [],
    ),
    // Trees send what is missing one way or the other.
    ...(artifact.trees?.inputs ?? []).map(({ feature }) => feature),
  ]);
  return (values) => {
    let warnings: Warning[] | undefined;
    for (const { field, position, complete, judge } of judges) {
      const value = values[position]!;
      const judgement = judge(value);
      if (judgement === FITS || (judgement === MISSING && !complete)) continue;
      warnings ??= [];
      if (warnings.length === MOST_WARNINGS) break;
      warnings.push(
        judgement === MISSING
          ? {
              field: field.name,
              code: 'missing',
              message: `not given, and every lead of the training data has it${counted.has(field.name) ? '' : ': counted as the average lead’s'}`,
            }
          : judgement === OUTSIDE
            ? { field: field.name, code: 'out_of_range', message: describeOutside(field, value) }
            : {
                field: field.name,
                code: 'unseen_level',
                message: `“${clipValue(String(value))}” does not appear in the training data: scored as “other”`,
              },
      );
    }
    return warnings ?? NONE;
  };
}

const LONGEST_VALUE = 60;

/** A value as a message quotes it. */
export const clipValue = (value: string, most = LONGEST_VALUE): string => shortenWord(value, most);

function describeOutside(field: Field, value: LeadValue): string {
  const shown = typeof value === 'number' ? shortNumber(value) : String(value).slice(0, 10);
  return `${shown} is far outside the training data (${describeRange(field)})`;
}

/** `18 to 95`, `2026-01-10 to 2026-09-18`. */
export function describeRange(field: Field): string {
  if (field.type === 'number') return field.range.map(shortNumber).join(' to ');
  return field.type === 'date' ? field.range.join(' to ') : '';
}
