import type { LeadSchema } from '../../lead/schema.ts';
import type { Term } from '../../model/artifact.ts';
import { count } from '../table/table.ts';
import { LOG_SKEWNESS, RARE_LEVEL_ROWS } from './prepare-features.ts';

/** What was done to the table before fitting, in words, for the lineage. */
export function describePreparation(
  schema: LeadSchema,
  terms: readonly Term[],
  rowsLeftOut: number,
): string[] {
  const types = new Set(schema.fields.map((field) => field.type));
  const logarithmic = terms.flatMap((term) =>
    term.kind === 'linear' && term.steps.some((step) => step.op === 'log1p') ? [term.feature] : [],
  );
  const steps: string[] = [];
  if (rowsLeftOut > 0) steps.push(`${count(rowsLeftOut, 'row')} without a known outcome left out`);
  steps.push('space around words dropped');
  if (types.has('number'))
    steps.push('numbers clipped to the range of the training leads, then standardised');
  if (logarithmic.length > 0) {
    steps.push(
      `log(1 + x) of numbers that are never negative and have a skewness above ${LOG_SKEWNESS}: ${logarithmic.join(', ')}`,
    );
  }
  if (types.has('category')) {
    steps.push(`a weight per level; levels in fewer than ${RARE_LEVEL_ROWS} leads share "other"`);
  }
  if (types.has('date')) {
    const parts = terms.flatMap((term) =>
      term.kind === 'category' && term.part ? [`${term.feature} ${term.part}`] : [],
    );
    steps.push(`dates as parts of the calendar: ${parts.join(', ')}`);
  }
  steps.push(
    'missing values have a weight of their own where training leads lack them, else the mean effect',
  );
  return steps;
}
