import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { OPTION_DEFAULTS, OPTION_TEXTS, PROMOTIONS } from '../../lib/contract/training-words.ts';
import type { ResultForm } from '../../lib/files/results/result-format.ts';
import { claimFiles, claimFolder, messagesBeside, namesOf } from '../files/claim-files.ts';
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
import { printJson, printLines, printNote } from '../terminal/print.ts';
import { createProgress } from '../terminal/progress.ts';
import { checkPrices } from './add-evaluation-options.ts';
import { addMeasuringOptions, addPreparationOptions, type TrainOptions } from './add-train-options.ts';
import { addTrainerOptions, checkTrainerOptions } from './add-trainer-options.ts';
import { readHorizonOptions } from './horizon-options.ts';
import { listNextSteps } from './next-steps.ts';
import { addOutOfFoldOptions, checkOutOfFold } from './out-of-fold-options.ts';
import { toTrainInput } from './to-train-input.ts';
import { parseName } from './train-options.ts';

/** The model comes last: once it exists, so do the others. */
const FILES = ['metrics.json', 'report.html', 'leads.json', 'model.json'] as const;

const EXAMPLES = `
Examples:
  $ scorelane train leads.csv --target converted
  $ scorelane train bank.csv --target y --positive yes --drop duration --out bank-model/
  $ scorelane train crm.csv --join deals.csv --on lead_id --target converted
  $ scorelane train leads.csv --target converted --time first_contact --trainer logistic,boosted
  $ zcat leads.csv.gz | scorelane train - --target converted
  $ scorelane train leads.csv --target converted --tune 20
  $ scorelane train leads.csv --target converted --oof oof.csv
  $ scorelane train dated.csv --horizon 90d --time first_contact --converted-at won_on
  $ scorelane train leads.csv --target converted --remote

Several trainers are measured on leads that they have not seen. The simplest that performs as well as the best is
fitted on all leads. Leave out (--drop) columns that are only known after a lead has converted: they make a model
look good and fail. scorelane profile finds them.

With --tune the settings of every trainer are searched by successive halving, anew for each fold and for the hold-out,
so that no figure is measured on leads that the settings were chosen on. Settings that you give stay as given.

With --horizon the model learns whether a lead converts within that time. Leads that are too young to know count for what
they show so far; those as old as the horizon measure the model.

With --remote the stack trains and registers the model, and promotes it when it is better than the champion. The options
of the preparation, --tune, --oof and --segments cannot be used then, and of the trainers' settings only --epochs and
--learning-rate can. To see these trainings: scorelane runs`;

export function createTrainCommand(): Command {
  const command = new Command('train')
    .description(
      'train a model on a file of past leads; writes model.json, metrics.json, report.html and leads.json',
    )
    .argument('<leads.csv>', 'one row per lead, with a header line; separated by comma, semicolon or tab')
    .option('--target <column>', `${OPTION_TEXTS.target} (with --join: a new name)`);
  addDataOptions(command);
  addMeasuringOptions(command);
  addPreparationOptions(command);
  addTrainerOptions(command);
  addOutOfFoldOptions(command);
  return command
    .option('--name <name>', 'the model’s name: lower-case letters, digits and -', parseName, 'leads')
    .option('--seed <number>', OPTION_TEXTS.seed, parseSeed, OPTION_DEFAULTS.seed)
    .addOption(
      new Option('--threads <number>', 'fits that run at the same time; does not change the result')
        .argParser(parseCount)
        .default(availableParallelism(), 'one per core'),
    )
    .addOption(createForceOption(OPTION_TEXTS.force))
    .option('--out <folder>', 'where to write the files', 'model')
    .option('--remote', 'let the stack train; the file may also be s3://bucket/key, or latest')
    .addOption(createStageOption('with --remote: “local”, or a stage on AWS (default: the local stack)'))
    .addOption(
      new Option('--promotion <rule>', `with --remote: ${OPTION_TEXTS.promotion}`).choices(PROMOTIONS),
    )
    .option('--allow-field <columns>', `with --remote: ${OPTION_TEXTS.allow_fields}`, collectList)
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: TrainOptions) => {
      checkJoin(options, command);
      checkPrices(options, command);
      const told = readHorizonOptions(command, file, options, await readTold(options));
      const { target } = told;
      if (target === undefined)
        return command.error("error: required option '--target <column>' not specified");
      if (options.remote) {
        await claimFiles(command, { reads: [{ option: '<leads.csv>', path: file }] });
        return (await import('./train-remotely.ts')).trainRemotely(file, options, told, command);
      }
      refuseWithout(command, 'remote', ['stage', 'promotion', 'allowField']);
      checkTrainerOptions(command, options);
      const oofForm = checkOutOfFold(command, options);
      await runTrain(file, options, { ...told, target }, oofForm, command);
    });
}

