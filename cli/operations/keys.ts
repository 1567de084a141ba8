import { type Command, Option } from 'commander';
import type { Scope } from '../../lib/auth/scope.ts';
import { SCOPES } from '../../lib/contract/words.ts';
import { NotFoundError } from '../../lib/errors.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { createCommandGroup, parseCount } from '../options.ts';
import { createStackCommand, openRegistry, type TargetOptions } from '../target.ts';
import { formatTime } from '../terminal/format.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { paint } from '../terminal/screen.ts';
import { type Column, tabulate } from '../terminal/table.ts';
import { userName } from '../user-name.ts';

const COLUMNS: readonly Column[] = [
  { title: 'id' },
  { title: 'name', fit: 'wrap' },
  { title: 'scope' },
  { title: 'rate', align: 'right' },
  { title: 'made', drop: 1 },
  { title: 'by', drop: 2 },
  { title: 'revoked', fit: 'wrap', least: 20 },
];

interface CreateOptions extends TargetOptions {
  readonly scope: Scope;
  readonly rate?: number;
}

const EXAMPLES = `
Examples:
  $ scorelane keys create "web page" --scope form --rate 60
  $ scorelane keys create "nightly job" --scope predict --target prod
  $ scorelane keys revoke 1f2e3d4c

Scopes, each may do all that those before it may:
  form     submit leads, read results by their ids; for a page, whose key everyone can read: give it a rate
  predict  also webhooks, canceling, models and their reports; for an application
  operate  also files of leads, lists of predictions and trainings; for those who follow up
  admin    everything: train, promote, erase

The rate counts leads: a batch of 100 counts 100. Other requests have a budget of their own, 20 for each lead of the rate.
To change a key without a gap: create the new one, use it, revoke the old one.`;

export const createKeysCommand = (): Command =>
  createCommandGroup('keys')
    .description('keys of the API: create, list, revoke; and what their webhooks are signed with')
    .addCommand(
      createStackCommand('create')
        .description('make a key; its secret is shown once')
        .argument('<name>', 'what it is for')
        .addOption(new Option('--scope <scope>', 'what it may do').choices(SCOPES).default('predict'))
        .option('--rate <leads>', 'leads a minute, at most (default: no limit of its own)', parseCount)
        .action(runCreate),
    )
    .addCommand(createStackCommand('list').description('every key, without its secret').action(runList))
    .addCommand(
      createStackCommand('revoke')
        .description('end a key; within 30 seconds nothing accepts it any more')
        .argument('<id>', 'the eight digits behind sl_')
        .action(runRevoke),
    )
    .addCommand(
      createStackCommand('webhook-secret')
        .description('what the webhooks of a key are signed with')
        .argument('[id]', 'the eight digits behind sl_; without it, of a stack that asks for no key')
        .action(runWebhookSecret),
    )
    .addHelpText('after', EXAMPLES);

async function runCreate(name: string, { scope, rate, ...options }: CreateOptions): Promise<void> {
  const [{ keys, clock }, { createKey }] = await Promise.all([
    openRegistry(options.target),
    import('../../lib/auth/api-key.ts'),
  ]);
  const { key, stored } = createKey({
    name,
    scope,
    createdAt: clock.now(),
    createdBy: userName(),
    ...(rate === undefined ? {} : { ratePerMinute: rate }),
  });
  await keys.add(stored);
  if (options.json) return printJson({ id: stored.id, name, scope, rate_per_minute: rate ?? null, key });
  printLines([
    paint('heading', key),
    `The key ${stored.id}, “${name}”, scope ${scope}. This is the only time that it is shown: keep it now.`,
    'Use: authorization: Bearer <key>; on the command line SCORELANE_API_KEY.',
    ...(scope === 'form' && rate === undefined
      ? [
          'It has no rate: everyone who finds it in a page may submit as much as the gateway lets through. Better with --rate 60.',
        ]
      : []),
  ]);
}

async function runList(options: TargetOptions): Promise<void> {
  const { keys } = await openRegistry(options.target);
  const all = (await keys.list()).toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  if (options.json) {
    return printJson(
      all.map(({ id, name, scope, createdAt, createdBy, ratePerMinute, revokedAt, revokedBy }) => ({
        id,
        name,
        scope,
        created_at: createdAt.toISOString(),
        created_by: createdBy,
        rate_per_minute: ratePerMinute ?? null,
        revoked_at: revokedAt?.toISOString() ?? null,
        revoked_by: revokedBy ?? null,
      })),
    );
  }
  if (all.length === 0)
    return printLines([
      'There is no key yet. Make one with scorelane keys create "web page" --scope form --rate 60',
    ]);
  printLines(
    tabulate(
      COLUMNS,
      all.map(({ id, name, scope, createdAt, createdBy, ratePerMinute, revokedAt, revokedBy }) => [
        id,
        name,
        scope,
        ratePerMinute === undefined ? '–' : `${formatCount(ratePerMinute)}/min`,
        formatTime(createdAt),
        createdBy,
        revokedAt === undefined
          ? '–'
          : `${formatTime(revokedAt)}${revokedBy === undefined ? '' : ` by ${revokedBy}`}`,
      ]),
    ),
  );
}

async function runRevoke(id: string, options: TargetOptions): Promise<void> {
  const { keys, clock } = await openRegistry(options.target);
  await keys.revoke(id, clock.now(), userName());
  if (options.json) return printJson({ id, revoked: true });
  printLines([`The key ${id} is revoked: within 30 seconds nothing accepts it any more.`]);
}

async function runWebhookSecret(id: string | undefined, options: TargetOptions): Promise<void> {
  const [{ keys, secrets }, { webhookSecretOf }, { ANONYMOUS }] = await Promise.all([
    openRegistry(options.target),
    import('../../lib/webhook/sign-webhook.ts'),
    import('../../lib/auth/authenticate.ts'),
  ]);
  if (id !== undefined && (await keys.get(id)) === undefined)
    throw new NotFoundError(`there is no key ${id}`);
  const secret = await webhookSecretOf(secrets, id ?? ANONYMOUS);
  if (options.json) return printJson({ id: id ?? null, secret });
  printLines([secret]);
}
