import type { Command } from 'commander';
import { ConflictError, InputError } from '../../lib/errors.ts';
import { formatCount } from '../../lib/format-figures.ts';
import type { CompiledModel } from '../../lib/model/compile-model.ts';
import type { Doubt } from '../../lib/registry/find-doubts.ts';
import type { PromotionFinding } from '../../lib/registry/promotion-finding.ts';
import { CHALLENGER, CHAMPION, type ModelVersion } from '../../lib/registry/registry.ts';
import type { Replay } from '../../lib/registry/replay-models.ts';
import type { Registry } from '../../lib/runtime/compose-registry.ts';
import { claimFiles } from '../files/claim-files.ts';
import { refuseBeside } from '../option-groups.ts';
import { numberParser, parseCount } from '../options.ts';
import { createStackCommand, openRegistry, type StageOptions } from '../stage.ts';
import { confirm } from '../terminal/confirm.ts';
import { hint, sayRepeat } from '../terminal/hint.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { whileShowing } from '../terminal/progress.ts';
import { fileNameOf } from '../terminal/standard-streams.ts';
import { userName } from '../user-name.ts';

interface PromoteOptions extends StageOptions {
  readonly alias: string;
  readonly leads?: string;
  readonly last: number;
  readonly threshold: number;
  readonly why?: string;
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

const LAST = 500;
const parseProbability = numberParser(
  (value) => value > 0 && value < 1,
  'a probability between 0 and 1, such as .3',
);
const EXAMPLES = `
Examples:
  $ scorelane models promote leads@v4                          # replays the last predictions, then asks
  $ scorelane models promote leads@v4 --leads crm.csv --dry-run
  $ scorelane models promote leads@v4 --alias challenger --yes # scored in the champion’s shadow from now on

The command refuses a version whose log-loss is worse than the present one’s (if both have the same horizon), one that would refuse leads, uses fields that
callers do not send, may have seen the outcome or is no better than the base rate. --force promotes it nevertheless. A challenger
answers no caller, so these findings are only listed. Without predictions to replay it asks for a file (--leads).`;

export const createPromoteCommand = (): Command =>
  createStackCommand('promote')
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
    .option('--force', 'promote in spite of a worse log-loss or of findings')
    .option('--dry-run', 'only show what would change')
    .addHelpText('after', EXAMPLES)
    .action(runPromote);

async function runPromote(model: string, options: PromoteOptions, command: Command): Promise<void> {
  const { alias, yes, dryRun, leads, why = '' } = options;
  if (leads !== undefined) refuseBeside(command, '--leads', ['last']);
  await claimFiles(command, { reads: [{ option: '--leads', path: leads }] });
  const [stack, { findVersion }, { promoteVersion }] = await Promise.all([
    openRegistry(options.stage),
    import('./find-version.ts'),
    import('../../lib/registry/move-alias.ts'),
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
  // A challenger is scored on the leads that the champion accepts.
  const served = alias === CHALLENGER ? await findServed(registry, name) : present;
  const { replay, source, findings, doubts } = await whileShowing('Replaying leads', options.json, () =>
    look(stack, { present, served, next }, options),
  );
  const [{ summariseReplay }, { summariseFindings }, { stopsPromotion }, { tellOtherHorizon }] =
    await Promise.all([
      import('./replay-summary.ts'),
      import('./review-move.ts'),
      import('../../lib/registry/find-doubts.ts'),
      import('./tell-horizons.ts'),
    ]);
  const onFile = hint(['models', 'promote', model, ...aliasWords(alias), '--leads', leads ?? 'leads.csv']);
  const isBlind = leads === undefined && replay?.leads === 0;
  if (isBlind && replay.refused === 0) {
    // Without --yes the error below says it.
    if (yes || dryRun)
      tell([`There are no predictions to compare them on yet. Compare them on a file of leads: ${onFile}`]);
  } else if (replay !== undefined)
    tell(summariseReplay(replay, `${name}@${from}`, `${name}@${version}`, source));
  const objections = [...doubts, ...findings];
  if (objections.length > 0) tell(summariseFindings(objections, `${name}@${version}`));
  const otherHorizon = present === undefined ? undefined : tellOtherHorizon(present, next);
  if (otherHorizon !== undefined) tell([otherHorizon]);
  if (!options.force && !dryRun) {
    const { checkKind } = await import('./check-kind.ts');
    await checkKind(stack.stage, (await stack.load(next)).artifact);
    if (present !== undefined && otherHorizon === undefined) await checkLogLoss(stack, present, next);
    if (alias !== CHALLENGER) checkObjections([...doubts.filter(stopsPromotion), ...findings], next);
  }
  const result = { name, alias, from: from ?? null, to: version, replay, findings, doubts };
  if (dryRun) {
    if (options.json) return printJson({ ...result, promoted: false });
    return tell(['Nothing was changed (--dry-run).']);
  }
  if (isBlind && !yes)
    throw new InputError(
      `no lead shows what ${name}@${version} would change. Nothing was changed. To see it on a file of leads, and then promote:\n  ${onFile}\n` +
        sayRepeat('promote it without that', '--yes'),
    );
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
    `${name}: ${alias} points to ${version}${from === undefined ? '' : ` instead of ${from}`}; ${alias === 'champion' ? `${stack.stage.apiUrl} serves it` : 'it counts'} within 30 seconds.`,
    ...(from === undefined
      ? []
      : [`To go back: ${hint(['models', 'rollback', name, ...aliasWords(alias)])}`]),
  ]);
}

const aliasWords = (alias: string): string[] => (alias === CHAMPION ? [] : ['--alias', alias]);

async function findServed(registry: Registry['registry'], name: string): Promise<ModelVersion | undefined> {
  const champion = await registry.getAlias(name, CHAMPION);
  return champion === undefined ? undefined : registry.getVersion(name, champion);
}

interface Looked {
  /** Undefined: nothing is replaced, so there is nothing to compare with. */
  readonly replay: Replay | undefined;
  readonly source: string;
  readonly findings: readonly PromotionFinding[];
  readonly doubts: readonly Doubt[];
}

/** Scores the same leads with both, and looks for what speaks against the promotion. */
async function look(
  stack: Registry,
  versions: {
    readonly present: ModelVersion | undefined;
    readonly served: ModelVersion | undefined;
    readonly next: ModelVersion;
  },
  { leads: file, last, threshold }: PromoteOptions,
): Promise<Looked> {
  const [
    { replayModels },
    { loadIfReadable, reviewPromotion, sampleRecentLeads },
    { readTrainingNotes },
    { findDoubts },
    { readReplayedLeads },
    { readInput },
  ] = await Promise.all([
    import('../../lib/registry/replay-models.ts'),
    import('../../lib/registry/review-promotion.ts'),
    import('../../lib/registry/training-notes.ts'),
    import('../../lib/registry/find-doubts.ts'),
    import('./read-replayed-leads.ts'),
    import('../files/files.ts'),
  ]);
  const { present, served, next } = versions;
  const [notes, second, first, serving] = await Promise.all([
    readTrainingNotes(stack.artifacts, next),
    stack.load(next),
    present && loadIfReadable(stack.load, present),
    served && loadIfReadable(stack.load, served),
  ]);
  const doubts = findDoubts(next.metrics, notes);
  if (file === undefined) {
    const sample = await sampleRecentLeads(stack, next.name, last);
    const { length } = sample.leads;
    return {
      replay: first && replayModels(first, second, sample.leads, threshold),
      source: length === 1 ? 'the last prediction' : `the last ${formatCount(length)} predictions`,
      findings: await reviewPromotion(stack, { present: served, next, sample }),
      doubts,
    };
  }
  const bytes = readInput(file);
  const readFor = (model: CompiledModel | undefined) =>
    readReplayedLeads(bytes, fileNameOf(file), (model ?? second).artifact.schema, second.artifact.schema);
  const [replayed, sent] = [readFor(first), readFor(serving)];
  const sample = {
    // As a caller of either model would send them.
    leads: sent.present.map((lead, i) => ({ ...lead, ...sent.next[i] })),
    leadsForPresent: sent.present,
    source: `of ${fileNameOf(file)}`,
  };
  return {
    replay: first && replayModels(first, second, replayed.present, threshold, replayed.next),
    source: `${formatCount(replayed.present.length)} leads of ${fileNameOf(file)}`,
    findings: await reviewPromotion(stack, { present: served, next, sample }),
    doubts,
  };
}

/** @throws {ConflictError} callers would be refused, or the model may have seen the outcome, or is worth nothing */
function checkObjections(
  objections: readonly { readonly text: string }[],
  { name, version }: ModelVersion,
): void {
  if (objections.length === 0) return;
  throw new ConflictError(
    `${name}@${version} was not promoted: see above. Make sure that callers are ready for it and that its values are known when a lead ` +
      `comes in. ${sayRepeat('promote it nevertheless', '--force')}`,
  );
}

/** @throws {ConflictError} the next model has the worse log-loss */
async function checkLogLoss(stack: Registry, present: ModelVersion, next: ModelVersion): Promise<void> {
  const [{ areSameLeads, readMeasured }, { describeWorse }] = await Promise.all([
    import('../../lib/registry/same-leads.ts'),
    import('../../lib/registry/describe-worse.ts'),
  ]);
  const [before, after] = await Promise.all([readMeasured(stack, present), readMeasured(stack, next)]);
  const name = `${next.name}@${next.version}`;
  const worse = describeWorse(present, { name, metrics: next.metrics }, areSameLeads(before, after));
  if (worse === undefined) return;
  throw new ConflictError(
    `${worse}. Nothing was changed. ${sayRepeat('promote it nevertheless', '--force')}`,
  );
}
