import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import {
  CALIBRATIONS,
  OPTION_DEFAULTS,
  OPTION_TEXTS,
  PROMOTIONS,
  SELECTION_METRICS,
  TRAINERS,
  type TrainerName,
} from '../../lib/contract/training-words.ts';
import type { CalibrationMethod } from '../../lib/learning/evaluation/choose-calibration.ts';
import type { SelectionMetric } from '../../lib/learning/evaluation/choose-candidate.ts';
import type { RequiredColumns } from '../../lib/learning/finish-schema.ts';
import type { ClassWeight } from '../../lib/learning/preparation/correct-intercept.ts';
import {
  PREPARATION_DEFAULTS,
  type PreparationOptions,
  SELECTION_DEFAULTS,
} from '../../lib/learning/preparation/preparation-options.ts';
import { claimFiles, claimFolder } from '../files/claim-files.ts';
import { readTold } from '../files/told-options.ts';
import {
  addDataOptions,
  checkJoin,
  collectList,
  type DataOptions,
  omitUndefined,
  parseCount,
  parseNonNegative,
  parseSeed,
  parseShare,
} from '../options.ts';
import { createProgress } from '../terminal/progress.ts';
import {
  type MonotoneRules,
  parseClassWeight,
  parseFolds,
  parseMonotone,
  parseName,
  parseRequired,
  parseTrainers,
} from './train-options.ts';

