import { formatCount, formatShare } from '../../format-figures.ts';
import { overviewBins, rateOf, tellRates } from '../../learning/profile/overview-bins.ts';
import type { ColumnProfile, LeakGrade, LeakSuspect, Profile } from '../../learning/profile/profile.ts';
import { writeDrops } from '../../learning/profile/write-drops.ts';
import { type Content, type Html, html } from '../html.ts';
import { cardId } from './column-card.ts';
import { drawSparkline } from './sparkline.ts';

/** The file in a few figures. */
export function renderTiles({ outcome, rows, rows_read, columns, duplicate_rows }: Profile): Html {
  const used = columns.filter(({ left_out }) => left_out === undefined).length;
  const tile = (figure: string, text: string) => html`<p><strong>${figure}</strong>${text}</p>`;
  const read =
    rows === rows_read ? 'leads' : `leads of ${formatCount(rows_read)} rows; the others have no outcome`;
  const tiles = [
    tile(formatCount(rows), read),
    outcome === undefined
      ? ''
      : tile(
          formatShare(outcome.base_rate),
          `converted: ${formatCount(outcome.converted)} leads (${outcome.target}: ${outcome.positive})`,
        ),
    tile(formatCount(used), `columns to learn from, ${formatCount(columns.length - used)} left out`),
    tile(
      formatCount(duplicate_rows),
      duplicate_rows === 1 ? 'row that repeats another' : 'rows that repeat others',
    ),
  ];
  return html`<div class="tiles">${tiles}</div>`;
}

/** The leak suspects, or that there are none. */
export function renderSuspects({ leak_suspects, outcome, columns }: Profile): Content {
  if (outcome === undefined) return '';
  if (leak_suspects.length === 0) {
    return html`<section><h2>Leak suspects</h2><p class="good">No leakage suspected.</p></section>`;
  }
  const byName = new Map(columns.map((column) => [column.name, column]));
  const rows = leak_suspects.map(({ column, grade, findings }) => {
    const profiled = byName.get(column)!;
    const out = profiled.left_out === undefined ? '' : html` <small>(left out of training already)</small>`;
    return html`<tr><th scope="row"><a href="#${cardId(profiled)}">${column}</a> ${renderFlag(grade)}</th><td class="text">${findings.map(({ text }) => text).join('; ')}${out}</td></tr>`;
  });
  const used = leak_suspects.filter(({ column }) => byName.get(column)!.left_out === undefined);
  const leaks = used.filter(({ grade }) => grade === 'suspect').map(({ column }) => column);
  return html`<section><h2>Leak suspects</h2><div class="banner suspect">
<p>${leak_suspects.length === 1 ? 'This column' : 'These columns'} may know the outcome: a model that learns from what is only known
after a lead has converted looks good and fails on new leads.</p>
<div class="scroll"><table class="suspects"><tbody>${rows}</tbody></table></div>
<p>Would you know ${leak_suspects.length === 1 ? 'it' : 'them'} when the lead comes in?${
    used.length === 0
      ? ''
      : leaks.length === 0
        ? ' If not, leave out what you would not know.'
        : html` If not, leave out ${leaks.length === leak_suspects.length ? 'what you would not know' : 'the suspects'}: <code>${writeDrops(leaks)}</code>`
  }</p></div></section>`;
}

const renderFlag = (grade: LeakGrade): Html =>
  html`<span class="flag ${grade}">${grade === 'suspect' ? 'leak?' : 'look'}</span>`;

export const renderNotes = ({ notes }: Profile): Content =>
  notes.length === 0
    ? ''
    : html`<section><h2>Notes</h2><ul>${notes.map((note) => html`<li>${note}</li>`)}</ul></section>`;

/** A line per column, with a link to its card. */
export function renderContents(columns: readonly ColumnProfile[], profile: Profile): Html {
  const withOutcome = profile.outcome !== undefined;
  const suspects = new Map(profile.leak_suspects.map((suspect) => [suspect.column, suspect]));
  const most = Math.max(...columns.map(({ outcome }) => outcome?.information_value ?? 0), 0.5);
  const rows = columns.map((column) => renderRow(column, suspects.get(column.name), most));
  return html`<div class="scroll"><table class="contents"><thead><tr><th scope="col">column</th><th scope="col">type</th>
<th scope="col">missing</th><th scope="col">different values</th><th scope="col">distribution</th>${
    withOutcome
      ? html`<th scope="col">conversion rate by bin</th><th scope="col">information value</th><th scope="col">ROC-AUC</th>`
      : ''
  }</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function renderRow(column: ColumnProfile, suspect: LeakSuspect | undefined, most: number): Html {
  const { name, type, missing, missing_share, distinct, outcome } = column;
  const flag = suspect === undefined ? '' : html` ${renderFlag(suspect.grade)}`;
  const { distribution, rates } = overviewBins(column);
  return html`<tr><th scope="row"><a href="#${cardId(column)}">${name}</a>${flag}</th><td class="word">${type}</td>
<td>${missing === 0 ? '–' : formatShare(missing_share)}</td><td>${formatCount(distinct)}</td>
<td>${drawSparkline(
    distribution.map(({ rows: leads }) => leads),
    'leads',
  )}</td>${
    outcome === undefined
      ? ''
      : html`<td>${drawSparkline(rates.map(rateOf), 'rate')} <small>${tellRates(rates)}</small></td>
<td><span class="meter" aria-hidden="true"><i style="width:${((100 * Math.min(outcome.information_value, most)) / most).toFixed(1)}%"></i></span>${outcome.information_value.toFixed(2)}</td>
<td>${outcome.roc_auc.toFixed(2)}</td>`
  }</tr>`;
}
