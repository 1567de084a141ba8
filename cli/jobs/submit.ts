import { basename } from 'node:path';
import { Command } from 'commander';
import type { Formulas } from '../../lib/files/csv/formulas.ts';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { refuseWithout } from '../option-groups.ts';
import {
  type CsvOptions,
  createDecimalOption,
  createEncodingOption,
  createForceOption,
  createFormulasOption,
  parseReasons,
} from '../options.ts';
import { hint } from '../terminal/hint.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { isStandardInput } from '../terminal/standard-streams.ts';
import { claimResults, type ResultOptions } from './claim-results.ts';

interface SubmitOptions extends ApiOptions, CsvOptions, ResultOptions {
  readonly model?: string;
  readonly formulas: Formulas;
  readonly reasons: number;
  readonly reference?: string;
  readonly webhook?: string;
}

const EXAMPLES = `
Examples:
  $ scorelane jobs submit new-leads.csv --out scored.csv
  $ scorelane jobs submit s3://my-bucket/crm/leads.csv
  $ zcat crm.csv.gz | scorelane jobs submit - --out - | head
  $ scorelane jobs submit crm.csv --reference lead_id --out scored.csv --rejected rejected.csv

With --out the job is watched and its result written, as scorelane jobs watch does; without it the id is printed and the
stack works on. The columns of the file are kept, and probability, score, grade and reasons added. Rows that do not fit
the model are set aside with line and reason; with --reference so are rows without an id. A job keeps no history of its leads: scorelane leads and
explain-change know those of submit and batch. Needs a key of the scope operate.`;

export const createSubmitJobCommand = (): Command =>
  addApiOptions(
    new Command('submit')
      .description('upload a file of leads and have it scored')
      .argument('<leads.csv>', 'a file, - for the standard input, or s3://bucket/key in the stack’s bucket'),
  )
    .option('--model <model>', 'leads, leads@v3 or leads@challenger (default: the API’s model)')
    .addOption(createEncodingOption())
    .addOption(createDecimalOption())
    .addOption(createFormulasOption())
    .option('--reasons <number>', 'reasons to add to each row, 0 to 3', parseReasons, 3)
    .option('--reference <column>', 'the column that holds your own ids of the leads; every row needs one')
    .option('--webhook <url>', 'an https address that is told of the end')
    .option('--out <file.csv>', 'wait, and write the scored leads there')
    .option('--rejected <file.csv>', 'with --out: write the rows that were set aside there')
    .addOption(createForceOption())
    .addHelpText('after', EXAMPLES)
    .action(runSubmit);

async function runSubmit(file: string, options: SubmitOptions, command: Command): Promise<void> {
  refuseWithout(command, 'out', ['rejected']);
  const inBucket = file.startsWith('s3://');
  const results = await claimResults(
    command,
    [{ option: '<leads.csv>', path: inBucket ? undefined : file }],
    options,
  );
  const [{ openBlob }, { followJob }, { createProgress }] = await Promise.all([
    import('./open-blob.ts'),
    import('./follow-job.ts'),
    import('../terminal/progress.ts'),
  ]);
  const { model, encoding, decimal, formulas, reasons, reference, webhook, out, json } = options;
  const client = await openApi(options);
  // Before Ctrl-C has a meaning of its own: the standard input is waited for.
  const blob = inBucket ? file : await openBlob(file);
  const signal = untilInterrupted();
  const progress = createProgress(json === true);
  const size = typeof blob === 'string' ? 0 : blob.size;
  const job = await client
    .submitJob(blob, {
      ...(inBucket ? {} : { fileName: isStandardInput(file) ? 'standard-input' : basename(file) }),
      ...(model === undefined ? {} : { model }),
      ...(webhook === undefined ? {} : { webhook }),
      ...(encoding === undefined ? {} : { encoding }),
      ...(decimal === undefined ? {} : { decimal }),
      reasons,
      ...(reference === undefined ? {} : { reference }),
      // A stack of an earlier version does not know the word.
      ...(formulas === 'escape' ? {} : { formulas }),
      signal,
      onUpload: (done) => progress.show({ what: 'Uploading', done, total: size, unit: 'bytes' }),
    })
    .finally(progress.end);
  if (out !== undefined) return followJob(client, job.job_id, { ...results, json, signal });
  if (json) printJson(job);
  else
    printLines([
      `Job ${job.job_id} is ${job.status}, with ${job.model.name}@${job.model.version}`,
      `To follow it and get the result: ${hint(['jobs', 'watch', job.job_id, '--out', 'scored.csv'])}`,
    ]);
}
