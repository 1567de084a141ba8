import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Encoding } from '../../lib/csv/decode-text.ts';
import { createDecimalOption, createEncodingOption, parseCount } from '../options.ts';

interface ScoreOptions {
  readonly out: string;
  readonly keepBadRows?: boolean;
  readonly reasons: number;
  readonly encoding: Encoding;
  readonly decimal: '.' | ',';
  readonly threads?: number;
  readonly json?: boolean;
}

const EXAMPLES = `
Example:
  $ scorelane score model/model.json new-leads.csv --out scored.csv

The rows and columns stay as they are; probability (0–1), score (1–99), grade (A–D) and the three strongest
reasons are added.`;

export function createScoreCommand(): Command {
  return new Command('score')
    .description('score the leads of a CSV file with a model.json, on this machine')
    .argument('<model.json>', 'a model that `scorelane train` wrote')
    .argument(
      '<leads.csv>',
      'one row per lead, with the columns of the training file (the target is not needed)',
    )
    .requiredOption('--out <file.csv>', 'where to write the scored leads')
    .option('--keep-bad-rows', 'write rows that do not fit the model with empty results instead of stopping')
    .option('--reasons <number>', 'reasons to add to each row, 0 to 3', parseReasons, 3)
    .addOption(createEncodingOption())
    .addOption(createDecimalOption())
    .option(
      '--threads <number>',
      'how many to score with (default: one per core, one for files below 50 MB)',
      parseCount,
    )
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(runScore);
}

async function runScore(modelFile: string, file: string, options: ScoreOptions): Promise<void> {
  // Loaded here, so that --help and the other commands do not wait for it.
  const [{ readModel }, { chooseThreads, scoreInParallel }, files, { createScoreProgress }] =
    await Promise.all([
      import('../read-model.ts'),
      import('../../lib/bulk/score-in-parallel.ts'),
      import('../files.ts'),
      import('../score-progress.ts'),
    ]);
  const model = readModel(modelFile);
  const input = files.openInput(file);
  const output = files.createOutput(options.out);
  const settings = {
    fileName: basename(file),
    encoding: options.encoding,
    decimal: options.decimal,
    badRows: options.keepBadRows === true ? ('keep' as const) : ('stop' as const),
    reasons: options.reasons,
  };
  const progress = createScoreProgress(options.json === true, input.size);
  const scored = await scoreInParallel(model.artifact, input, settings, output, {
    threads: options.threads ?? chooseThreads(input.size, availableParallelism()),
    onProgress: progress.show,
  })
    .then((result) => {
      output.finish();
      return result;
    })
    .catch((error: unknown) => {
      output.discard();
      throw error;
    })
    .finally(progress.end);
  const { rows, badRows, grades, warnings } = scored;
  if (options.json) {
    const result = {
      out: options.out,
      model: model.artifact.name,
      rows,
      scored: rows - badRows,
      bad_rows: badRows,
    };
    process.stdout.write(`${JSON.stringify({ ...result, grades, warnings }, null, 2)}\n`);
    return;
  }
  const shares = Object.entries(grades).map(([grade, n]) => `${grade} ${n.toLocaleString('en-US')}`);
  const bad =
    badRows === 0 ? '' : `; ${badRows.toLocaleString('en-US')} did not fit the model and have no score`;
  const lines = [
    ...warnings.map((warning) => `Note: ${warning}`),
    `Scored ${(rows - badRows).toLocaleString('en-US')} of ${rows.toLocaleString('en-US')} leads${bad}`,
    `Grades: ${shares.join(', ')}`,
    `Wrote ${options.out}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function parseReasons(text: string): number {
  if (!/^[0-3]$/.test(text)) throw new InvalidArgumentError('Expected 0, 1, 2 or 3.');
  return Number(text);
}
