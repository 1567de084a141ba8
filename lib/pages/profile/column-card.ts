import { formatCount, formatNumber, formatShare } from '../../format-figures.ts';
import type {
  ColumnOutcome,
  ColumnProfile,
  LeakSuspect,
  ProfileBin,
} from '../../learning/profile/profile.ts';
import { type Content, type Html, html } from '../html.ts';
import { FEWEST_DRAWN, selectDrawn } from './draw-column.ts';

/** Adds a chart to the page; the markup that it stands in comes back. */
export type AddChart = (bins: readonly ProfileBin[], text: string) => Html;

/** The element that a column's card is. */
export const cardId = ({ position }: Pick<ColumnProfile, 'position'>): string => `column-${position}`;

/** Everything about one column: what it holds, how it goes with the outcome, and what is suspicious about it. */
export function renderCard(
  column: ColumnProfile,
  suspect: LeakSuspect | undefined,
  addChart: AddChart,
): Html {
  const { name, type, form, left_out, outcome, parts = [] } = column;
  return html`<article class="card ${suspect?.grade ?? ''}" id="${cardId(column)}">
<header><h3>${name}</h3><p class="chips"><span class="chip">${type}${form === undefined ? '' : `, written ${form}`}</span>${chips(outcome)}</p></header>
${left_out === undefined ? '' : html`<p class="out">Training leaves it out: ${left_out}.</p>`}
${suspect === undefined ? '' : renderSuspect(suspect)}
${renderMissing(column)}
${type === 'empty' ? '' : addChart(selectDrawn(column), describeChart(column))}
${renderFigures(column)}
${column.bins.length === 0 ? '' : renderBins('The figures as a table', selectDrawn(column))}
${column.histogram === undefined ? '' : renderBins('In bins of about as many leads each', column.bins)}
${parts.map((part) => renderBins(`By ${part.part}${tellValue(part.information_value)}`, part.bins))}
</article>`;
}

const chips = (outcome: ColumnOutcome | undefined): Content =>
  outcome === undefined
    ? ''
    : html`<span class="chip">information value ${outcome.information_value.toFixed(2)}, ${nameStrength(outcome.information_value)}</span>
<span class="chip">ROC-AUC ${outcome.roc_auc.toFixed(2)}</span>`;

const tellValue = (value: number | undefined): string =>
  value === undefined ? '' : `: information value ${value.toFixed(2)}`;

/** The bands of Siddiqi (Credit Risk Scorecards, 2006, ch. 6). */
function nameStrength(informationValue: number): string {
  if (informationValue < 0.02) return 'says nothing';
  if (informationValue < 0.1) return 'weak';
  if (informationValue < 0.3) return 'medium';
  return informationValue < 0.5 ? 'strong' : 'very strong';
}

function renderSuspect({ grade, findings, check }: LeakSuspect): Html {
  const [question, command] = check.split(/(?=--drop )/);
  return html`<div class="banner ${grade}"><p><strong>${grade === 'suspect' ? 'Leak suspect' : 'Worth a look'}:</strong> ${findings.map(({ text }) => text).join('; ')}.</p>
<p>${question!}${command === undefined ? '' : html`<code>${command}</code>`}</p></div>`;
}

function renderMissing({ missing, missing_share, distinct, outcome }: ColumnProfile): Html {
  const differs =
    outcome === undefined || missing === 0
      ? ''
      : `; filled for ${formatShare(outcome.filled_converted)} of the converted leads and ${formatShare(outcome.filled_not_converted)} of the others`;
  return html`<p class="filled"><span class="bar" aria-hidden="true"><i style="width:${(100 * (1 - missing_share)).toFixed(2)}%"></i></span>
${missing === 0 ? 'never missing' : `missing in ${formatShare(missing_share)} (${formatCount(missing)})${differs}`} · ${formatCount(distinct)} different ${distinct === 1 ? 'value' : 'values'}</p>`;
}

function renderFigures({ numbers, dates, outcome }: ColumnProfile): Content {
  const pairs: (readonly [string, string])[] = [];
  if (numbers !== undefined) {
    pairs.push(
      ['smallest', formatNumber(numbers.min)],
      ['lower quartile', formatNumber(numbers.q1)],
      ['median', formatNumber(numbers.median)],
      ['upper quartile', formatNumber(numbers.q3)],
      ['largest', formatNumber(numbers.max)],
      ['mean', formatNumber(numbers.mean)],
      ['standard deviation', formatNumber(numbers.sd)],
      ['skewness', numbers.skewness.toFixed(2)],
      ['zero', formatShare(numbers.zeros_share)],
      ['negative', formatShare(numbers.negatives_share)],
      ['outlying', formatShare(numbers.outliers_share)],
    );
  }
  if (dates !== undefined) {
    const { first, last, span_days, longest_gap } = dates;
    pairs.push(['first', first], ['last', last], ['span', `${formatCount(span_days)} days`]);
    if (longest_gap !== undefined) {
      const { after, days } = longest_gap;
      pairs.push(['longest gap', `${formatCount(days)} ${days === 1 ? 'day' : 'days'} after ${after}`]);
    }
  }
  if (outcome?.ranked_auc !== undefined && numbers !== undefined) {
    pairs.push(['more conversions', tellDirection(outcome.ranked_auc)]);
  }
  if (pairs.length === 0) return '';
  return html`<dl>${pairs.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function tellDirection(rankedAuc: number): string {
  if (rankedAuc >= 0.52) return 'for larger numbers';
  return rankedAuc <= 0.48 ? 'for smaller numbers' : 'for neither end';
}

/** What a chart shows, for who cannot see it. */
function describeChart(column: ColumnProfile): string {
  const { name } = column;
  const rated = selectDrawn(column).filter(({ rows, rate }) => rate !== undefined && rows >= FEWEST_DRAWN);
  const sorted = rated.toSorted((a, b) => a.rate! - b.rate!);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return `${name}: share of the leads per value`;
  return (
    `${name}: share of the leads and conversion rate per value. Lowest rate: ${formatShare(least.rate!)} ` +
    `(${least.label}); highest: ${formatShare(most.rate!)} (${most.label})`
  );
}

function renderBins(title: string, bins: readonly ProfileBin[]): Html {
  const withOutcome = bins.some(({ converted }) => converted !== undefined);
  const rows = bins.map(
    ({ label, rows: leads, share, converted, rate, low, high }) =>
      html`<tr><th scope="row">${label}</th><td>${formatCount(leads)}</td><td>${formatShare(share)}</td>${
        withOutcome
          ? html`<td>${formatCount(converted ?? 0)}</td><td>${rate === undefined ? '–' : formatShare(rate)}</td><td>${rate === undefined ? '' : `${formatShare(low!)} – ${formatShare(high!)}`}</td>`
          : ''
      }</tr>`,
  );
  return html`<details><summary>${title}</summary><div class="scroll"><table><thead><tr><th></th><th scope="col">leads</th><th scope="col">share</th>${
    withOutcome
      ? html`<th scope="col">converted</th><th scope="col">rate</th><th scope="col">95 % interval</th>`
      : ''
  }</tr></thead><tbody>${rows}</tbody></table></div></details>`;
}
