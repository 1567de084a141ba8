import { Command } from 'commander';
import { count } from '../../lib/count.ts';
import { InputError } from '../../lib/errors.ts';
import type { Formulas } from '../../lib/files/csv/formulas.ts';
import { describeWarnings } from '../../lib/files/scoring/describe-warnings.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { describeErrors } from '../../lib/lead/describe-errors.ts';
import { nameResults, noteRenamed } from '../../lib/lead/name-results.ts';
import type { LeadSchema } from '../../lib/lead/schema.ts';
import { validateLead } from '../../lib/lead/validate-lead.ts';
import {
  type ApiOptions,
  addApiOptions,
  InterruptedError,
  openApi,
  untilInterrupted,
} from '../api-client.ts';
import { agreeToReplaceFiles, claimFiles, messagesBeside, namesOf } from '../files/claim-files.ts';
import type { OutputTarget } from '../files/output-target.ts';
import { createForceOption, createFormulasOption, parseCount, parseSeconds } from '../options.ts';
import { sayRepeat } from '../terminal/hint.ts';
import { printJson, printLines, printNote } from '../terminal/print.ts';
import { nameOfInput } from '../terminal/standard-streams.ts';
import type { AskedModel } from './asked-model.ts';
import type { RowResult } from './predict-rows.ts';
import type { LeadRows } from './read-lead-rows.ts';

interface BatchOptions extends ApiOptions {
  readonly out: string;
  readonly model?: string;
  readonly reference?: string;
  readonly parallel: number;
  readonly timeout: number;
  readonly formulas: Formulas;
}

const RESULT_COLUMNS = [
  'prediction_id',
  'status',
  'probability',
  'score',
  'grade',
  'reason_1',
  'reason_2',
  'reason_3',
  'model_version',
];
const MOST_NAMED = 5;
const EXAMPLES = `
Examples:
  $ scorelane batch new-leads.csv --out scored.csv
  $ scorelane batch new-leads.csv --model leads@v2 --out scored.csv
  $ scorelane batch new-leads.csv --reference lead_id --out scored.csv
  $ zcat new-leads.csv.gz | scorelane batch - --out - | head

Each row is submitted to the API and waited for. The version that the model stands for is looked up once, at the start, and
scores every row; the column model_version names it. A lead that failed, was canceled or erased has no result, its row says so,
and the exit code is 1. After Ctrl-C the same command resumes: what was submitted is noted in scored.csv.ids until the result is
written, with the file, the version and the column of --reference; for others it begins anew. To score a file on this machine, without
the API: scorelane score.`;

export const createBatchCommand = (): Command =>
  addApiOptions(
    new Command('batch')
      .description('submit the leads of a CSV file to the API and write their results')
      .argument('<leads.csv>', 'one row per lead; - reads the standard input')
      .requiredOption('--out <file.csv>', 'where to write the rows with their results'),
  )
    .option('--model <model>', 'leads, leads@v3 or leads@challenger (default: the API’s model)')
    .option('--reference <column>', 'the column that holds your own ids of the leads, such as those of a CRM')
    .option('--parallel <number>', 'requests at a time', parseCount, 8)
    .option('--timeout <seconds>', 'how long to wait for each result', parseSeconds, 300)
    .addOption(createFormulasOption())
    .addOption(createForceOption())
    .addHelpText('after', EXAMPLES)
    .action(runBatch);

async function runBatch(file: string, options: BatchOptions, command: Command): Promise<void> {
  const [
    { findAskedModel },
    { readLeadRows },
    { openLeads },
    { writeFiles },
    { hasBatchNotes, NOTES, openBatchNotes },
    { predictRows },
    { hashOf },
  ] = await Promise.all([
    import('./asked-model.ts'),
    import('./read-lead-rows.ts'),
    import('../files/open-leads.ts'),
    import('../files/output-files.ts'),
    import('./batch-notes.ts'),
    import('./predict-rows.ts'),
    import('../../lib/files/open-table.ts'),
  ]);
  const { out, parallel, timeout, json = false } = options;
  const reads = [{ option: '<leads.csv>', path: file }];
  const targets = await claimFiles(command, {
    reads,
    writes: [{ option: '--out', path: out, beside: [NOTES, `${NOTES}.tmp`] }],
    json,
    agreesLater: true,
  });
  const target = targets[0]!;
  const { data, fileName } = await openLeads(file);
  const client = await openApi(options);
  const signal = untilInterrupted();
  const model = await findAskedModel(client, options.model, signal);
  const { reference } = options;
  const leads = readLeadRows(data, fileName, model.schema, reference);
  checkRows(nameOfInput(file), leads, model.schema);
  const key = {
    file_sha256: data.sha256 ?? hashOf(data),
    model: model.reference,
    ...(reference === undefined ? {} : { reference }),
  };
  const notesPath = target.kind === 'file' ? `${target.place}${NOTES}` : undefined;
  // Whoever began this batch agreed then.
  if (notesPath === undefined || !hasBatchNotes(notesPath, key))
    await agreeToReplaceFiles(command, targets, reads);
  const notes = openBatchNotes(notesPath, key, printNote);
  const progress = () => `${notes.ids.size} of ${count(leads.rows.length, 'lead')} submitted`;
  if (notes.resumed.size > 0) printNote(`resuming with ${model.reference}: ${progress()} before.`);
  try {
    const work = { model, notes, key, parallel, timeout, signal, json };
    const { results, resubmitted } = await predictRows(client, leads.rows, work);
    if (resubmitted > 0)
      printNote(
        `${count(resubmitted, 'lead')} submitted anew, because the API no longer has what was noted.`,
      );
    await writeFiles([{ target, data: await toCsv(leads, results, model.version, options.formulas) }]);
    notes.remove();
    report(options, targets, model, leads, results);
  } catch (error) {
    const begun = notes.ids.size > 0;
    const resumes = target.kind === 'file' ? sayRepeat('resume') : 'Of a pipe nothing is kept.';
    const state = begun ? `${progress()}. ${resumes}` : 'nothing was submitted.';
    // What kept nothing stands in no other command's way.
    if (!begun) notes.remove();
    if (error instanceof InterruptedError) throw new InterruptedError(`interrupted: ${state}`);
    if (begun) printNote(state);
    throw error;
  }
}

