import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { OPTION_TEXTS } from '../../lib/contract/training-words.ts';
import { claimFolder, messagesBeside } from '../files/claim-files.ts';
import { collectMissing, type MissingWords } from '../files/column-options.ts';
import { attemptWrite } from '../files/file-errors.ts';
import type { OutputTarget } from '../files/output-target.ts';
import { readTold } from '../files/told-options.ts';
import { refuseWithout } from '../option-groups.ts';
import {
  addColumnOptions,
  type ColumnOptions,
  type CsvOptions,
  collectValue,
  createDecimalOption,
  createEncodingOption,
  createForceOption,
  omitUndefined,
  SHEET_TEXT,
} from '../options.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { parseName } from '../train/train-options.ts';

export interface ImportOptions extends ColumnOptions, CsvOptions {
  readonly name: string;
  readonly leads?: string;
  readonly on?: string;
  readonly positive?: string;
  readonly negative?: readonly string[];
  readonly heldOut?: boolean;
  readonly checks?: string;
  readonly categories?: string;
  readonly allTrees?: boolean;
  readonly missing?: MissingWords;
  readonly sheet?: string;
  readonly exporter?: boolean;
  readonly out: string;
  readonly json?: boolean;
}

/** The model comes last: once it exists, so do the others. The first two are those of a training, which are of another model. */
const FILES = ['metrics.json', 'report.html', 'checks.json', 'leads.json', 'model.json'] as const;

const EXAMPLES = `
Examples:
  $ scorelane import lightgbm.txt --leads leads.csv --on converted
  $ scorelane import lightgbm.txt --leads leads.csv --checks checks.csv --out imported
  $ scorelane import xgboost.json --leads later-leads.csv --on converted --held-out --categories categories.json
  $ scorelane import --exporter > scorelane_export.py
  $ scorelane import export.json --name leads

The model is taken over as it is: its scores are the library's, and every reason is exact. Read are
  LightGBM      booster.save_model("lightgbm.txt")
  XGBoost       model.save_model("xgboost.json")
  scikit-learn  the JSON of scorelane_export.py, which runs where the pickle was made; --exporter prints it

Leads (--leads) are raw ones, as callers will send them. They tell the fields, their ranges and what a score of 90 is; with
--on also how well the probabilities fit what happened. Without --leads, those of the checks tell the fields.

Checks are raw leads with the probability that the library gave each, in a column called probability. scorelane_export.py
writes them; for the others name a file (--checks). The import refuses unless every check agrees. checks.json beside the
model holds up to 200 of them, which are real leads; publish runs them again.`;

export function createImportCommand(): Command {
  return addColumnOptions(
    new Command('import')
      .description(
        'import a model of LightGBM, XGBoost or scikit-learn; writes model.json, checks.json and leads.json',
      )
      .argument(
        '[model]',
        'LightGBM’s text, XGBoost’s JSON or the JSON of scorelane_export.py; - for the standard input',
      )
      .option('--leads <leads.csv>', 'raw leads, such as those that the model learned from')
      .option('--on <target>', 'with --leads: the column that tells whether a lead converted')
      .option('--positive <value>', OPTION_TEXTS.positive)
      .option('--negative <value>', `${OPTION_TEXTS.negative}; may be given several times`, collectValue)
      .option(
        '--held-out',
        'with --on: the model has not learned from these leads; their figures are those of its hold-out',
      )
      .option('--checks <checks.csv>', 'raw leads, and in a column “probability” what the library answers')
      .option(
        '--categories <file.json>',
        'of columns that were words before they became codes, the words in the order of the codes: {"city": ["Berlin", "Köln"]}',
      )
      .option(
        '--all-trees',
        'use all trees of an XGBoost model that was stopped early, not those up to its best iteration',
      )
      .option(
        '--missing <words>',
        `${OPTION_TEXTS.missing}; of one column: region:-,unknown, and region: for none`,
        collectMissing,
      )
      .option('--sheet <name>', SHEET_TEXT)
      .addOption(createEncodingOption())
      .addOption(createDecimalOption()),
  )
    .option('--name <name>', 'the model’s name: lower-case letters, digits and -', parseName, 'leads')
    .addOption(createForceOption())
    .option('--out <folder>', 'where to write the files', 'model')
    .option('--exporter', 'print scorelane_export.py, and import nothing')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (model: string | undefined, options: ImportOptions, command: Command) => {
      if (options.exporter === true) {
        if (model !== undefined) command.error('error: --exporter imports nothing: leave the file out');
        process.stdout.write((await import('./exporter-script.ts')).readExporter());
        return;
      }
      if (model === undefined) return command.error("error: missing required argument 'model'");
      refuseWithout(command, 'leads', ['on']);
      refuseWithout(command, 'on', ['positive', 'negative', 'heldOut']);
      await runImport(model, options, command);
    });
}

async function runImport(file: string, options: ImportOptions, command: Command): Promise<void> {
  const { leads, checks, categories, encoding, decimal, sheet, out, json } = options;
  const targets = await claimFolder(command, { option: '--out', path: out }, FILES, {
    reads: [
      { option: '<model>', path: file },
      { option: '--leads', path: leads },
      { option: '--checks', path: checks },
      { option: '--categories', path: categories },
      { option: '--columns', path: options.columns },
    ],
    json,
  });
  // Loaded here, so that --help and the other commands do not wait for it.
  const [
    { importModel },
    { readInput },
    { openLeads },
    { writeFiles },
    provenance,
    { describeImport, toJson },
  ] = await Promise.all([
    import('../../lib/importing/import-model.ts'),
    import('../files/files.ts'),
    import('../files/open-leads.ts'),
    import('../files/output-files.ts'),
    import('../models/provenance.ts'),
    import('./import-summary.ts'),
  ]);
  const { readCategories } = await import('./categories-file.ts');
  const { fileNameOf } = await import('../terminal/standard-streams.ts');
  const open = (path: string | undefined) =>
    path === undefined ? undefined : openLeads(path, { encoding, sheet });
  const { columns, missing } = await readTold(options);
  const imported = await importModel({
    bytes: readInput(file),
    fileName: fileNameOf(file),
    name: options.name,
    createdAt: new Date(),
    libraries: provenance.listVersions(),
    columns,
    encoding,
    ...omitUndefined({
      ...{ decimal, missing, target: options.on, positive: options.positive, negative: options.negative },
      ...{ leads: await open(leads), checks: await open(checks) },
      ...{ heldOut: options.heldOut, allTrees: options.allTrees, gitCommit: provenance.findGitCommit() },
      categories: categories === undefined ? undefined : readCategories(categories),
    }),
  });
  const made = [...imported.beside, { name: 'model.json', text: imported.model } as const];
  await writeFiles(made.map(({ name, text }) => ({ target: targets[FILES.indexOf(name)]!, data: text })));
  removeOthers(targets.filter((_, i) => !made.some(({ name }) => name === FILES[i])));
  const written = made.toReversed().map(({ name }) => join(out, name));
  if (json) return printJson(toJson(imported, written));
  printLines(describeImport(imported, { written, leads, options }), messagesBeside(targets));
}

/** What lies in the folder of the model before would be published with this one. */
function removeOthers(targets: readonly OutputTarget[]): void {
  for (const target of targets) {
    if (target.kind !== 'file' || target.before === undefined) continue;
    attemptWrite(target.name, () => rmSync(target.place, { force: true }));
  }
}
