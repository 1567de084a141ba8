import { Command } from 'commander';
import { readResultName } from '../../lib/files/results/result-format.ts';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { addResultOptions, type ResultOptions } from '../files/result-options.ts';
import { refuseBeside, refuseWithout } from '../option-groups.ts';
import { hint } from '../terminal/hint.ts';
import { printJson, printLines, printNote } from '../terminal/print.ts';
import { claimResults } from './claim-results.ts';

interface SubmitOptions extends ApiOptions, ResultOptions {
  readonly model?: string;
  readonly webhook?: string;
}

const EXAMPLES = `
Examples:
  $ scorelane jobs submit new-leads.csv --out scored.csv
  $ scorelane jobs submit s3://my-bucket/crm/leads.csv
  $ zcat crm.csv.gz | scorelane jobs submit - --out - | head
  $ scorelane jobs submit crm.csv --reference lead_id --out scored.csv --rejected rejected.csv

With --out the command waits for the job and writes its result, like scorelane jobs watch; without it, it prints the id, and
the job continues. The columns of the file are kept, and probability, score, grade and reasons added. Rows that do not fit
the model are set aside with line and reason; with --reference so are rows without an id. A job keeps no history of its leads, so
scorelane leads and explain-change only find those of submit and batch. Needs a key of the scope operate.`;

export const createSubmitJobCommand = (): Command =>
  addApiOptions(
    addResultOptions(
      new Command('submit')
        .description('upload a file of leads and have it scored')
        .argument(
          '<leads>',
          'CSV, JSON Lines, Parquet or .xlsx; - reads the standard input; or s3://bucket/key in the stack’s bucket',
        ),
      true,
    ),
  )
    .option('--model <model>', 'leads, leads@v3 or leads@challenger (default: the API’s model)')
    .option('--webhook <url>', 'an https address to call when the job ends')
    .addHelpText('after', EXAMPLES)
    .action(runSubmit);

async function runSubmit(file: string, options: SubmitOptions, command: Command): Promise<void> {
  refuseWithout(command, 'out', ['rejected']);
  // The stack reads a file as its model has learned it.
  refuseBeside(
    command,
    'a job, which reads columns as its model does; use scorelane batch or scorelane score',
    ['columns', 'type'],
  );
  const inBucket = file.startsWith('s3://');
  if (inBucket && options.sheet !== undefined)
    command.error('error: --sheet goes with a workbook on this machine, not with s3://');
  const claimed = await claimResults(
    command,
    [{ option: '<leads>', path: inBucket ? undefined : file }],
    options,
    readResultName(file).format,
  );
  const [{ openBlob }, { followJob }, { createProgress }] = await Promise.all([
    import('./open-blob.ts'),
    import('./follow-job.ts'),
    import('../terminal/progress.ts'),
  ]);
  const { model, encoding, decimal, formulas, reasons, reference, webhook, out, json } = options;
  const client = await openApi(options);
  // Before Ctrl-C has a meaning of its own: the standard input is waited for.
  const opened = inBucket ? undefined : await openBlob(file, options.sheet);
  const blob = opened?.blob ?? file;
  for (const note of opened?.notes ?? []) printNote(note);
  const signal = untilInterrupted();
  // Only a spreadsheet runs formulas, and only of CSV: any other result keeps what stands in the file.
  const kept = claimed.out === undefined || claimed.out.form.format === 'csv' ? formulas : 'keep';
  const progress = createProgress(json === true);
  const size = typeof blob === 'string' ? 0 : blob.size;
  const job = await client
    .submitJob(blob, {
      ...(opened === undefined ? {} : { fileName: opened.fileName }),
      ...(model === undefined ? {} : { model }),
      ...(webhook === undefined ? {} : { webhook }),
      ...(encoding === undefined ? {} : { encoding }),
      ...(decimal === undefined ? {} : { decimal }),
      reasons,
      ...(reference === undefined ? {} : { reference }),
      // A stack of an earlier version does not know the word.
      ...(kept === 'escape' ? {} : { formulas: kept }),
      signal,
      onUpload: (done) => progress.show({ what: 'Uploading', done, total: size, unit: 'bytes' }),
    })
    .finally(progress.end);
  if (out !== undefined)
    return followJob(client, job.job_id, {
      out: claimed.out,
      rejected: claimed.rejected && { ...claimed.rejected, ...(kept === formulas ? {} : { formulas }) },
      json,
      signal,
    });
  if (json) printJson(job);
  else
    printLines([
      `Job ${job.job_id} is ${job.status}, with ${job.model.name}@${job.model.version}`,
      `To follow it and get the result: ${hint(['jobs', 'watch', job.job_id, '--out', 'scored.csv'])}`,
    ]);
}
