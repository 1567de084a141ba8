import type { Command } from 'commander';
import { NotFoundError } from '../../lib/errors.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { describeErrors } from '../../lib/lead/describe-errors.ts';
import type { DeadLetter, DeadLetterStore } from '../../lib/prediction/ports.ts';
import { createCommandGroup } from '../options.ts';
import { resolveId, shortId } from '../short-id.ts';
import { createStackCommand, openRegistry, type StageOptions } from '../stage.ts';
import { formatTime } from '../terminal/format.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { paint } from '../terminal/screen.ts';
import { type Column, tabulate } from '../terminal/table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'id' },
  { title: 'given up', drop: 1 },
  { title: 'leads', align: 'right', drop: 3 },
  { title: 'redriven', align: 'right', drop: 2 },
  { title: 'error', fit: 'wrap', least: 20 },
];

const EXAMPLES = `
Examples:
  $ scorelane dead-letters list --stage prod
  $ scorelane dead-letters show 5fea7756-0ea4-451a-a703-a558b933e274 --leads
  $ scorelane dead-letters redrive 5fea7756-0ea4-451a-a703-a558b933e274

A message that could not be scored five times is kept here, and its predictions have failed. Once the cause is mended,
redrive submits its leads again, to the version that serves now: they get new ids, because a failed prediction stays so.`;

export const createDeadLettersCommand = (): Command =>
  createCommandGroup('dead-letters')
    .description('messages that were given up: list, show, redrive')
    .addCommand(createStackCommand('list').description('every message that was given up').action(runList))
    .addCommand(
      createStackCommand('show')
        .description('one of them: its predictions, and why it failed')
        .argument('<id>', 'of the message, whole or as the list shows it')
        .option('--leads', 'show the leads, too: they are personal data')
        .action(runShow),
    )
    .addCommand(
      createStackCommand('redrive')
        .description('submit its leads again; they get new ids')
        .argument('<id>', 'of the message, whole or as the list shows it')
        .action(runRedrive),
    )
    .addHelpText('after', EXAMPLES);

async function runList(options: StageOptions): Promise<void> {
  const { deadLetters } = await openRegistry(options.stage);
  const ids = await deadLetters.list();
  const letters = (await Promise.all(ids.map((id) => deadLetters.get(id))))
    .filter((letter) => letter !== undefined)
    .sort((a, b) => b.givenUpAt.getTime() - a.givenUpAt.getTime());
  if (options.json) return printJson(letters.map((letter) => describe(letter, false)));
  if (letters.length === 0) return printLines(['There is no dead letter.']);
  printLines(
    tabulate(
      COLUMNS,
      letters.map((letter) => [
        shortId(letter.id),
        formatTime(letter.givenUpAt),
        formatCount(itemsOf(letter).length),
        letter.redriven === undefined ? '–' : formatCount(letter.redriven.length),
        letter.error ?? '–',
      ]),
    ),
  );
}

async function runShow(given: string, options: StageOptions & { readonly leads?: boolean }): Promise<void> {
  const { deadLetters } = await openRegistry(options.stage);
  const id = await resolveLetter(deadLetters, given);
  const letter = await deadLetters.get(id);
  if (letter === undefined) throw new NotFoundError(`there is no dead letter ${id}`);
  if (options.json) return printJson(describe(letter, options.leads === true));
  const redriven = new Map(letter.redriven?.map(({ from, to }) => [from, to]));
  printLines([
    paint('heading', letter.id),
    `Sent ${formatTime(letter.sentAt)}, given up ${formatTime(letter.givenUpAt)} after ${letter.receiveCount} deliveries.`,
    `Error: ${letter.error ?? 'not known; the log of score-leads has it under this id'}`,
    'Predictions:',
    ...itemsOf(letter).map(({ id: from, lead }) => {
      const to = redriven.get(from);
      const again = to === undefined ? '' : `  → ${to}`;
      return `  ${from}${again}${options.leads ? `  ${JSON.stringify(lead)}` : ''}`;
    }),
  ]);
}

async function runRedrive(given: string, options: StageOptions): Promise<void> {
  const [{ composeSubmission }, { forSubmission }, { redriveLetter }] = await Promise.all([
    import('../../lib/runtime/compose-submission.ts'),
    import('../../lib/worlds/aws.ts'),
    import('../../lib/prediction/redrive-letter.ts'),
  ]);
  const registry = await openRegistry(options.stage);
  const id = await resolveLetter(registry.deadLetters, given);
  const { redriven, refused } = await redriveLetter(
    composeSubmission(registry, forSubmission, registry.stage.environment),
    id,
  );
  if (options.json) return printJson({ id, redriven, refused });
  printLines([
    ...redriven.map(({ from, to }) => `${from} → ${to}`),
    ...refused.map(({ from, errors }) => `${from}: not accepted: ${describeErrors(errors)}`),
    `${redriven.length} submitted again${refused.length === 0 ? '' : `, ${refused.length} not accepted`}.`,
  ]);
}

const resolveLetter = (deadLetters: DeadLetterStore, id: string): Promise<string> =>
  resolveId(id, 'dead letter', async function* () {
    yield (await deadLetters.list()).map((known) => ({ id: known }));
  });

interface Item {
  readonly id: string;
  readonly lead: unknown;
}

/** None when the message is no job that can be read. */
function itemsOf({ body }: DeadLetter): readonly Item[] {
  try {
    return (JSON.parse(body) as { items?: Item[] }).items ?? [];
  } catch {
    return [];
  }
}

const describe = (letter: DeadLetter, leads: boolean) => ({
  id: letter.id,
  sent_at: letter.sentAt.toISOString(),
  given_up_at: letter.givenUpAt.toISOString(),
  receive_count: letter.receiveCount,
  error: letter.error ?? null,
  predictions: itemsOf(letter).map(({ id, lead }) => ({
    prediction_id: id,
    redriven_as: letter.redriven?.find(({ from }) => from === id)?.to ?? null,
    ...(leads ? { lead } : {}),
  })),
});
