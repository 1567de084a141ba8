import type { TrainingRecord } from '../../learning/training-record.ts';
import {
  HONEST,
  SEARCH_HEAD,
  searchCells,
  searchedOf,
  tellSearch,
  tellSettings,
} from '../../learning/tuning/tell-search.ts';
import { type Html, html } from '../html.ts';
import { details, table } from './table.ts';

/** The search of settings: what was found, and every trial to unfold; undefined where nothing was searched. */
export function renderSearch(record: TrainingRecord): Html | undefined {
  const searched = searchedOf(record);
  if (searched.length === 0) return undefined;
  const rows = searched.flatMap(({ trainer, search }) =>
    search.trials.map(({ settings, folds, figure: measured }) => [
      trainer,
      Object.keys(settings).length === 0 ? 'without a change' : tellSettings(settings),
      String(folds),
      measured.toFixed(4),
    ]),
  );
  const figure = (value: number) => value.toFixed(4);
  const found = table([
    ['', ...SEARCH_HEAD],
    ...searched.map((candidate) => [candidate.trainer, ...searchCells(candidate, figure)]),
  ]);
  const trials = details(
    'every trial',
    table([['', 'settings', 'inner folds', searched[0]!.search.metric], ...rows]),
  );
  return html`<p>Tried: ${tellSearch(searched, record)}.</p><div class="panel">${found}${trials}</div><p class="soft">${HONEST.join(' ')} A trial is measured in one inner fold; the better half goes on to two, then to four. The settings without a change are always measured to the end, and stay unless another is better by more than one standard error (Jamieson &amp; Talwalkar 2016). “Found again”: in how many folds the search without the fold found the same settings.</p>`;
}