type Told = Awaited<ReturnType<typeof readTold>>;

async function runTrain(
  file: string,
  options: TrainOptions,
  told: Told & { readonly target: string },
  oofForm: ResultForm | undefined,
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
    { formatOutOfFold },
    provenance,
    { noteRun },
  ] = await Promise.all([
    import('../../lib/learning/train-model.ts'),
    import('./train-summary.ts'),
    import('../../lib/registry/model-files.ts'),
    import('./report-script.ts'),
    import('../files/open-leads.ts'),
    import('../files/output-files.ts'),
    import('./format-out-of-fold.ts'),
    import('../models/provenance.ts'),
    import('../runs/note-run.ts'),
  ]);
  const targets = await claimFolder(command, { option: '--out', path: options.out }, FILES, {
    reads: [
      { option: '<leads.csv>', path: file },
      { option: '--join', path: options.join },
      { option: '--columns', path: options.columns },
    ],
    writes: [{ option: '--oof', path: options.oof }],
    json: options.json,
  });
  const oofTarget = targets[FILES.length];
  const { encoding, sheet, join: joinFile } = options;
  const leads = await openLeads(file, { encoding, sheet });
  const joined = joinFile === undefined ? undefined : await openLeads(joinFile, { encoding });
  const progress = createProgress(options.json === true);
  const startedAt = new Date();
  const trained = await trainModel({
    ...toTrainInput(options),
    ...told,
    ...omitUndefined({ gitCommit: provenance.findGitCommit() }),
    ...leads,
    ...(joined === undefined ? {} : { joined }),
    outOfFold: oofTarget !== undefined,
    createdAt: startedAt,
    libraries: provenance.listVersions(),
    onProgress: (what, done, total) =>
      progress.show({ what, done, total, unit: 'fits', isLong: takesLong(leads.data) }),
  }).finally(progress.end);
  const { model, metrics, beside } = makeModelFiles(trained, { chartScript: readChartScript() });
  const path = (name: string) => join(options.out, name);
  const made = [...beside, { name: 'model.json', text: model } as const];
  const predictions =
    oofTarget === undefined || oofForm === undefined
      ? []
      : [{ target: oofTarget, data: await formatOutOfFold(trained.outOfFold!, oofForm, options.formulas) }];
  await writeFiles([
    ...predictions,
    ...made.map(({ name, text }) => ({ target: targets[FILES.indexOf(name)]!, data: text })),
  ]);
  const files = ['model.json', ...beside.map(({ name }) => name)].map(path);
  const written = [...files, ...namesOf(predictions.map(({ target }) => target))];
  const run = await noteRun({ file, out: options.out, options, told, startedAt, trained, metrics });
  if (options.json) {
    const id = 'id' in run ? { run_id: run.id } : {};
    printJson({ model: path('model.json'), report: path('report.html'), ...id, ...metrics });
  } else {
    const next = listNextSteps(written[0]!, file, options);
    printLines(describeTraining(trained, { written, on: options.on, run, next }), messagesBeside(targets));
  }
  if ('trouble' in run) printNote(`the training is not in the history of scorelane runs: ${run.trouble}`);
}
