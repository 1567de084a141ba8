import { Command, Option } from 'commander';
import { claimFiles, messagesBeside } from '../files/claim-files.ts';
import { refuseBeside } from '../option-groups.ts';
import { createForceOption } from '../options.ts';
import { JSON_TEXT } from '../stage.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { nameOfInput, nameOfOutput } from '../terminal/standard-streams.ts';

const LANGUAGES = ['sql', 'python'] as const;

interface ExportOptions {
  readonly to: (typeof LANGUAGES)[number];
  readonly table: string;
  readonly out: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ scorelane export model/model.json --to sql --out score-leads.sql
  $ scorelane export model/model.json --to sql --table crm.leads > score-leads.sql
  $ scorelane export model/model.json --to python --out scorer.py

sql     one SELECT for PostgreSQL 13 or later. It reads a table whose columns are named as the fields, and adds probability, score,
        grade and log_odds to every row. Models of up to 20,000 splits and leaves of trees.
python  one file without dependencies, for Python 3.9 or later, with a function: score(lead) gives probability, score, grade and
        log_odds of a dict. Models of every kind.

Both give the numbers of the API; reasons, warnings and the validation of leads stay with Scorelane.`;

/** @param version of this command, which the file names */
export function createExportCommand(version: string): Command {
  return new Command('export')
    .description('write a model as SQL or Python, to score leads without Scorelane')
    .argument('<model.json>', 'a model that `scorelane train` or `scorelane import` wrote')
    .addOption(new Option('--to <language>', 'sql or python').choices(LANGUAGES).makeOptionMandatory())
    .option('--table <name>', 'of sql: the table of the leads, such as crm.leads', 'leads')
    .option('-o, --out <file>', 'where to write it; - for the standard output', '-')
    .addOption(createForceOption())
    .option('--json', JSON_TEXT)
    .addHelpText('after', EXAMPLES)
    .action((model: string, options: ExportOptions, command: Command) =>
      runExport(model, options, command, version),
    );
}

async function runExport(
  file: string,
  { to, table, out, json }: ExportOptions,
  command: Command,
  version: string,
): Promise<void> {
  if (to === 'python') refuseBeside(command, '--to python', ['table']);
  const targets = await claimFiles(command, {
    reads: [{ option: '<model.json>', path: file }],
    writes: [{ option: '--out', path: out }],
    json: json ?? false,
  });
  const [{ readInput }, { decodeArtifact }, { sha256Of }, { InputError, messageOf }, { writeFiles }] =
    await Promise.all([
      import('../files/files.ts'),
      import('../../lib/model/decode-artifact.ts'),
      import('../../lib/sha256.ts'),
      import('../../lib/errors.ts'),
      import('../files/output-files.ts'),
    ]);
  const bytes = readInput(file);
  const exported = await attempt(async () => {
    const source = { artifact: decodeArtifact(bytes), sha256: sha256Of(bytes), version };
    const { artifact } = source;
    if (to === 'python') {
      const { exportPython } = await import('../../lib/exporting/python/export-python.ts');
      return { ...exportPython(source), ...source, name: artifact.name };
    }
    const { exportSql } = await import('../../lib/exporting/sql/export-sql.ts');
    return { ...exportSql(source, table), ...source, name: artifact.name };
  });
  await writeFiles([{ target: targets[0]!, data: exported.text }]);
  const { name, sha256, fields, results } = exported;
  if (json) return printJson({ out, to, model: name, model_sha256: sha256, fields, results });
  if (out === '-') return;
  printLines(
    [
      `Wrote ${name} as ${to === 'sql' ? 'a SELECT for PostgreSQL' : 'Python'} to ${nameOfOutput(out)}`,
      `It reads ${fields.join(', ')}; it gives ${results.join(', ')}.`,
    ],
    messagesBeside(targets),
  );

  /** Errors name the file that the model is in. */
  async function attempt<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      const isKnown = error instanceof InputError || (error as Error).name === 'ArtifactError';
      throw isKnown && !messageOf(error).startsWith('--')
        ? new InputError(`${nameOfInput(file)}: ${messageOf(error)}`)
        : error;
    }
  }
}
