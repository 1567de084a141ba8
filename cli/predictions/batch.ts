import { Command } from 'commander';
import { count } from '../../lib/count.ts';
import type { ResultForm } from '../../lib/files/results/result-format.ts';
import { describeWarnings } from '../../lib/files/scoring/describe-warnings.ts';
import { formatCount } from '../../lib/format-figures.ts';
import {
  type ApiOptions,
  addApiOptions,
  InterruptedError,
  openApi,
  untilInterrupted,
} from '../api-client.ts';
import { agreeToReplaceFiles, claimFiles, messagesBeside, namesOf } from '../files/claim-files.ts';
import type { OutputTarget } from '../files/output-target.ts';
import { addResultOptions, type ResultOptions } from '../files/result-options.ts';
import { omitUndefined, parseCount, parseSeconds } from '../options.ts';
import { sayRepeat } from '../terminal/hint.ts';
import { printJson, printLines, printNote } from '../terminal/print.ts';
import { nameOfInput, nameOfOutput } from '../terminal/standard-streams.ts';
import type { AskedModel } from './asked-model.ts';
import type { RowResult } from './predict-rows.ts';
import type { LeadRows } from './read-lead-rows.ts';

interface BatchOptions extends ApiOptions, ResultOptions {
  readonly out: string;
  readonly model?: string;
  readonly parallel: number;
  readonly timeout: number;
}

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
    addResultOptions(
      new Command('batch')
        .description('submit the leads of a file to the API and write their results')
        .argument(
          '<leads>',
          'CSV, JSON Lines, Parquet or .xlsx; one lead per row; - reads the standard input',
        ),
    ),
  )
    .option('--model <model>', 'leads, leads@v3 or leads@challenger (default: the API’s model)')
    .option('--parallel <number>', 'requests at a time', parseCount, 8)
    .option('--timeout <seconds>', 'how long to wait for each result', parseSeconds, 300)
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
    { checkRows, noteRenamedResults, refuseBadRows, rejectedCsv, toCsv },
  ] = await Promise.all([
    import('./asked-model.ts'),
    import('./read-lead-rows.ts'),
    import('../files/open-leads.ts'),
    import('../files/output-files.ts'),
    import('./batch-notes.ts'),
    import('./predict-rows.ts'),
    import('../../lib/files/open-table.ts'),
    import('./batch-rows.ts'),
  ]);
  const [
    { chooseForms },
    { encodeResult },
    { readResultName },
    { resultTypes },
    { readColumnSettings },
    { overlayColumns },
    { readTold },
  ] = await Promise.all([
    import('../files/result-format.ts'),
    import('../files/result-writer.ts'),
    import('../../lib/files/results/result-format.ts'),
    import('../../lib/files/results/result-types.ts'),
    import('../../lib/lead/read-column-settings.ts'),
    import('../../lib/lead/overlay-columns.ts'),
    import('../files/told-options.ts'),
  ]);
  const { out, rejected, parallel, timeout, reference, json = false } = options;
  const forms = chooseForms(command, options, readResultName(file).format);
  const reads = [
    { option: '<leads>', path: file },
    { option: '--columns', path: options.columns },
  ];
  const targets = await claimFiles(command, {
    reads,
    writes: [
      { option: '--out', path: out, beside: [NOTES, `${NOTES}.tmp`] },
      { option: '--rejected', path: rejected },
    ],
    json,
    agreesLater: true,
  });
  const target = targets[0]!;
  const { columns } = await readTold(omitUndefined({ columns: options.columns, type: options.type }));
  const { encoding, decimal, sheet } = options;
  const { data, fileName } = await openLeads(file, { encoding, sheet });
  const client = await openApi(options);
  const signal = untilInterrupted();
  const asked = await findAskedModel(client, options.model, signal);
  const model = { ...asked, schema: overlayColumns(asked.schema, readColumnSettings(columns)) };
  const all = readLeadRows(data, fileName, model.schema, omitUndefined({ encoding, decimal, reference }));
  const { good, bad } = checkRows(all, model.schema);
  if (rejected === undefined) refuseBadRows(nameOfInput(file), all, bad);
  const leads = { ...all, rows: good };
  const said = omitUndefined({ encoding, decimal, sheet });
  const key = {
    file_sha256: data.sha256 ?? hashOf(data),
    model: model.reference,
    ...(reference === undefined ? {} : { reference }),
    ...(Object.keys({ ...said, ...columns }).length === 0
      ? {}
      : { reading: JSON.stringify({ ...said, columns }) }),
  };
  const notesPath = target.kind === 'file' ? `${target.place}${NOTES}` : undefined;
  // The user agreed when this batch was begun.
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
    const formulasOf = ({ format }: ResultForm) => (format === 'csv' ? options.formulas : 'keep');
    const tables = forms.map((form, i) =>
      i === 0
        ? toCsv(leads, results, model.version, formulasOf(form), options.reasons)
        : rejectedCsv(all.header, bad, formulasOf(form)),
    );
    const types = resultTypes(model.schema, [], decimal);
    const encoded = await Promise.all(
      forms.map((form, i) => encodeResult(tables[i]!, { form, from: 'csv', types })),
    );
    await writeFiles(encoded.map((bytes, i) => ({ target: targets[i]!, data: bytes })));
    notes.remove();
    const renamed = noteRenamedResults(all.header, options.reasons);
    report(options, targets, model, leads, results, bad.length, renamed);
  } catch (error) {
    const begun = notes.ids.size > 0;
    const resumes =
      target.kind === 'file'
        ? `They are noted in ${notesPath}, and no result is written yet. ${sayRepeat('resume')}`
        : 'Of a pipe nothing is kept.';
    const state = begun ? `${progress()}. ${resumes}` : 'nothing was submitted.';
    // What kept nothing stands in no other command's way.
    if (!begun) notes.remove();
    if (error instanceof InterruptedError) throw error.withMessage(`interrupted: ${state}`);
    if (begun) printNote(state);
    throw error;
  }
}

function report(
  { out, rejected, json }: BatchOptions,
  targets: readonly OutputTarget[],
  { name, version, reference, schema }: AskedModel,
  { rows, notes }: LeadRows,
  results: readonly RowResult[],
  badRows: number,
  renamed: readonly string[],
): void {
  const counts = { succeeded: 0, failed: 0, canceled: 0, erased: 0 };
  for (const { status } of results) counts[status] += 1;
  const { succeeded, ...others } = counts;
  if (succeeded < results.length) process.exitCode = 1;
  const scored = results.flatMap(({ prediction }, i) =>
    prediction === null ? [] : [{ values: rows[i]!.values, warnings: prediction.warnings }],
  );
  const { skew, sentences } = describeWarnings(schema, scored);
  const warnings = [...notes, ...renamed, ...sentences];
  if (json) {
    const setAside = rejected === undefined ? {} : { rejected: { file: rejected, rows: badRows } };
    printJson({
      ...{ out, model: name, model_version: version, leads: results.length, ...counts, ...setAside },
      ...{ skew, warnings },
    });
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
      ...(badRows === 0 || rejected === undefined
        ? []
        : [
            `${count(badRows, 'row')} did not fit the model and ${badRows === 1 ? 'was' : 'were'} set aside in ${nameOfOutput(rejected)}`,
          ]),
      ...(named.length > MOST_NAMED ? [`  and ${named.length - MOST_NAMED} more, by the column status`] : []),
      ...namesOf(targets).map((path) => `Wrote ${path}`),
    ],
    messagesBeside(targets),
  );
}
