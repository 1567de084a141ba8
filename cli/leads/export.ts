import { Command } from 'commander';
import type { LeadExport } from '../../lib/client/index.ts';
import { count } from '../../lib/count.ts';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { claimFiles, isSeenAtOnce, messagesBeside, namesOf } from '../files/claim-files.ts';
import { createForceOption } from '../options.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { whileShowing } from '../terminal/progress.ts';

interface ExportOptions extends ApiOptions {
  readonly out: string;
}

export const createExportLeadCommand = (): Command =>
  addApiOptions(
    new Command('export')
      .description('everything that the API holds on a lead, as JSON')
      .argument('<reference>', 'your own id of the lead'),
  )
    .requiredOption('--out <file.json>', 'where to write it; - is the standard output')
    .addOption(createForceOption())
    .action(runExport);

async function runExport(reference: string, options: ExportOptions, command: Command): Promise<void> {
  const { out, json } = options;
  const targets = await claimFiles(command, { writes: [{ option: '--out', path: out }], json });
  const [client, { writeFiles }] = await Promise.all([openApi(options), import('../files/output-files.ts')]);
  const predictions: LeadExport['predictions'][number][] = [];
  let exportedAt = '';
  let outcome: LeadExport['outcome'] | undefined;
  const silent = json === true || isSeenAtOnce(targets);
  await whileShowing('Exporting', silent, async ({ show }) => {
    for await (const page of client.exportLead(reference, { signal: untilInterrupted() })) {
      predictions.push(...page.predictions);
      exportedAt = page.exported_at;
      outcome = page.outcome;
      show({ what: 'Exporting', done: predictions.length, unit: 'predictions' });
    }
  });
  const data = { reference, exported_at: exportedAt, predictions, outcome };
  await writeFiles([{ target: targets[0]!, data: `${JSON.stringify(data, null, 2)}\n` }]);
  // An API of an earlier release knows no outcomes.
  const events = outcome?.events.length ?? 0;
  if (json) return printJson({ out, predictions: predictions.length });
  printLines(
    [
      `Exported ${count(predictions.length, 'prediction')}${events === 0 ? '' : ` and ${count(events, 'event')} of the outcome`}`,
      ...namesOf(targets).map((name) => `Wrote ${name}`),
    ],
    messagesBeside(targets),
  );
}
