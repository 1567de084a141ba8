import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import type { ScoredFile } from '../../lib/files/scoring/options.ts';
import type { AnySource, ByteSource } from '../../lib/files/text/byte-source.ts';
import { isUtf8Label } from '../../lib/files/text/encoding.ts';
import { formatCount } from '../../lib/format-figures.ts';
import {
  agreeToReplaceFiles,
  claimFiles,
  isSeenAtOnce,
  messagesBeside,
  namesOf,
} from '../files/claim-files.ts';
import type { OutputTarget } from '../files/output-target.ts';
import { addResultOptions } from '../files/result-options.ts';
import { omitUndefined, parseCount } from '../options.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { createProgress } from '../terminal/progress.ts';
import { fileNameOf, nameOfOutput } from '../terminal/standard-streams.ts';
import type { ScoreOptions } from './open-work.ts';
import type { ScoreInput } from './score-input.ts';

const EXAMPLES = `
Examples:
  $ scorelane score model/model.json new-leads.csv --out scored.csv
  $ scorelane score model/model.json new-leads.jsonl.gz --out scored.jsonl.gz --rejected rejected.jsonl
  $ scorelane score model/model.json new-leads.parquet --out scored.parquet
  $ scorelane score model/model.json new-leads.xlsx --sheet March --out scored.csv
  $ zcat new-leads.csv.gz | scorelane score model/model.json - --out - | head

The rows and columns stay as they are, but for an apostrophe before cells that a spreadsheet would run as formulas, which
--formulas keep leaves out; probability (0–1), score (1–99), grade (A–D) and the three strongest
reasons are added.

The file may be CSV, JSON Lines (a lead per line as a JSON object), Parquet or an Excel workbook, and the first two may be
compressed with gzip; its bytes show the format and the encoding. Titles above the header, totals and text below
the table, and a header that stands again are left out and named. The result is CSV, JSON Lines or Parquet: as --format says, else as the
name of --out ends (.csv, .jsonl, .parquet), else as the file is; a name that ends with .gz compresses text. - reads the standard input, or writes to the standard output; the summary then goes to the standard error.

After Ctrl-C the same command resumes: until the result is whole, it is kept in scored.csv.partial, with scored.csv.partial.json
beside it. That holds for CSV in UTF-8 and JSON Lines of 16 MB or more whose result has the same format; compressed files, results
in another format, Parquet and pipes start again.`;

export function createScoreCommand(): Command {
  return addResultOptions(
    new Command('score')
      .description('score the leads of a file with a model.json, on this machine')
      .argument('<model.json>', 'a model that `scorelane train` wrote')
      .argument(
        '<leads>',
        'CSV, JSON Lines, Parquet or .xlsx; one lead per row, with the columns of the training file (the target is not needed)',
      ),
  )
    .addOption(
      new Option(
        '--keep-bad-rows',
        'write rows that do not fit the model with empty results instead of stopping',
      ).conflicts('rejected'),
    )
    .option(
      '--threads <number>',
      'how many to score with (default: one per core, one for files below 50 MB)',
      parseCount,
    )
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(runScore);
}

