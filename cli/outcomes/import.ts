import { Command, Option } from 'commander';
import type { OutcomesRecorded } from '../../lib/client/index.ts';
import { OTHERS } from '../../lib/contract/words.ts';
import { mapWords, type Others } from '../../lib/outcomes/import/outcome-words.ts';
import type { OutcomeEventKind } from '../../lib/outcomes/outcome.ts';
import { collectList, omitUndefined } from '../options.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { addTableOptions, importTable, TABLE_TEXT, type TableImportOptions } from './run-import.ts';

interface ImportOptions extends TableImportOptions {
  readonly reference: string;
  readonly outcome: string;
  readonly at: string;
  readonly value?: string;
  readonly converted?: readonly string[];
  readonly lost?: readonly string[];
  readonly open?: readonly string[];
  readonly contacted?: readonly string[];
  readonly other?: Others;
}

const EXAMPLES = `
Examples:
  $ scorelane outcomes import crm.csv --reference lead_id --outcome stage --converted Won --lost Lost --at closed_on --other skip --dry-run
  $ scorelane outcomes import crm.csv --reference lead_id --outcome stage --converted Won --lost Lost,Disqualified --at closed_on \\
      --value amount --other skip
  $ scorelane outcomes import crm.csv --reference lead_id --outcome stage --converted Won --lost Lost --open Reopened \\
      --contacted Called --at closed_on --other skip --rejected rejected.csv
  $ scorelane outcomes import s3://my-bucket/outcomes/crm.csv --reference lead_id --outcome stage --converted Won --lost Lost \\
      --at closed_on --other skip

Run it as often as you like, on the same export or on a newer one: what is known changes nothing, and the order does not
matter. Of several outcomes of a lead the latest holds.

Words are separated by commas ('"Closed, won",Won' for one with a comma); case and the space around them do not count. A word of the
column that is in no option is named, and nothing is sent, unless --other says what becomes of these rows.

A date without a time stands for the end of its day, a time without an offset for UTC. The form of the dates is decided by
the whole column; where day and month could be swapped, the command asks for --date-form. The value counts for conversions only.

Rows without a reference or a date, or with a value that is no number, stop the command before anything is sent; with
--rejected they are set aside. Needs a key of the scope operate.`;

export const createImportOutcomesCommand = (): Command =>
  addTableOptions(
    new Command('import')
      .description('record what became of leads, from a table such as an export of a CRM')
      .argument('<table>', TABLE_TEXT)
      .requiredOption('--reference <column>', 'the column that holds your own ids of the leads')
      .requiredOption('--outcome <column>', 'the column that says what became of the lead')
      .requiredOption('--at <column>', 'the column that says when')
      .option('--converted <words>', 'words of the column that mean converted', collectList)
      .option('--lost <words>', 'words that mean lost', collectList)
      .option('--open <words>', 'words that take an earlier outcome back', collectList)
      .option('--contacted <words>', 'words that mean that somebody spoke to the lead', collectList)
      .option('--value <column>', 'the column that says what a conversion is worth')
      .addOption(
        new Option('--other <what>', 'rows with any other word: leave out, or take as open').choices(OTHERS),
      ),
  )
    .addHelpText('after', EXAMPLES)
    .action(runImport);

async function runImport(file: string, options: ImportOptions, command: Command): Promise<void> {
  const { converted, lost, open, contacted, other, json, dryRun, rejected } = options;
  const words = omitUndefined({ converted, lost, open, contacted });
  const kinds = mapWords(words, (message) => command.error(`error: ${message}`));
  const { outcomeRows } = await import('../../lib/outcomes/import/outcome-rows.ts');
  const answered = { recorded: 0, repeated: 0, never_scored: 0 };
  const outcomes: Record<OutcomeEventKind, number> = { converted: 0, lost: 0, open: 0, contacted: 0 };
  const add = (counts: OutcomesRecorded) => {
    for (const name of ['recorded', 'repeated', 'never_scored'] as const) answered[name] += counts[name];
  };
  const { reference, outcome, at, value, decimal, dateForm } = options;
  const { checked, setAside } = await importTable(command, options, {
    file,
    what: 'outcomes',
    open: (fileName) =>
      outcomeRows({
        ...{ fileName, reference, outcome, at, words, kinds },
        ...omitUndefined({ value, decimal, dateForm, others: other }),
      }),
    send: async (client, events, callOptions) => add(await client.recordOutcomes(events, callOptions)),
    onSent(events) {
      for (const event of events) outcomes[event.outcome] += 1;
    },
  });
  if (setAside > 0) process.exitCode = 1;
  const { rows, good, leftOut, first, notes } = checked;
  const imported = { rows, outcomes, ...answered, leftOut, setAside, notes };
  const { describeDryRun, summariseImport } = await import('./import-summary.ts');
  if (json)
    return printJson({
      ...{
        file,
        dry_run: dryRun === true,
        rows,
        sent: dryRun === true ? 0 : good - (setAside - checked.bad),
      },
      ...{ outcomes, ...answered, left_out: leftOut, bad_rows: setAside },
      ...(rejected === undefined || dryRun === true ? {} : { rejected: { file: rejected, rows: setAside } }),
      notes,
    });
  printLines(
    dryRun === true
      ? describeDryRun({ ...imported, good, first, what: 'outcome' })
      : summariseImport(imported, rejected),
  );
}
