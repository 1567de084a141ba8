import { Command } from 'commander';
import type { Client, Prediction } from '../../lib/client/index.ts';
import type { Formulas } from '../../lib/csv/formulas.ts';
import { InputError } from '../../lib/errors.ts';
import { type ApiOptions, addApiOptions } from '../api-client.ts';
import { createFormulasOption, parseCount, parseSeconds } from '../options.ts';
import { printJson, printLines } from '../print.ts';
import type { LeadRow, LeadRows } from '../read-lead-rows.ts';

interface BatchOptions extends ApiOptions {
  readonly out: string;
  readonly model?: string;
  readonly parallel: number;
  readonly timeout: number;
  readonly formulas: Formulas;
  readonly json?: boolean;
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
];
const MOST_NAMED = 5;
const EXAMPLES = `
Example:
  $ scorelane batch new-leads.csv --out scored.csv

Each row is submitted to the API and waited for. After Ctrl-C the same command goes on where it was: what was submitted
is noted in scored.csv.ids until the result is written. To score a file on this machine, without the API: scorelane score.`;

export const createBatchCommand = (): Command =>
  addApiOptions(
    new Command('batch')
      .description('submit the leads of a CSV file to the API and write their results')
      .argument('<leads.csv>', 'one row per lead')
      .requiredOption('--out <file.csv>', 'where to write the rows with their results'),
  )
    .option('--model <model>', 'leads, leads@v3 or leads@challenger (default: the API’s model)')
    .option('--parallel <number>', 'requests at a time', parseCount, 8)
    .option('--timeout <seconds>', 'how long to wait for each result', parseSeconds, 300)
    .addOption(createFormulasOption())
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(runBatch);

async function runBatch(file: string, options: BatchOptions): Promise<void> {
  const [{ openApi, untilInterrupted, InterruptedError }, { leadSchemaFromJson }, { readLeadRows }, files] =
    await Promise.all([
      import('../api-client.ts'),
      import('../../lib/lead/schema-from-json.ts'),
      import('../read-lead-rows.ts'),
      import('../files.ts'),
    ]);
  const client = await openApi(options);
  const signal = untilInterrupted();
  const rows = readLeadRows(file, leadSchemaFromJson(await client.schema({ signal })));
  checkRows(file, rows);
  const [{ openBatchNotes }, { sha256Of }] = await Promise.all([
    import('../batch-notes.ts'),
    import('../../lib/sha256.ts'),
  ]);
  const sha256 = sha256Of(files.readInput(file));
  const notes = openBatchNotes(`${options.out}.ids`, sha256);
  try {
    const results = await predictRows(client, rows.rows, { ...options, signal, notes, sha256 });
    await files.writeFiles([{ path: options.out, data: await toCsv(rows, results, options.formulas) }]);
    notes.remove();
    report(options, results);
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    throw new InterruptedError(
      `interrupted: ${notes.ids.size} of ${rows.rows.length} leads are submitted. The same command goes on from there.`,
    );
  }
}

interface Work extends Pick<BatchOptions, 'model' | 'parallel' | 'timeout'> {
  readonly signal: AbortSignal;
  readonly notes: import('../batch-notes.ts').BatchNotes;
  readonly sha256: string;
}

/** Submits what is not submitted yet, then waits for all. The idempotency key makes a repeated submission harmless. */
async function predictRows(client: Client, rows: readonly LeadRow[], work: Work): Promise<Prediction[]> {
  const [{ runPool }, { createProgress }] = await Promise.all([
    import('../run-pool.ts'),
    import('../progress.ts'),
  ]);
  const { notes, signal, model, parallel, timeout } = work;
  const progress = createProgress(false);
  const results = new Map<number, Prediction>();
  const show = () => progress.show(`${notes.ids.size} of ${rows.length} submitted, ${results.size} done`);
  try {
    await runPool(
      rows.filter(({ line }) => !notes.ids.has(line)),
      parallel,
      async ({ line, values }) => {
        const idempotencyKey = `${work.sha256.slice(0, 40)}-${line}`;
        const accepted = await client.submit(values, {
          signal,
          idempotencyKey,
          ...(model === undefined ? {} : { model }),
        });
        notes.add(line, accepted.prediction_id);
        show();
      },
    );
    await runPool(rows, parallel, async ({ line }) => {
      results.set(line, await client.wait(notes.ids.get(line)!, { timeoutMs: 1000 * timeout, signal }));
      show();
    });
  } finally {
    progress.end();
  }
  return rows.map(({ line }) => results.get(line)!);
}

/** @throws {InputError} rows cannot be read, or columns are named like those that are added */
function checkRows(file: string, { header, rows }: LeadRows): void {
  const taken = RESULT_COLUMNS.filter((name) => header.includes(name));
  if (taken.length > 0) {
    throw new InputError(
      `${file}: expected no column named “${taken.join('”, “')}”, because the result adds it.`,
    );
  }
  const bad = rows.filter(({ errors }) => errors.length > 0);
  if (bad.length === 0) return;
  const named = bad
    .slice(0, MOST_NAMED)
    .map(
      ({ line, errors }) =>
        `line ${line}: ${errors.map(({ field, message }) => `${field}: ${message}`).join('; ')}`,
    );
  throw new InputError(
    `${file}: ${bad.length} of ${rows.length} rows cannot be read. Nothing was submitted.\n  ${named.join('\n  ')}`,
  );
}

/** The rows with their results. */
export async function toCsv(
  { header, rows }: LeadRows,
  results: readonly Prediction[],
  formulas: Formulas,
): Promise<string> {
  const [{ formatCell }, { escapeFormula }] = await Promise.all([
    import('../../lib/csv/csv-cell.ts'),
    import('../../lib/csv/formulas.ts'),
  ]);
  const write = formulas === 'escape' ? escapeFormula : (cell: string) => cell;
  const lines = rows.map(({ cells }, i) => {
    const { prediction_id, status, prediction } = results[i]!;
    const reasons = prediction?.reasons.slice(0, 3).map(({ text }) => escapeFormula(text)) ?? [];
    const numbers =
      prediction === null
        ? ['', '', '']
        : [prediction.probability.toFixed(6), `${prediction.score}`, prediction.grade];
    const added = [prediction_id, status, ...numbers, ...[0, 1, 2].map((k) => reasons[k] ?? '')];
    return [...cells.map(write), ...added].map((cell) => formatCell(cell, ',')).join(',');
  });
  return `${[[...header.map(write), ...RESULT_COLUMNS].map((name) => formatCell(name, ',')).join(','), ...lines].join('\n')}\n`;
}

function report({ out, json }: BatchOptions, results: readonly Prediction[]): void {
  const count = (status: string) => results.filter((result) => result.status === status).length;
  const [succeeded, failed] = [count('succeeded'), count('failed')];
  if (failed > 0) process.exitCode = 1;
  if (json) printJson({ out, leads: results.length, succeeded, failed });
  else
    printLines([
      `Scored ${succeeded.toLocaleString('en-US')} of ${results.length.toLocaleString('en-US')} leads${failed === 0 ? '' : `; ${failed} failed`}`,
      `Wrote ${out}`,
    ]);
}