async function runScore(
  modelFile: string,
  file: string,
  options: ScoreOptions,
  command: Command,
): Promise<void> {
  // Loaded here, so that --help and the other commands do not wait for it.
  const [
    { readModel },
    { chooseThreads, scoreFile },
    { openScoreInput },
    { refuseCsvOption },
    { decideEncoding },
    { NotUtf8Error },
    { JOURNAL, PARTIAL },
    { openWork },
    { chooseForms },
    { readResultName },
  ] = await Promise.all([
    import('../models/read-model.ts'),
    import('../../lib/files/scoring/score-file.ts'),
    import('./score-input.ts'),
    import('../../lib/files/text/file-form.ts'),
    import('../../lib/files/text/decide-encoding.ts'),
    import('../../lib/files/text/decode-text.ts'),
    import('./score-outputs.ts'),
    import('./open-work.ts'),
    import('../files/result-format.ts'),
    import('../../lib/files/results/result-format.ts'),
  ]);
  const [{ readColumnSettings }, { overlayColumns }, { readTold }] = await Promise.all([
    import('../../lib/lead/read-column-settings.ts'),
    import('../../lib/lead/overlay-columns.ts'),
    import('../files/told-options.ts'),
  ]);
  const { out, rejected, json } = options;
  // What cannot be is said before anything is read.
  chooseForms(command, options, readResultName(file).format);
  const reads = [
    { option: '<model.json>', path: modelFile },
    { option: '<leads>', path: file },
    { option: '--columns', path: options.columns },
  ];
  const targets = await claimFiles(command, {
    reads,
    writes: [
      { option: '--out', path: out, beside: [PARTIAL, JOURNAL, `${JOURNAL}.tmp`] },
      { option: '--rejected', path: rejected, beside: [PARTIAL] },
    ],
    json,
    agreesLater: true,
  });
  let agreed: Promise<void> | undefined;
  const agree = () => (agreed ??= agreeToReplaceFiles(command, targets, reads));
  const fileName = fileNameOf(file);
  const model = readModel(modelFile).artifact;
  const { columns } = await readTold(omitUndefined({ columns: options.columns, type: options.type }));
  const artifact = { ...model, schema: overlayColumns(model.schema, readColumnSettings(columns)) };
  const { encoding: told, sheet } = options;
  const scored = await scoreAs(await openScoreInput(file, { encoding: told, sheet }));
  if (json) printJson(summarise(artifact.name, scored, options));
  else printLines(describe(scored, options, targets), messagesBeside(targets));

  /** Scores the file, and starts again when a byte far down shows that it is not UTF-8. */
  async function scoreAs(input: ScoreInput): Promise<ScoredFile> {
    try {
      return await score(input).finally(input.close);
    } catch (error) {
      if (!(error instanceof NotUtf8Error) || told !== undefined || 'once' in input.source) throw error;
      const { linesBeyondAscii } = await import('../../lib/files/text/with-encoding.ts');
      const sample = linesBeyondAscii(await collectText(input.source));
      const { encoding, notes } = decideEncoding(sample, fileName);
      const again = await openScoreInput(file, { encoding, sheet });
      return score({ ...again, notes }).finally(again.close);
    }
  }

  async function score(input: ScoreInput): Promise<ScoredFile> {
    const { decimal } = options;
    const given =
      told !== undefined && !isUtf8Label(told)
        ? `--encoding ${told}`
        : decimal === undefined
          ? undefined
          : `--decimal ${decimal}`;
    refuseCsvOption(input.form.format, fileName, given);
    const { settings, outputs } = await openWork(command, {
      modelFile,
      file,
      input,
      targets,
      options,
      columns,
      agree,
      schema: artifact.schema,
    });
    const progress = createProgress(json === true || isSeenAtOnce(targets));
    const step = { what: `Scoring ${fileName}`, total: input.size, unit: 'bytes' };
    try {
      const result = await scoreFile(artifact, input.source, { fileName, ...settings }, outputs.sink, {
        threads: options.threads ?? chooseThreads(input.textSize, availableParallelism()),
        onProgress: (bytes) => progress.show({ ...step, done: input.position?.() ?? bytes }),
        ...(outputs.onCheckpoint === undefined ? {} : { onCheckpoint: outputs.onCheckpoint }),
        resume: outputs.resume,
      });
      await outputs.finish();
      return { ...result, warnings: [...input.notes, ...result.warnings] };
    } catch (error) {
      outputs.fail(error);
      throw error;
    } finally {
      progress.end();
    }
  }
}

/** A block beyond ASCII, or four, tell how the others are encoded. */
const MOST_BLOCKS = 4;

/** The bytes of a file up to where there are enough to tell how it is encoded. */
async function collectText(source: AnySource): Promise<ByteSource> {
  const held: Uint8Array[] = [];
  for await (const block of source.open()) {
    if (block.some((byte) => byte >= 0x80)) held.push(block.slice());
    if (held.length === MOST_BLOCKS) break;
  }
  return { open: () => held };
}

function summarise(
  model: string,
  { rows, badRows, grades, skew, warnings }: ScoredFile,
  options: ScoreOptions,
) {
  const { out, rejected } = options;
  const setAside = rejected === undefined ? {} : { rejected: { file: rejected, rows: badRows } };
  return { out, model, rows, scored: rows - badRows, bad_rows: badRows, ...setAside, grades, skew, warnings };
}

function describe(
  { rows, badRows, grades, warnings }: ScoredFile,
  { rejected }: ScoreOptions,
  targets: readonly OutputTarget[],
): string[] {
  const written = namesOf(targets);
  const shares = Object.entries(grades).map(([grade, n]) => `${grade} ${formatCount(n)}`);
  const fate = rejected === undefined ? 'have no score' : `were set aside in ${nameOfOutput(rejected)}`;
  const bad = badRows === 0 ? '' : `; ${formatCount(badRows)} did not fit the model and ${fate}`;
  return [
    ...warnings.map((warning) => `Note: ${warning}`),
    `Scored ${formatCount(rows - badRows)} of ${formatCount(rows)} leads${bad}`,
    `Grades: ${shares.join(', ')}`,
    ...(written.length === 0 ? [] : [`Wrote ${written.join(', ')}`]),
  ];
}
