import { count } from '../../count.ts';
import type { LeadSchema } from '../../lead/schema.ts';
import type { NumberStep, Term, Trees } from '../../model/artifact.ts';
import { namePart } from '../../model/name-term.ts';
import { usedFields } from '../../model/used-fields.ts';
import type { CandidateFit } from '../fit-candidate.ts';
import type { PreparationOptions } from './preparation-options.ts';

/**
 * What was done to the table before fitting, in words, for the lineage and the report.
 *
 * @param rowsLeftOut rows without a known outcome
 * @param positiveWeight how many leads a converted lead counted as
 */
export function describePreparation(
  schema: LeadSchema,
  { terms, trees }: { readonly terms: readonly Term[]; readonly trees?: Trees | undefined },
  options: PreparationOptions & Pick<CandidateFit, 'shrunk'>,
  rowsLeftOut: number,
  positiveWeight: number,
): string[] {
  const types = new Set(schema.fields.map((field) => field.type));
  const linear = terms.flatMap((term) => (term.kind === 'linear' ? [term] : []));
  const stepOf = <Op extends NumberStep['op']>(op: Op) =>
    linear.flatMap(({ feature, steps }) =>
      steps.flatMap((step) =>
        step.op === op ? [[feature, step as Extract<NumberStep, { op: Op }>] as const] : [],
      ),
    );
  const sentences: string[] = [];
  if (rowsLeftOut > 0) sentences.push(`${count(rowsLeftOut, 'row')} without a known outcome left out`);
  sentences.push('space around words dropped');
  if (trees !== undefined) sentences.push(...describeInputs(trees));
  if (trees !== undefined && terms.length > 0)
    sentences.push(
      `${count(terms.length, 'effect')} of an additive model blended in, which is prepared as follows`,
    );
  if (linear.length > 0) sentences.push(...describeNumbers(options, stepOf('log1p'), stepOf('yeo-johnson')));
  const binned = terms.flatMap((term) => (term.kind === 'binned' ? [term.feature] : []));
  if (binned.length > 0) sentences.push(`numbers in bins, one value each: ${binned.join(', ')}`);
  if (types.has('category')) {
    sentences.push(
      `levels in fewer than ${options.rareLevelRows} leads share "other", and so do unseen ones`,
    );
  }
  for (const { field, strength } of options.shrunk) {
    sentences.push(
      `${field}: each of these levels has its own ${trees === undefined ? 'effect' : 'estimate, which trees cut as a number,'} instead, shrunk towards the average with the weight of ${count(Math.max(1, Math.round(strength)), 'lead')} (empirical Bayes, learned out of fold)`,
    );
  }
  const dates = [...terms, ...(trees?.inputs ?? [])].flatMap((each) =>
    each.kind !== 'pair' && each.part !== undefined ? [`${each.feature} ${each.part}`] : [],
  );
  if (dates.length > 0) sentences.push(`dates as parts of the calendar: ${[...new Set(dates)].join(', ')}`);
  if (trees === undefined || terms.length > 0)
    sentences.push(
      'missing values have an effect of their own where training leads lack them, else the mean effect',
    );
  const pairs = terms.filter(({ kind }) => kind === 'pair').length;
  if (pairs > 0) sentences.push(`${count(pairs, 'pair')} of features with a joint effect`);
  if (positiveWeight !== 1) {
    sentences.push(
      `converted leads weighed ${positiveWeight.toPrecision(3)} times as much in the fit, and the intercept was corrected back`,
    );
  }
  return sentences;
}

/** What trees look at. */
function describeInputs(trees: Trees): string[] {
  const used = usedFields({ terms: [], trees });
  const inputs = trees.inputs.filter(({ feature }) => used.has(feature));
  const nameAll = (kinds: readonly Trees['inputs'][number]['kind'][]) => [
    ...new Set(
      inputs.filter(({ kind }) => kinds.includes(kind)).map(({ feature, part }) => namePart(feature, part)),
    ),
  ];
  const [numbers, levels] = [nameAll(['number', 'bins']), nameAll(['level'])];
  return [
    ...(numbers.length === 0 ? [] : [`trees cut numbers at thresholds: ${numbers.join(', ')}`]),
    ...(levels.length === 0 ? [] : [`trees divide levels in two: ${levels.join(', ')}`]),
    ...(inputs.length === 0
      ? []
      : ['a missing value goes to the side of a split that training chose for it']),
  ];
}

function describeNumbers(
  { winsorise, impute, missingEffect, normalise }: PreparationOptions,
  logarithms: readonly (readonly [string, unknown])[],
  powers: readonly (readonly [string, { readonly lambda: number }])[],
): string[] {
  const sentences = [
    winsorise > 0
      ? `numbers clipped at the ${100 * winsorise} % and ${100 * (1 - winsorise)} % quantiles of the training leads`
      : 'numbers clipped to the range of the training leads',
  ];
  if (logarithms.length > 0) {
    sentences.push(
      `log(1 + x) of skewed numbers that are never negative: ${logarithms.map(([f]) => f).join(', ')}`,
    );
  }
  if (powers.length > 0) {
    const each = powers.map(([feature, { lambda }]) => `${feature} (λ ${lambda.toFixed(2)})`);
    sentences.push(`Yeo–Johnson transformation of skewed numbers: ${each.join(', ')}`);
  }
  if (normalise) sentences.push('numbers standardised to mean 0 and standard deviation 1');
  sentences.push(
    `a missing number counts as the ${impute}${missingEffect ? ', besides an effect of its own' : ''}`,
  );
  return sentences;
}
