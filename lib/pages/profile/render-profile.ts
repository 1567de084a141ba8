import type { Profile } from '../../learning/profile/profile.ts';
import { type Html, html } from '../html.ts';
import { type AddChart as AddPageChart, type ChartScript, renderPage } from '../render-page.ts';
import { type AddChart, renderCard } from './column-card.ts';
import { drawBins, FEWEST_DRAWN, isHorizontal } from './draw-column.ts';
import { renderContents, renderNotes, renderSuspects, renderTiles } from './overview.ts';
import { PROFILE_STYLE } from './profile-style.ts';

/** The profile as a self-contained page. */
export function renderProfile(profile: Profile, { chartScript }: ChartScript): string {
  const { file, joined_file, columns, over_time, leak_suspects, outcome } = profile;
  const used = columns.filter(({ left_out }) => left_out === undefined);
  const leftOut = columns.filter(({ left_out }) => left_out !== undefined);
  const suspects = new Map(leak_suspects.map((suspect) => [suspect.column, suspect]));
  const title = `Profile of ${file}`;
  const renderBody = (addPageChart: AddPageChart): Html => {
    const addChart: AddChart = (bins, text) =>
      addPageChart(
        drawBins(bins, outcome?.base_rate),
        text,
        isHorizontal(bins) ? 80 + bins.length * (bins.length > 12 ? 18 : 24) : 230,
      );
    const cards = (list: Profile['columns']) =>
      html`<div class="cards">${list.map((column) => renderCard(column, suspects.get(column.name), addChart))}</div>`;
    return html`<header class="top"><h1>${title}</h1>${joined_file === undefined ? '' : html`<p>joined with ${joined_file}</p>`}
${renderTiles(profile)}</header>
<main>
${renderSuspects(profile)}
${renderNotes(profile)}
${
  over_time === undefined
    ? ''
    : html`<section><h2>Over time</h2><p>Leads${outcome === undefined ? '' : ' and conversion rate'} by ${over_time.per} of ${over_time.column}.</p>
<div class="panel">${addChart(over_time.periods, `leads over time, by ${over_time.per} of ${over_time.column}`)}</div></section>`
}
<section><h2>Columns${outcome === undefined ? '' : ', by information value'}</h2>${renderContents(used, profile)}</section>
${leftOut.length === 0 ? '' : html`<section><h2>Left out of training</h2>${renderContents(leftOut, profile)}</section>`}
<section><h2>Column by column</h2>${outcome === undefined ? '' : legend()}${cards(used)}</section>
${leftOut.length === 0 ? '' : html`<section><h2>Columns left out of training</h2>${cards(leftOut)}</section>`}
${outcome === undefined ? '' : howToRead()}
</main>`;
  };
  return renderPage({ title, style: PROFILE_STYLE, renderBody, chartScript });
}

const legend = (): Html => html`<p class="legend"><span class="key leads"></span> share of the leads
<span class="key rate"></span> conversion rate, with its 95 % interval (of at least ${FEWEST_DRAWN} leads)
<span class="key base"></span> conversion rate of all leads</p>`;

const howToRead = (): Html => html`<section class="reading"><h2>How to read this</h2><dl>
<dt>Information value</dt><dd>how far the converted and the other leads differ in a column, over up to 20 bins or its levels of at
least 20 leads (Siddiqi 2006): below 0.02 it says nothing, below 0.1 little, from 0.3 a lot; from 0.5 ask why.</dd>
<dt>ROC-AUC</dt><dd>the share of pairs of a converted and another lead that the column alone puts in the right order; 0.5 is chance.
Values are scored by their conversion rate in other leads than those they are measured on, so that a column with a value per lead does
not look good by heart.</dd>
<dt>95 % interval</dt><dd>Wilson’s interval of a conversion rate: few leads, wide interval.</dd>
<dt>Leak suspect</dt><dd>a column that alone is as good as a model, that is filled only for one class, that has values of one class only, or
whose values run in the order of the outcome. It may be honest; ask whether you would know it when the lead comes in.</dd>
<dt>Outlying</dt><dd>more than 1.5 interquartile ranges outside the quartiles (Tukey 1977).</dd></dl></section>`;
