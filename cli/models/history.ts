import { type Command, InvalidArgumentError } from 'commander';
import { createStackCommand, openRegistry, type StageOptions } from '../stage.ts';
import { formatTime } from '../terminal/format.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { type Column, tabulate } from '../terminal/table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'when' },
  { title: 'who', drop: 1 },
  { title: 'what' },
  { title: 'from' },
  { title: 'to' },
  { title: 'why', fit: 'wrap', least: 16 },
];

interface HistoryOptions extends StageOptions {
  readonly alias: string;
  readonly asOf?: Date;
}

const EXAMPLES = `
Examples:
  $ scorelane models history leads
  $ scorelane models history leads --as-of 2026-03-01          # what was live then?
  $ scorelane models history leads --as-of 2026-03-01T14:30:00Z`;

export const createHistoryCommand = (): Command =>
  createStackCommand('history')
    .description('what an alias pointed to: who, when, why')
    .argument('<model>', 'the model’s name')
    .option('--alias <alias>', 'the alias', 'champion')
    .option(
      '--as-of <time>',
      'only what it pointed to at this time (a date: the end of that day, UTC)',
      parseTime,
    )
    .addHelpText('after', EXAMPLES)
    .action(runHistory);

async function runHistory(model: string, { alias, asOf, ...options }: HistoryOptions): Promise<void> {
  const [{ registry }, { aliasAt }, { findVersion }] = await Promise.all([
    openRegistry(options.stage),
    import('../../lib/registry/move-alias.ts'),
    import('./find-version.ts'),
  ]);
  const moves = await registry.aliasHistory(model, alias);
  // Reports an unknown name.
  if (moves.length === 0) await findVersion(registry, `${model}@${alias}`);
  if (asOf !== undefined) {
    const version = aliasAt(moves, asOf);
    if (options.json)
      return printJson({ name: model, alias, as_of: asOf.toISOString(), version: version ?? null });
    const then = formatTime(asOf);
    return printLines([
      version === undefined
        ? `${model} had no ${alias} at ${then}`
        : `${model}@${version} was ${alias} at ${then}`,
    ]);
  }
  if (options.json) return printJson(moves.map(({ at, ...move }) => ({ ...move, at: at.toISOString() })));
  const rows = moves.map(({ at, by, action, from = '–', to = '–', why }) => [
    formatTime(at),
    by,
    action,
    from,
    to,
    why,
  ]);
  printLines(tabulate(COLUMNS, rows));
}

function parseTime(text: string): Date {
  const time = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59.999Z` : text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time.getTime())) {
    throw new InvalidArgumentError(
      'Expected a date such as 2026-03-01 or a time such as 2026-03-01T14:30:00Z.',
    );
  }
  return time;
}
