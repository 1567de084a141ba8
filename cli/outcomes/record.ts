import { Command, InvalidArgumentError, Option } from 'commander';
import { OUTCOME_EVENTS } from '../../lib/contract/words.ts';
import { instantOf } from '../../lib/lead/iso-time.ts';
import { parseDateWord } from '../../lib/lead/value-words.ts';
import type { OutcomeEventKind } from '../../lib/outcomes/outcome.ts';
import { explainReference } from '../../lib/reference.ts';
import { type ApiOptions, addApiOptions, openApi, untilInterrupted } from '../api-client.ts';
import { parseNonNegative } from '../options.ts';
import { formatTime } from '../terminal/format.ts';
import { printJson, printLines } from '../terminal/print.ts';

interface RecordOptions extends ApiOptions {
  readonly outcome: OutcomeEventKind;
  readonly at?: Date;
  readonly value?: number;
}

const EXAMPLES = `
Examples:
  $ scorelane outcomes record 00Q5e000001AbCd --outcome converted --value 1200
  $ scorelane outcomes record 00Q5e000001AbCd --outcome lost --at 2026-11-30T10:00Z
  $ scorelane outcomes record 00Q5e000001AbCd --outcome open

open takes an earlier outcome back. Recording the same outcome of the same time again changes nothing. Needs a key of the scope operate.`;

export const createRecordCommand = (): Command =>
  addApiOptions(
    new Command('record')
      .description('record what became of one lead')
      .argument('<reference>', 'your own id of the lead', readReference)
      .addOption(
        new Option('--outcome <outcome>', 'what became of it').choices(OUTCOME_EVENTS).makeOptionMandatory(),
      )
      .option(
        '--at <time>',
        'when it happened, ISO 8601; a day alone stands for its end (default: now)',
        readTime,
      )
      .option('--value <number>', 'what the conversion is worth', parseNonNegative),
  )
    .addHelpText('after', EXAMPLES)
    .action(runRecord);

function readReference(text: string): string {
  const why = explainReference(text);
  if (why !== undefined) throw new InvalidArgumentError(`${why[0]!.toUpperCase()}${why.slice(1)}.`);
  return text;
}

const DAY_MS = 86_400_000;

function readTime(text: string): Date {
  const iso = parseDateWord(text.trim());
  if (iso === undefined || iso === null)
    throw new InvalidArgumentError('Expected a time that exists, such as 2026-11-30T10:00Z.');
  return new Date(instantOf(iso) + (iso.length === 10 ? DAY_MS - 1 : 0));
}

/** The clock of the local stack may have been set: what happens now must not lie in its future. */
async function nowOf({ url, stage }: ApiOptions): Promise<Date> {
  const [{ resolveStage }, { createFileClock }] = await Promise.all([
    import('../stage.ts'),
    import('../../lib/runtime/file-clock.ts'),
  ]);
  const file = url ? undefined : (await resolveStage(stage)).environment.CLOCK_FILE;
  return file === undefined ? new Date() : createFileClock(file).now();
}

async function runRecord(reference: string, options: RecordOptions, command: Command): Promise<void> {
  const { outcome, value, json } = options;
  if (value !== undefined && outcome !== 'converted')
    command.error('error: --value goes with --outcome converted');
  const client = await openApi(options);
  const at = options.at ?? (await nowOf(options));
  const event = {
    ...{ reference, outcome, occurred_at: at.toISOString() },
    ...(value === undefined ? {} : { value }),
  };
  const answer = await client.recordOutcomes(event, { signal: untilInterrupted() });
  if (json) return printJson(answer);
  printLines([
    answer.recorded === 0
      ? `${reference} had this outcome already: ${outcome}, ${formatTime(at)}`
      : `Recorded for ${reference}: ${outcome}, ${formatTime(at)}`,
    ...(answer.never_scored === 0
      ? []
      : ['No prediction was made with this reference; the outcome is kept until the lead is scored.']),
  ]);
}