/** @throws {InputError} rows do not fit the model */
function checkRows(file: string, { rows }: LeadRows, schema: LeadSchema): void {
  const bad = rows.flatMap(({ line, values, errors }) => {
    const checked = validateLead(schema, values);
    // What cannot be read stands as null in the values: it is not reported as missing, too.
    const others = checked.ok
      ? []
      : checked.errors.filter((error) => !errors.some(({ field }) => field === error.field));
    const all = [...errors, ...others];
    return all.length === 0 ? [] : [{ line, errors: all }];
  });
  if (bad.length === 0) return;
  const named = bad.slice(0, MOST_NAMED).map(({ line, errors }) => `line ${line}: ${describeErrors(errors)}`);
  throw new InputError(
    `${file}: ${bad.length} of ${rows.length} rows do not fit the model. Nothing was submitted.\n  ${named.join('\n  ')}`,
  );
}

/** The rows with their results. */
export async function toCsv(
  { header, rows }: LeadRows,
  results: readonly RowResult[],
  version: string,
  formulas: Formulas,
): Promise<string> {
  const [{ formatRow }, { escapeFormula }] = await Promise.all([
    import('../../lib/files/csv/csv-cell.ts'),
    import('../../lib/files/csv/formulas.ts'),
  ]);
  const write = formulas === 'escape' ? escapeFormula : (cell: string) => cell;
  const lines = rows.map(({ cells }, i) => {
    const { id, status, prediction } = results[i]!;
    const reasons = prediction?.reasons.slice(0, 3).map(({ text }) => escapeFormula(text)) ?? [];
    const numbers =
      prediction === null
        ? ['', '', '']
        : [prediction.probability.toFixed(6), `${prediction.score}`, prediction.grade];
    const added = [id, status, ...numbers, ...[0, 1, 2].map((k) => reasons[k] ?? ''), version];
    return formatRow([...cells.map(write), ...added], ',');
  });
  return `${[formatRow([...header.map(write), ...nameResults(RESULT_COLUMNS, header)], ','), ...lines].join('\n')}\n`;
}

function report(
  { out, json }: BatchOptions,
  targets: readonly OutputTarget[],
  { name, version, reference, schema }: AskedModel,
  { header, rows, notes }: LeadRows,
  results: readonly RowResult[],
): void {
  const counts = { succeeded: 0, failed: 0, canceled: 0, erased: 0 };
  for (const { status } of results) counts[status] += 1;
  const { succeeded, ...others } = counts;
  if (succeeded < results.length) process.exitCode = 1;
  const scored = results.flatMap(({ prediction }, i) =>
    prediction === null ? [] : [{ values: rows[i]!.values, warnings: prediction.warnings }],
  );
  const { skew, sentences } = describeWarnings(schema, scored);
  const warnings = [
    ...notes,
    ...noteRenamed(RESULT_COLUMNS, nameResults(RESULT_COLUMNS, header)),
    ...sentences,
  ];
  if (json) {
    printJson({ out, model: name, model_version: version, leads: results.length, ...counts, skew, warnings });
    return;
  }
  const rest = Object.entries(others).flatMap(([status, n]) => (n === 0 ? [] : [`${n} ${status}`]));
  const named = results.flatMap(({ status, error }, i) =>
    status === 'succeeded'
      ? []
      : [`  line ${rows[i]!.line}: ${status}${error === undefined ? '' : `: ${error}`}`],
  );
  printLines(
    [
      ...warnings.map((warning) => `Note: ${warning}`),
      `Scored ${formatCount(succeeded)} of ${count(results.length, 'lead')} with ${reference}${rest.length === 0 ? '' : `; ${rest.join(', ')}`}`,
      ...named.slice(0, MOST_NAMED),
      ...(named.length > MOST_NAMED ? [`  and ${named.length - MOST_NAMED} more, by the column status`] : []),
      ...namesOf(targets).map((path) => `Wrote ${path}`),
    ],
    messagesBeside(targets),
  );
}