interface TrainOptions extends DataOptions {
  readonly target?: string;
  readonly group?: string;
  readonly time?: string;
  readonly absoluteDate?: boolean;
  readonly trainer?: readonly TrainerName[];
  readonly metric: SelectionMetric;
  readonly calibration: CalibrationMethod;
  readonly folds: number;
  readonly holdout: number;
  readonly classWeight: ClassWeight;
  readonly impute: PreparationOptions['impute'];
  readonly missingEffect: boolean;
  readonly winsorise: number;
  readonly transform: PreparationOptions['transform'];
  readonly normalise: boolean;
  readonly rareLevels: number;
  readonly minIv: number;
  readonly nearDuplicates: boolean;
  readonly l2: number;
  readonly l1: number;
  readonly monotone?: MonotoneRules;
  readonly pairs?: number;
  readonly force?: boolean;
  readonly required?: RequiredColumns;
  readonly name: string;
  readonly seed: number;
  readonly threads: number;
  readonly out: string;
  readonly remote?: boolean;
  readonly stage?: string;
  readonly promotion?: string;
  readonly allowField?: readonly string[];
  readonly json?: boolean;
}

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
scorelane runs. The options of the preparation and of single trainers are of no use then.`;

const REMOTE_ONLY = [
  ['stage', '--stage'],
  ['promotion', '--promotion'],
  ['allowField', '--allow-field'],
] as const;

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
    .option('--force', OPTION_TEXTS.force)
    .option('--out <folder>', 'where to write the files', 'model')
    .option('--remote', 'let the stack train; the file may then be s3://bucket/key, or latest, too')
    .option('--stage <stage>', 'with --remote: “local”, or a stage on AWS (default: the local stack)')
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
        claimFiles(command, { reads: [{ option: '<leads.csv>', path: file }] });
        return (await import('./train-remotely.ts')).trainRemotely(file, options, told, command);
      }
      for (const [name, flag] of REMOTE_ONLY)
        if (options[name] !== undefined) command.error(`error: ${flag} goes with --remote`);
      await runTrain(file, options, { ...told, target }, command);
    });
}

function addMeasuringOptions(command: Command): void {
  command
    .option(
      '--trainer <names>',
      `${OPTION_TEXTS.trainers}: ${TRAINERS.join(', ')} (default: the first three)`,
      parseTrainers,
    )
    .addOption(
      new Option('--metric <name>', OPTION_TEXTS.metric)
        .choices(SELECTION_METRICS)
        .default(OPTION_DEFAULTS.metric),
    )
    .addOption(
      new Option('--calibration <name>', OPTION_TEXTS.calibration)
        .choices(CALIBRATIONS)
        .default(OPTION_DEFAULTS.calibration),
    )
    .option('--folds <number>', OPTION_TEXTS.folds, parseFolds, OPTION_DEFAULTS.folds)
    .option('--holdout <share>', OPTION_TEXTS.holdout, parseShare, OPTION_DEFAULTS.holdout)
    .option('--group <column>', OPTION_TEXTS.group)
    .option('--time <column>', OPTION_TEXTS.time)
    .option('--required <columns>', OPTION_TEXTS.required, parseRequired);
}

function addPreparationOptions(command: Command): void {
  command
    .addOption(
      new Option('--impute <figure>', 'what a missing number counts as')
        .choices(['mean', 'median'])
        .default(PREPARATION_DEFAULTS.impute),
    )
    .option('--no-missing-effect', 'give missing values no effect of their own')
    .option(
      '--winsorise <share>',
      'clip numbers at this quantile of either end',
      parseShare,
      PREPARATION_DEFAULTS.winsorise,
    )
    .addOption(
      new Option('--transform <name>', 'of skewed numbers')
        .choices(['auto', 'none', 'log1p', 'yeo-johnson'])
        .default(PREPARATION_DEFAULTS.transform),
    )
    .option('--no-normalise', 'do not standardise numbers')
    .option(
      '--rare-levels <rows>',
      'levels in fewer leads share “other”; many of them get a shrunken effect each',
      parseCount,
      PREPARATION_DEFAULTS.rareLevelRows,
    )
    .option('--absolute-date', 'learn from dates as points in time, too')
    .option(
      '--min-iv <value>',
      'leave out columns with less information value',
      parseNonNegative,
      SELECTION_DEFAULTS.informationValue,
    )
    .option('--no-near-duplicates', 'keep columns that tell the same as another')
    .option('--class-weight <weight>', OPTION_TEXTS.class_weight, parseClassWeight, 'none')
    .option('--l2 <penalty>', 'ridge penalty of logistic', parseNonNegative, 1)
    .option('--l1 <penalty>', 'lasso penalty of logistic; leaves columns out', parseNonNegative, 0)
    .option(
      '--monotone <rules>',
      'of the scorecard’s numbers: auto, or visits:ascending,age:none',
      parseMonotone,
    )
    .option('--pairs <number>', 'of columns with a joint effect in boosted, at most', parseFolds);
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
    { openLeads },
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
  const targets = claimFolder(command, { option: '--out', path: options.out }, FILES, [
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
    onProgress: progress.show,
  }).finally(progress.end);
  const { model, metrics, beside } = makeModelFiles(trained, { chartScript: readChartScript() });
  const path = (name: string) => join(options.out, name);
  const made = [...beside, { name: 'model.json', text: model } as const];
  await writeFiles(made.map(({ name, text }) => ({ target: targets[FILES.indexOf(name)]!, data: text })));
  const written = ['model.json', ...beside.map(({ name }) => name)].map(path);
  const output = options.json
    ? JSON.stringify({ model: path('model.json'), report: path('report.html'), ...metrics }, null, 2)
    : describeTraining(trained, { written, on: options.on });
  process.stdout.write(`${output}\n`);
}

function toTrainInput(options: TrainOptions) {
  const { on, absoluteDate, force, required, monotone, pairs } = options;
  const { encoding, decimal, name, seed, threads, metric, calibration, folds, holdout } = options;
  const {
    classWeight,
    impute,
    missingEffect,
    winsorise,
    transform,
    normalise,
    rareLevels: rareLevelRows,
  } = options;
  return {
    ...omitUndefined({ on, absoluteDate, force, required }),
    ...omitUndefined({ trainers: options.trainer, decimal }),
    ...{ encoding, name, seed, threads, metric, calibration, folds, holdout, classWeight },
    selection: { informationValue: options.minIv, nearDuplicates: options.nearDuplicates },
    settings: {
      preparation: { impute, missingEffect, winsorise, transform, normalise, rareLevelRows },
      logistic: { l2: options.l2, l1: options.l1 },
      scorecard: omitUndefined({ monotone: monotone?.all, monotoneBy: monotone?.byField }),
      boosted: omitUndefined({ pairs, rareLevelRows }),
    },
  };
}
