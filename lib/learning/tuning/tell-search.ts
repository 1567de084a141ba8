import { count } from '../../count.ts';
import type { Candidate, SettingsSearch, TrainingRecord } from '../training-record.ts';

type Searched = Candidate & { readonly search: SettingsSearch };

const METRIC_NAMES: Readonly<Record<SettingsSearch['metric'], string>> = {
  log_loss: 'log-loss',
  brier: 'Brier score',
  roc_auc: 'ROC-AUC',
  pr_auc: 'PR-AUC',
};

/** The candidates whose settings were searched. */
export const searchedOf = ({ candidates }: TrainingRecord): Searched[] =>
  candidates.filter((candidate): candidate is Searched => candidate.search !== undefined);

/** What the search did, in a sentence without a full stop. */
export function tellSearch(searched: readonly Searched[], { split }: TrainingRecord): string {
  const { metric, inner_folds } = searched[0]!.search;
  const most = Math.max(...searched.map(({ search }) => search.trials.length));
  const where = split.holdout_rows === 0 ? 'all leads' : 'the leads outside the hold-out';
  const each = searched.length === 1 ? '' : ' of each trainer';
  return `up to ${count(most, 'setting')}${each}, compared by ${METRIC_NAMES[metric]} in ${inner_folds} inner folds of ${where}`;
}

/** What the search of a candidate found: the settings, and how often the folds' own searches found something else. */
export function tellFound({ search }: Searched): string {
  const { text, chosen, chosen_without_fold: others = [], inner_folds } = search;
  if (others.length === 0 || inner_folds === 0) return text;
  const same = others.filter((found) => isSame(found, chosen)).length;
  return `${text}; ${same === others.length ? `the same in all ${same}` : `the same in ${same} of ${others.length}`} searches without a fold`;
}

/** Why the figures may be believed all the same. */
export const HONEST =
  'Each fold and the hold-out are predicted by a fit whose settings were searched without them: their figures are not flattered by the search';

const isSame = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
