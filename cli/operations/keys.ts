import { type Command, Option } from 'commander';
import type { Scope } from '../../lib/auth/scope.ts';
import { SCOPES } from '../../lib/contract/words.ts';
import { NotFoundError } from '../../lib/errors.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { createCommandGroup, parseCount } from '../options.ts';
import { createStackCommand, openRegistry, type StageOptions } from '../stage.ts';
import { formatTime } from '../terminal/format.ts';
import { hint } from '../terminal/hint.ts';
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

interface CreateOptions extends StageOptions {
  readonly scope: Scope;
  readonly rate?: number;
}

const EXAMPLES = `
Examples:
  $ scorelane keys create "web page" --scope form --rate 60
  $ scorelane keys create "nightly job" --scope predict --stage prod
  $ scorelane keys list
  $ scorelane keys revoke 1f2e3d4c
  $ scorelane keys webhook-secret 1f2e3d4c

Scopes; each includes those before it:
  form     submit leads, read results by their ids; for a public page, whose key anyone can read: give it a rate
  predict  also webhooks, canceling, models and their reports; for an application
  operate  also files of leads, lists of predictions and trainings; for a sales team
  admin    everything: train, promote, erase

The rate counts leads: a batch of 100 counts 100. Other requests have a budget of their own, 20 for each lead of the rate.
To change a key without a gap: create the new one, use it, revoke the old one.`;

export const createKeysCommand = (): Command =>
  createCommandGroup('keys')
    .description('keys of the API: create, list, revoke, show the webhook secret')
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
        .description('revoke a key; it stops working within 30 seconds')
        .argument('<id>', 'the eight digits behind sl_')
        .action(runRevoke),
    )
    .addCommand(
      createStackCommand('webhook-secret')
        .description('the secret that signs the webhooks of a key')
        .argument('[id]', 'the eight digits behind sl_ (default: the secret of a stack that needs no key)')
        .action(runWebhookSecret),
    )
    .addHelpText('after', EXAMPLES);

async function runCreate(name: string, { scope, rate, ...options }: CreateOptions): Promise<void> {
  const [{ keys, clock }, { createKey }] = await Promise.all([
    openRegistry(options.stage),
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
    `The key ${stored.id}, “${name}”, scope ${scope}. It is shown only this once: store it now.`,
    'Use: authorization: Bearer <key>; on the command line SCORELANE_API_KEY.',
    ...(scope === 'form' && rate === undefined
      ? [
          'It has no rate limit: anyone who finds it in a page may submit as much as the gateway lets through. Give it one with --rate 60.',
        ]
      : []),
  ]);
}

async function runList(options: StageOptions): Promise<void> {
  const { keys } = await openRegistry(options.stage);
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
      `There is no key yet. Make one: ${hint(['keys', 'create', 'web page', '--scope', 'form', '--rate', '60'])}`,
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

async function runRevoke(id: string, options: StageOptions): Promise<void> {
  const { keys, clock } = await openRegistry(options.stage);
  await keys.revoke(id, clock.now(), userName());
  if (options.json) return printJson({ id, revoked: true });
  printLines([`Revoked the key ${id}: it stops working within 30 seconds.`]);
}

async function runWebhookSecret(id: string | undefined, options: StageOptions): Promise<void> {
  const [{ keys, secrets }, { webhookSecretOf }, { ANONYMOUS }] = await Promise.all([
    openRegistry(options.stage),
    import('../../lib/webhook/sign-webhook.ts'),
    import('../../lib/auth/authenticate.ts'),
  ]);
  if (id !== undefined && (await keys.get(id)) === undefined)
    throw new NotFoundError(`there is no key ${id}`);
  const secret = await webhookSecretOf(secrets, id ?? ANONYMOUS);
  if (options.json) return printJson({ id: id ?? null, secret });
  printLines([secret]);
}
