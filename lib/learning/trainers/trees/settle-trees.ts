import { mix32 } from '../../../statistics/random.ts';
import { takeEvenly } from '../../../statistics/take-evenly.ts';
import { range, take, takeEach } from '../../../typed-arrays.ts';
import { scoreColumns } from '../../score-columns.ts';
import { planBags } from '../boosted/plan-bags.ts';
import type { SettledTrainer, Trainer, TrainingSet } from '../trainer.ts';
import { hasRules } from './direction-of.ts';
import { growBag, meanLoss } from './grow-bag.ts';
import { readTreeLeads, type TreeLeads } from './read-tree-leads.ts';
import {
  bagsFor,
  type ChosenOptions,
  isLarge,
  rulesOf,
  TRIED_SETTINGS,
  TRIED_SHARES,
  type TreeSettings,
  type TreesOptions,
} from './trees-options.ts';

/**
 * Chooses what is not told: each setting learns from a part of the leads, and the others, which also say when to stop, compare
 * them, with the trees alone and mixed with the additive model.
 *
 * @param additive fits the model that the trees are mixed with
 */
export function settleTrees(
  set: TrainingSet,
  options: TreesOptions,
  additive: Pick<Trainer, 'fit'>,
): SettledTrainer {
  const settings = listSettings(options);
  const shares = listShares(options, set);
  const { bags = bagsFor(set) } = options;
  const usual = { ...settings[0]!, bags, additiveShare: shares[0]! };
  if (settings.length === 1 && shares.length === 1) return { settings: usual };
  const sample = { ...set, rows: takeEvenly(set.rows, MOST_LEADS) };
  const leads = readTreeLeads(sample, options);
  if (leads.columns.length === 0) return { settings: usual };
  const { tried, rows } = trySettings(sample, leads, options, settings, shares, additive);
  const { chosen } = tried.reduce((a, b) => (b.loss < a.loss ? b : a));
  return {
    settings: { ...chosen, bags },
    choice: {
      tried: tried.map(({ chosen, loss }) => ({ settings: nameOptions(chosen), log_loss: loss })),
      validation_rows: rows,
      chosen: nameOptions(chosen),
    },
  };
}

/** Leads that settings are tried on at most, evenly taken from all: more tell them apart no better, and take their time. */
const MOST_LEADS = 40_000;

type Tried = Omit<ChosenOptions, 'bags'>;

function trySettings(
  set: TrainingSet,
  leads: TreeLeads,
  options: TreesOptions,
  settings: readonly TreeSettings[],
  shares: readonly number[],
  additive: Pick<Trainer, 'fit'>,
): { tried: { chosen: Tried; loss: number }[]; rows: number } {
  const [split] = planBags(set, leads.labels, { ...options, bags: 1 })(set.seed).splits;
  const { learn, validate } = split!;
  const rowsOf = (part: Int32Array) => part.map((i) => set.rows[i]!);
  const beside =
    Math.max(...shares) === 0
      ? undefined
      : scoreColumns(additive.fit({ ...set, rows: rowsOf(learn) }), set.features, rowsOf(validate));
  const { maturity } = leads;
  const validating = {
    labels: take(leads.labels, validate),
    positiveWeight: set.positiveWeight,
    ...(maturity === undefined ? {} : { maturity: takeEach(maturity, validate) }),
  };
  const all = range(validate.length);
  const tried = settings.flatMap((setting) => {
    const rules = rulesOf({ ...options, ...setting }, leads);
    const { validated } = growBag(leads, rules, split!, mix32(set.seed ^ mix32(1)));
    return shares.map((additiveShare) => {
      const mixed =
        additiveShare === 0
          ? validated
          : validated.map((z, i) => (1 - additiveShare) * z + additiveShare * beside![i]!);
      return {
        chosen: { ...setting, additiveShare },
        loss: meanLoss(mixed, all, validating),
      };
    });
  });
  return { tried, rows: validate.length };
}

/** What is told goes before what is tried; what is then the same is tried once. */
function listSettings(options: TreesOptions): TreeSettings[] {
  const told = TRIED_SETTINGS.map((setting) => ({
    leaves: options.leaves ?? setting.leaves,
    minLeadsPerLeaf: options.minLeadsPerLeaf ?? setting.minLeadsPerLeaf,
    levelSmoothing: options.levelSmoothing ?? setting.levelSmoothing,
    columnShare: options.columnShare ?? setting.columnShare,
  }));
  return [...new Map(told.map((setting) => [JSON.stringify(setting), setting])).values()];
}

/** The additive model keeps no rule that scores only rise or fall with a number, and adds its time to that of the trees. */
function listShares(options: TreesOptions, set: TrainingSet): readonly number[] {
  if (options.additiveShare !== undefined) return [options.additiveShare];
  return hasRules(options) || isLarge(set) ? [0] : TRIED_SHARES;
}

/** By the names of the record. */
const nameOptions = (chosen: Tried): Record<string, number> => ({
  leaves: chosen.leaves,
  min_leads_per_leaf: chosen.minLeadsPerLeaf,
  level_smoothing: chosen.levelSmoothing,
  column_share: chosen.columnShare,
  additive_share: chosen.additiveShare,
});
