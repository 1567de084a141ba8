import { count } from '../../lib/count.ts';
import { formatCount, formatPercent } from '../../lib/format-figures.ts';
import type { ImportedFiles } from '../../lib/importing/import-model.ts';
import { formatDigits } from '../terminal/format.ts';
import { paint, widthOf } from '../terminal/screen.ts';
import { type Column, listFacts, section, TITLE_WIDTH, tabulate } from '../terminal/table.ts';
import { listNextSteps } from '../train/next-steps.ts';
import { describeField } from '../train/train-summary.ts';

interface ImportSteps {
  /** The paths of the files, the model first. */
  readonly written: readonly string[];
  readonly leads: string | undefined;
  readonly options: Parameters<typeof listNextSteps>[2];
}

const GROUP_COLUMNS: readonly Column[] = [
  { title: 'leads', align: 'right' },
  { title: 'predicted', align: 'right' },
  { title: 'converted', align: 'right' },
];

/** The result of an import for people: what was read, whether it agrees with the library, and how its probabilities fit. */
export function describeImport(
  { artifact, facts }: ImportedFiles,
  { written, leads, options }: ImportSteps,
  width = widthOf(),
): string[] {
  const block = (title: string, ...lines: readonly string[]) => section(title, lines, width);
  const fields = artifact.schema.fields.map(
    (field) => [field.name, describeField(field, artifact.baseline[field.name]?.missing === 0)] as const,
  );
  const inside = { width: width - TITLE_WIDTH };
  const trees =
    facts.trees === 0
      ? count(artifact.terms.length, 'term')
      : `${count(facts.trees, 'tree')} of ${formatCount(facts.leaves)} leaves`;
  const from = facts.leadsFrom === 'checks' ? ' of the checks' : '';
  return [
    ...block('Model', `${facts.library}, ${trees}`),
    ...block('Leads', `${count(facts.rows, 'lead')}${from}`),
    ...block('Checked', describeChecks(facts)),
    ...block('Note', ...facts.notes),
    ...block('Fields', ...listFacts(fields, inside)),
    ...block('Left out', ...listFacts(Object.entries(facts.leftOut), inside)),
    ...describeMeasured({ artifact, facts }, width),
    '',
    `Wrote ${written.join(', ')}`,
    ...listNextSteps(written[0]!, leads ?? '-', options),
  ];
}

function describeChecks({ checked, library, tolerance }: ImportedFiles['facts']): string {
  if (checked === undefined)
    return `${paint('warning', '!')} not checked: no lead with a probability of ${library} was given (--checks)`;
  return `${count(checked.leads, 'lead')}: every probability is that of ${library}, within ${tolerance}`;
}

/** How the probabilities fit what happened, where a target is named. */
function describeMeasured(
  { artifact, facts: { measured, rows } }: Pick<ImportedFiles, 'artifact' | 'facts'>,
  width: number,
): string[] {
  if (measured === undefined) return [];
  const { evaluation, calibration, groups } = measured;
  const heldOut = artifact.metrics.holdout !== undefined;
  const figures = [
    `ROC-AUC ${formatDigits(evaluation.roc_auc, 3)}`,
    `log-loss ${formatDigits(evaluation.log_loss, 4)} (always the base rate: ${formatDigits(evaluation.constant_log_loss, 4)})`,
    `ECE ${formatDigits(evaluation.ece, 4)}`,
  ].join(', ');
  const on = heldOut
    ? `on ${count(rows, 'lead')} that were held out, as you say`
    : `on the ${count(rows, 'lead')} given. The model may have learned from them, which flatters it; if it has not, pass --held-out`;
  return [
    ...section('Measured', [`${figures}, ${on}`], width),
    ...(calibration === undefined
      ? []
      : section('Calibrated', [`its probabilities are ${calibration}`], width)),
    '',
    'Leads by their probability, and what converted of them',
    ...tabulate(
      GROUP_COLUMNS,
      groups.map(({ rows: size, predicted, observed }) => [
        formatCount(size),
        formatPercent(predicted),
        formatPercent(observed),
      ]),
      { width, indent: 2 },
    ),
  ];
}

/** The same for programs. */
export const toJson = ({ artifact, facts }: ImportedFiles, written: readonly string[]) => ({
  model: written[0],
  files: written,
  name: artifact.name,
  library: facts.library,
  kind: artifact.kind,
  trees: facts.trees,
  leaves: facts.leaves,
  leads: facts.rows,
  fields: artifact.schema.fields.map(({ name }) => name),
  left_out: facts.leftOut,
  checks: facts.checked ?? null,
  measured:
    facts.measured === undefined
      ? null
      : {
          held_out: artifact.metrics.holdout !== undefined,
          ...facts.measured.evaluation,
          groups: facts.measured.groups,
          calibration: facts.measured.calibration ?? null,
        },
  notes: facts.notes,
});
