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

/** Of what a table of the candidates' searches consists; `figure` tells a figure of the metric. */
export function searchCells(
  { search, cross_validated }: Searched,
  figure: (value: number) => string,
): string[] {
  const { trials, chosen, chosen_without_fold: others = [], inner_folds, metric, unchanged, text } = search;
  if (inner_folds === 0) return ['–', '–', '–', '–', '–', text];
  const found = trials.find(({ settings }) => isSame(settings, chosen))!;
  return [
    figure(trials[0]!.figure),
    figure(found.figure),
    ...[unchanged, cross_validated].map((out) => (out === undefined ? '–' : figure(out[metric]))),
    others.length === 0
      ? '–'
      : `${others.filter((other) => isSame(other, chosen)).length} of ${others.length}`,
    Object.keys(chosen).length === 0 ? 'no change' : tellSettings(chosen),
  ];
}

/** The head of that table. */
export const SEARCH_HEAD = [
  'inner folds',
  '→ tuned',
  'out of fold',
  '→ tuned',
  'found again',
  'settings',
] as const;

/** Why the figures may be believed all the same. */
export const HONEST = [
  'Each fold and the hold-out are predicted by a fit whose settings were searched without them:',
  'their figures are not flattered by the search.',
] as const;

/** `learning_rate .05, max_leaves 4`. */
export const tellSettings = (settings: Readonly<Record<string, number>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${String(value).replace(/^0\./, '.')}`)
    .join(', ');

const isSame = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
