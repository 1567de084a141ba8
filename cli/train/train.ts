import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { OPTION_DEFAULTS, OPTION_TEXTS, PROMOTIONS } from '../../lib/contract/training-words.ts';
import { claimFiles, claimFolder } from '../files/claim-files.ts';
import { readTold } from '../files/told-options.ts';
import { refuseWithout } from '../option-groups.ts';
import {
  addDataOptions,
  checkJoin,
  collectList,
  createForceOption,
  omitUndefined,
  parseCount,
  parseSeed,
} from '../options.ts';
import { createStageOption } from '../stage.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { createProgress } from '../terminal/progress.ts';
import { addMeasuringOptions, addPreparationOptions, type TrainOptions } from './add-train-options.ts';
import { listNextSteps } from './next-steps.ts';
import { toTrainInput } from './to-train-input.ts';
import { parseName, refuseOtherTrainers } from './train-options.ts';

/** The model last: when it is there, so is the rest. */
const FILES = ['metrics.json', 'report.html', 'leads.json', 'model.json'] as const;

const EXAMPLES = `
Examples:
  $ scorelane train leads.csv --target converted
  $ scorelane train bank.csv --target y --positive yes --drop duration --out bank-model/
  $ scorelane train leads.csv --join deals.csv --on lead_id --target converted
  $ scorelane train leads.csv --target converted --time first_contact --trainer logistic,boosted
  $ zcat leads.csv.gz | scorelane train - --target converted
  $ scorelane train leads.csv --target converted --remote

Several trainers are tried on leads that they have not seen, and the best is fitted on all leads; of two that are
about as good, the simpler. Leave out (--drop) what is only known after a lead has converted: it makes a model
look good and fail. scorelane profile finds such columns.

With --remote the stack trains and registers the model, and it goes live when it is better than the champion; see
scorelane runs. The options of the preparation and of single trainers cannot be used then.`;

export function createTrainCommand(): Command {
  const command = new Command('train')
    .description(
      'train a model on a CSV file of past leads; writes model.json, metrics.json, report.html and leads.json',
    )
    .argument('<leads.csv>', 'one row per lead, with a header line; separated by comma, semicolon or tab')
    .option('--target <column>', `${OPTION_TEXTS.target} (with --join: a new name)`);
  addDataOptions(command);
  addMeasuringOptions(command);
  addPreparationOptions(command);
  return command
    .option('--name <name>', 'the model’s name: lower-case letters, digits and -', parseName, 'leads')
    .option('--seed <number>', OPTION_TEXTS.seed, parseSeed, OPTION_DEFAULTS.seed)
    .addOption(
      new Option('--threads <number>', 'fits that run at a time; the result is the same')
        .argParser(parseCount)
        .default(availableParallelism(), 'one per core'),
    )
    .addOption(createForceOption(OPTION_TEXTS.force))
    .option('--out <folder>', 'where to write the files', 'model')
    .option('--remote', 'let the stack train; the file may then be s3://bucket/key, or latest, too')
    .addOption(createStageOption('with --remote: “local”, or a stage on AWS (default: the local stack)'))
    .addOption(
      new Option('--promotion <rule>', `with --remote: ${OPTION_TEXTS.promotion}`).choices(PROMOTIONS),
    )
    .option('--allow-field <columns>', `with --remote: ${OPTION_TEXTS.allow_fields}`, collectList)
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: TrainOptions) => {
      checkJoin(options, command);
      const told = await readTold(options);
      const { target } = told;
      if (target === undefined)
        return command.error("error: required option '--target <column>' not specified");
      if (options.remote) {
        await claimFiles(command, { reads: [{ option: '<leads.csv>', path: file }] });
        return (await import('./train-remotely.ts')).trainRemotely(file, options, told, command);
      }
      refuseWithout(command, 'remote', ['stage', 'promotion', 'allowField']);
      refuseOtherTrainers(options, command);
      await runTrain(file, options, { ...told, target }, command);
    });
}

type Told = Awaited<ReturnType<typeof readTold>>;

async function runTrain(
  file: string,
  options: TrainOptions,
  told: Told & { readonly target: string },
  command: Command,
): Promise<void> {
  // Loaded here, so that --help and the other commands do not wait for it.
  const [
    { trainModel },
    { describeTraining },
    { makeModelFiles },
    { readChartScript },
    { openLeads, takesLong },
    { writeFiles },
    provenance,
  ] = await Promise.all([
    import('../../lib/learning/train-model.ts'),
    import('./train-summary.ts'),
    import('../../lib/registry/model-files.ts'),
    import('./report-script.ts'),
    import('../files/open-leads.ts'),
    import('../files/output-files.ts'),
    import('../models/provenance.ts'),
  ]);
  const targets = await claimFolder(command, { option: '--out', path: options.out }, FILES, [
    { option: '<leads.csv>', path: file },
    { option: '--join', path: options.join },
    { option: '--columns', path: options.columns },
  ]);
  const { encoding, sheet, join: joinFile } = options;
  const leads = await openLeads(file, { encoding, sheet });
  const joined = joinFile === undefined ? undefined : await openLeads(joinFile, { encoding });
  const progress = createProgress(options.json === true);
  const trained = await trainModel({
    ...toTrainInput(options),
    ...told,
    ...omitUndefined({ gitCommit: provenance.findGitCommit() }),
    ...leads,
    ...(joined === undefined ? {} : { joined }),
    createdAt: new Date(),
    libraries: provenance.listVersions(),
    onProgress: (what, done, total) =>
      progress.show({ what, done, total, unit: 'fits', isLong: takesLong(leads.data) }),
  }).finally(progress.end);
  const { model, metrics, beside } = makeModelFiles(trained, { chartScript: readChartScript() });
  const path = (name: string) => join(options.out, name);
  const made = [...beside, { name: 'model.json', text: model } as const];
  await writeFiles(made.map(({ name, text }) => ({ target: targets[FILES.indexOf(name)]!, data: text })));
  const written = ['model.json', ...beside.map(({ name }) => name)].map(path);
  if (options.json) printJson({ model: path('model.json'), report: path('report.html'), ...metrics });
  else
    printLines(
      describeTraining(trained, {
        written,
        on: options.on,
        next: listNextSteps(written[0]!, file, options),
      }),
    );
}
