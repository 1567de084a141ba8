import { Command, InvalidArgumentError } from 'commander';
import { ConflictError, InputError } from '../../../lib/errors.ts';
import { measuredOn } from '../../../lib/model/measured-on.ts';
import type { ModelVersion } from '../../../lib/registry/registry.ts';
import type { Replay } from '../../../lib/registry/replay-models.ts';
import type { Registry } from '../../../lib/runtime/compose-registry.ts';
import { claimFiles } from '../../claim-files.ts';
import { parseCount } from '../../options.ts';
import { printJson, printLines } from '../../print.ts';
import { fileNameOf } from '../../standard-streams.ts';
import { createTargetOption, openRegistry } from '../../target.ts';
import { userName } from '../../user-name.ts';

interface PromoteOptions {
  readonly alias: string;
  readonly leads?: string;
  readonly last: number;
  readonly threshold: number;
  readonly why?: string;
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly target?: string;
  readonly json?: boolean;
}

const LAST = 500;
const EXAMPLES = `
Examples:
  $ scorelane models promote leads@v4                          # replays the last predictions, then asks
  $ scorelane models promote leads@v4 --leads crm.csv --dry-run
  $ scorelane models promote leads@v4 --alias challenger --yes # scored in the champion’s shadow from now on

A model whose hold-out log-loss is worse than the present one’s is refused; --force promotes it all the same.`;

export const createPromoteCommand = (): Command =>
  new Command('promote')
    .description('point an alias to a version, after a look at what would change')
    .argument('<model>', 'the version, such as leads@v4')
    .option('--alias <alias>', 'the alias', 'champion')
    .option(
      '--leads <leads.csv>',
      'replay this file (- is the standard input) instead of the last predictions',
    )
    .option('--last <number>', 'how many of the last predictions to replay', parseCount, LAST)
    .option('--threshold <probability>', 'count the leads that pass it', parseProbability, 0.5)
    .option('--why <text>', 'kept in the history')
    .option('--yes', 'do not ask')
    .option('--force', 'promote a model with a worse hold-out log-loss, too')
    .option('--dry-run', 'only show what would change')
    .addOption(createTargetOption())
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(runPromote);

async function runPromote(model: string, options: PromoteOptions, command: Command): Promise<void> {
  const { alias, yes, dryRun, leads, why = '' } = options;
  if (leads !== undefined) claimFiles(command, { reads: [{ option: '--leads', path: leads }] });
  const [stack, { findVersion }, { promoteVersion }] = await Promise.all([
    openRegistry(options.target),
    import('./find-version.ts'),
    import('../../../lib/registry/move-alias.ts'),
  ]);
  const { registry } = stack;
  const next = await findVersion(registry, model);
  const { name, version } = next;
  const from = await registry.getAlias(name, alias);
  const tell = (lines: readonly string[]) => {
    if (!options.json) printLines(lines);
  };
  if (from === version) {
    if (options.json) return printJson({ name, alias, from, to: version, promoted: false });
    return tell([`${name}: ${alias} points to ${version} already. Nothing to do.`]);
  }
  const present = from === undefined ? undefined : await registry.getVersion(name, from);
  const compared = present && (await compare(stack, present, next, options));
  if (compared !== undefined) {
    const { summariseReplay } = await import('../../replay-summary.ts');
    tell(summariseReplay(compared.replay, `${name}@${from}`, `${name}@${version}`, compared.source));
    if (!options.force && !dryRun) checkLogLoss(present!, next);
  }
  const result = { name, alias, from: from ?? null, to: version, replay: compared?.replay };
  if (dryRun) {
    if (options.json) return printJson({ ...result, promoted: false });
    return tell(['Nothing was changed (--dry-run).']);
  }
  if (
    !yes &&
    !(await confirm(
      `Point ${alias} of ${name} to ${version}${from === undefined ? '' : ` instead of ${from}`}?`,
    ))
  ) {
    tell(['Nothing was changed.']);
    return;
  }
  // From what was seen: if somebody else promoted meanwhile, the replay was of another model.
  await promoteVersion(stack, { name, version, alias, from, by: userName(), why }).catch((error: unknown) => {
    if (!(error instanceof ConflictError)) throw error;
    throw new ConflictError(
      `somebody else moved ${alias} of ${name} meanwhile. Nothing was changed; look again and promote once more.`,
    );
  });
  if (options.json) return printJson({ ...result, promoted: true });
  tell([
    `${name}: ${alias} points to ${version}${from === undefined ? '' : ` instead of ${from}`}; ${alias === 'champion' ? `${stack.target.apiUrl} serves it` : 'it counts'} within 30 seconds.`,
    ...(from === undefined
      ? []
      : [`To go back: scorelane models rollback ${name}${alias === 'champion' ? '' : ` --alias ${alias}`}`]),
  ]);
}

/** Scores the same leads with both. */
async function compare(
  stack: Registry,
  present: ModelVersion,
  next: ModelVersion,
  { leads: file, last, threshold }: PromoteOptions,
): Promise<{ readonly replay: Replay; readonly source: string }> {
  const { replayModels } = await import('../../../lib/registry/replay-models.ts');
  const [a, b] = await Promise.all([stack.load(present), stack.load(next)]);
  if (file !== undefined) {
    const { readReplayedLeads } = await import('./read-replayed-leads.ts');
    const leads = readReplayedLeads(file, a.artifact.schema, b.artifact.schema);
    return {
      replay: replayModels(a, b, leads.present, threshold, leads.next),
      source: `${leads.present.length.toLocaleString('en-US')} leads of ${fileNameOf(file)}`,
    };
  }
  const until = stack.clock.now();
  const { predictions: recent } = await stack.store.list({
    model: present.name,
    order: 'newest',
    until,
    limit: last,
  });
  const replay = replayModels(
    a,
    b,
    recent.map(({ lead }) => lead),
    threshold,
  );
  return {
    replay,
    source:
      recent.length === 1
        ? 'the last prediction'
        : `the last ${recent.length.toLocaleString('en-US')} predictions`,
  };
}

/** @throws {ConflictError} the next model is worse on its hold-out */
function checkLogLoss(present: ModelVersion, next: ModelVersion): void {
  const [before, after] = [present.metrics.log_loss, next.metrics.log_loss];
  if (before === undefined || after === undefined || after <= before) return;
  throw new ConflictError(
    `${next.name}@${next.version} has a worse log-loss (${after.toFixed(4)}, ${measuredOn(next.metrics)}) than ${present.version} (${before.toFixed(4)}, ${measuredOn(present.metrics)}). ` +
      'Nothing was changed. If the two were measured on different leads, or you know better: --force.',
  );
}

async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new InputError(
      `expected an answer to “${question}”, but there is no terminal to ask on. Pass --yes.`,
    );
  }
  const { askYesNo } = await import('../../ask.ts');
  return askYesNo(question);
}

function parseProbability(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < 1)) {
    throw new InvalidArgumentError('Expected a probability between 0 and 1, such as .3.');
  }
  return value;
}
