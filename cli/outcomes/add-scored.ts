import { Command } from 'commander';
import { type ModelVersionName, parseModelVersion } from '../models/model-version.ts';
import { omitUndefined } from '../options.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { addTableOptions, importTable, TABLE_TEXT, type TableImportOptions } from './run-import.ts';

interface AddOptions extends TableImportOptions {
  readonly reference: string;
  readonly scoredAt: string;
  readonly probability: string;
  readonly model?: ModelVersionName;
}

const EXAMPLES = `
Examples:
  $ scorelane outcomes add-scored old-scores.csv --reference lead_id --scored-at scored_on --probability p
  $ scorelane outcomes add-scored old-scores.csv --reference lead_id --scored-at scored_on --probability p --model leads@v3

With their outcomes these leads are measured like those that the API scored (scorelane models performance). Without a version another
system scored them. Of a lead the earliest score of a version counts; run again, the command changes nothing. A date without a
time stands for the beginning of its day, a time without an offset for UTC. Needs a key of the scope operate.`;

export const createAddScoredCommand = (): Command =>
  addTableOptions(
    new Command('add-scored')
      .description('add leads that were scored elsewhere, to measure them, too')
      .argument('<table>', TABLE_TEXT)
      .requiredOption('--reference <column>', 'the column that holds your own ids of the leads')
      .requiredOption('--scored-at <column>', 'the column that says when they were scored')
      .requiredOption('--probability <column>', 'the column with the probabilities of a conversion, 0 to 1')
      .option(
        '--model <model>',
        'leads, or leads@v3 when this version scored them (default: the API’s model)',
        parseModelVersion,
      ),
  )
    .addHelpText('after', EXAMPLES)
    .action(runAdd);

/** Without a version another system scored them. */
const versionOf = (model: ModelVersionName | undefined): string | undefined =>
  model?.version === 'elsewhere' ? undefined : model?.version;

async function runAdd(file: string, options: AddOptions, command: Command): Promise<void> {
  const { reference, scoredAt, probability, model, decimal, dateForm, json, dryRun, rejected } = options;
  const [{ scoredRows }, { describeDryRun, summariseAdded }] = await Promise.all([
    import('./scored-rows.ts'),
    import('./import-summary.ts'),
  ]);
  const added = { kept: 0, not_first: 0 };
  const { checked, setAside } = await importTable(command, options, {
    file,
    what: 'scored leads',
    open: (fileName) =>
      scoredRows({
        ...{ fileName, reference, scoredAt, probability },
        ...omitUndefined({ version: versionOf(model), decimal, dateForm }),
      }),
    async send(client, leads, callOptions) {
      const { kept, not_first: notFirst } = await client.addScoredLeads(leads, {
        ...callOptions,
        model: model?.name,
      });
      added.kept += kept;
      added.not_first += notFirst;
    },
    onSent() {},
  });
  if (setAside > 0) process.exitCode = 1;
  const { rows, good, bad, leftOut, first, notes } = checked;
  if (json)
    return printJson({
      ...{ file, dry_run: dryRun === true, rows, sent: dryRun === true ? 0 : good - (setAside - bad) },
      ...{ ...added, bad_rows: setAside },
      ...(rejected === undefined || dryRun === true ? {} : { rejected: { file: rejected, rows: setAside } }),
      notes,
    });
  printLines(
    dryRun === true
      ? describeDryRun({ what: 'scored lead', rows, good, leftOut, setAside, notes, first })
      : summariseAdded(added, { rows, setAside, notes }, rejected),
  );
}
