import { basename, join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Encoding } from '../../lib/csv/decode-text.ts';
import { sha256Of } from '../../lib/sha256.ts';
import { collectList, createDecimalOption, createEncodingOption, parseSeed } from '../options.ts';

interface TrainOptions {
  readonly target: string;
  readonly positive?: string;
  readonly join?: string;
  readonly on?: string;
  readonly drop?: readonly string[];
  readonly missing?: readonly string[];
  readonly encoding: Encoding;
  readonly decimal: '.' | ',';
  readonly name: string;
  readonly seed: number;
  readonly out: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ scorelane train leads.csv --target converted
  $ scorelane train bank.csv --target y --positive yes --drop duration --out bank-model/
  $ scorelane train leads.csv --join deals.csv --on lead_id --target converted

Leave out (--drop) what is only known after a lead has converted: it makes a model look good and fail.`;

export function createTrainCommand(): Command {
  return new Command('train')
    .description('train a model on a CSV file of past leads; writes model.json and metrics.json')
    .argument('<leads.csv>', 'one row per lead, with a header line; separated by comma, semicolon or tab')
    .requiredOption(
      '--target <column>',
      'the column that says whether the lead converted (with --join: a new name)',
    )
    .option('--positive <value>', 'the value of the target that means “converted”')
    .option('--join <deals.csv>', 'a second file: a lead converted when its key stands there')
    .option('--on <column>', 'the key column of both files, with --join')
    .option('--drop <columns>', 'columns not to use, separated by commas', collectList)
    .option('--missing <words>', 'words that mean “missing”, besides NA, N/A, NaN, null, none', collectList)
    .addOption(createEncodingOption())
    .addOption(createDecimalOption())
    .option('--name <name>', 'the model’s name: lower-case letters, digits and -', parseName, 'leads')
    .option('--seed <number>', 'decides which leads are held out', parseSeed, 42)
    .option('--out <folder>', 'where to write model.json and metrics.json', 'model')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: TrainOptions, command: Command) => {
      if ((options.join === undefined) !== (options.on === undefined)) {
        command.error('error: --join and --on go together');
      }
      if (options.join !== undefined && options.positive !== undefined) {
        command.error('error: --positive is of no use with --join, which makes the target');
      }
      await runTrain(file, options);
    });
}

async function runTrain(file: string, options: TrainOptions): Promise<void> {
  // Loaded here, so that --help and the other commands do not wait for it.
  const [{ trainModel, serializeArtifact }, { describeTraining, makeMetrics }, files, provenance] =
    await Promise.all([
      import('../../lib/training/train-model.ts'),
      import('../training-summary.ts'),
      import('../files.ts'),
      import('../provenance.ts'),
    ]);
  const progress = createProgress(options.json === true);
  const trained = trainModel({
    ...omitUndefined({
      positive: options.positive,
      on: options.on,
      drop: options.drop,
      missing: options.missing,
      gitCommit: provenance.findGitCommit(),
    }),
    ...(options.join === undefined
      ? {}
      : { joined: { data: files.readInput(options.join), fileName: basename(options.join) } }),
    data: files.readInput(file),
    fileName: basename(file),
    target: options.target,
    encoding: options.encoding,
    decimal: options.decimal,
    name: options.name,
    seed: options.seed,
    createdAt: new Date(),
    libraries: provenance.listVersions(),
    onProgress: progress.show,
  });
  const model = serializeArtifact(trained.artifact);
  const metrics = makeMetrics(trained, sha256Of(model));
  const modelPath = join(options.out, 'model.json');
  progress.end();
  await files.writeFiles([
    { path: join(options.out, 'metrics.json'), data: `${JSON.stringify(metrics, null, 2)}\n` },
    { path: modelPath, data: model },
  ]);
  const output = options.json
    ? JSON.stringify({ model: modelPath, ...metrics }, null, 2)
    : describeTraining(trained, { file, joinedFile: options.join, on: options.on, out: options.out });
  process.stdout.write(`${output}\n`);
}

function parseName(text: string): string {
  // The registry's MODEL_NAME: what may stand in a key, a path and a URL without quoting.
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(text)) {
    throw new InvalidArgumentError('Expected up to 63 lower-case letters, digits and -.');
  }
  return text;
}

/** One line that is rewritten, on a terminal only. */
function createProgress(silent: boolean) {
  const visible = process.stderr.isTTY && !silent;
  const clear = '\r\u001b[K';
  return {
    show: (step: string) => {
      if (visible) process.stderr.write(`${clear}${step} …`);
    },
    end: () => {
      if (visible) process.stderr.write(clear);
    },
  };
}

function omitUndefined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;
}
