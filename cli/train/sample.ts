import { Command } from 'commander';
import type { ResultFormat } from '../../lib/files/results/result-format.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { claimFiles, messagesBeside } from '../files/claim-files.ts';
import { chooseForm, createFormatOption } from '../files/result-format.ts';
import { createForceOption, numberParser, parseSeed } from '../options.ts';
import { JSON_TEXT } from '../stage.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { nameOfOutput } from '../terminal/standard-streams.ts';

interface SampleOptions {
  readonly out: string;
  readonly rows: number;
  readonly seed: number;
  readonly dates?: boolean;
  readonly json?: boolean;
  readonly format?: ResultFormat;
}

const parseRows = numberParser(
  (rows, text) => /^\d+$/.test(text) && rows >= 1 && rows <= 1_000_000,
  'a whole number from 1 to 1000000',
);

const EXAMPLES = `
Examples:
  $ scorelane sample --out leads.csv
  $ scorelane train leads.csv --target converted`;

export function createSampleCommand(): Command {
  return new Command('sample')
    .description('write a file of invented leads to try things with')
    .requiredOption('--out <file>', 'where to write the leads, such as leads.csv or leads.parquet')
    .option('--rows <n>', 'how many leads', parseRows, 3000)
    .option('--seed <n>', 'another number gives other leads', parseSeed, 1)
    .option('--dates', 'in place of converted, the day on which a lead converted: won_on')
    .addOption(createFormatOption())
    .addOption(createForceOption())
    .option('--json', JSON_TEXT)
    .addHelpText('after', EXAMPLES)
    .action(runSample);
}

async function runSample(
  { out, rows, seed, dates = false, format, json }: SampleOptions,
  command: Command,
): Promise<void> {
  const form = chooseForm(command, { option: '--out', path: out, format });
  const [{ generateSample }, { writeFiles }, { encodeResult }] = await Promise.all([
    import('../../lib/learning/sample/generate-sample.ts'),
    import('../files/output-files.ts'),
    import('../files/result-writer.ts'),
  ]);
  const targets = await claimFiles(command, { writes: [{ option: '--out', path: out }], json });
  const data = await encodeResult(generateSample({ rows, seed, dates }).csv, { form, from: 'csv' });
  await writeFiles([{ target: targets[0]!, data }]);
  if (json) return printJson({ out, rows, seed, ...(dates ? { dates } : {}) });
  printLines([`Wrote ${formatCount(rows)} invented leads to ${nameOfOutput(out)}`], messagesBeside(targets));
}
