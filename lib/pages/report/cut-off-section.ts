import { formatCount, formatPercent, formatShare } from '../../format-figures.ts';
import type { TrainingRecord } from '../../learning/training-record.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { scoreOf } from '../../model/scale.ts';
import { Html, html } from '../html.ts';

/** Shares of the leads whose rows are shown; the others only when they are the best. */
const SHOWN = [0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** What comes of calling the leads above each cut-off, in money of the reader’s own; the script below computes it in the page. */
export function renderCutOffs({ curves }: TrainingRecord, { scale }: ModelArtifact): Html | undefined {
  if (curves?.thresholds === undefined) return undefined;
  const { thresholds, rows, converted } = curves;
  const nearest = new Set(
    SHOWN.map((share) =>
      thresholds.reduce(
        (best, { rows: called }, i) =>
          Math.abs(called / rows - share) < Math.abs(thresholds[best]!.rows / rows - share) ? i : best,
        0,
      ),
    ),
  );
  const lines = thresholds.map(
    ({ probability, rows: called, converted: found }, i) =>
      html`<tr data-called="${called}" data-found="${found}"${nearest.has(i) ? '' : new Html(' hidden')}><th scope="row">${formatShare(probability)}</th><td>${scoreOf(scale, probability)}</td><td>${formatPercent(called / rows)}</td><td>${formatPercent(found / converted)}</td><td>${formatPercent(found / called)}</td><td class="profit">–</td></tr>`,
  );
  return html`<p>Which leads are worth a call depends on what a conversion brings and what a contact costs. Put in your own figures, in any currency: the page computes the rest.</p>
<div class="panel" id="cut-off-table" data-rows="${rows}">
<p class="inputs"><label>Value of a conversion <input id="conversion-value" type="number" min="0" step="any" value="100" inputmode="decimal"></label>
<label>Cost of a contact <input id="contact-cost" type="number" min="0" step="any" value="10" inputmode="decimal"></label></p>
<p><output id="best-cut-off" for="conversion-value contact-cost"></output></p>
<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">call from a probability of</th><th scope="col">score</th><th scope="col">leads called</th><th scope="col">conversions reached</th><th scope="col">of the called convert</th><th scope="col">profit per 1,000 leads</th></tr></thead><tbody>${lines}</tbody></table></div>
<p class="soft">Measured on ${formatCount(rows)} leads that the measured model had not seen. Profit = value × conversions − cost × contacts, if leads that are not called do not convert on their own. Leads of one probability are called together.</p></div>`;
}

/** Fills in the profits, says which cut-off is best, and does so again when a figure is changed. */
export const CUT_OFF_SCRIPT = `
const cutOffs = document.getElementById('cut-off-table');
if (cutOffs) {
  const inputs = [...cutOffs.querySelectorAll('input')];
  const lines = [...cutOffs.querySelectorAll('tbody tr')];
  const usual = lines.filter((line) => !line.hidden);
  const show = (amount) => (Math.abs(amount) >= 100 ? Math.round(amount) : Math.round(amount * 100) / 100).toLocaleString('en-US');
  const update = () => {
    const [value, cost] = inputs.map(({ value }) => Number(value));
    const output = document.getElementById('best-cut-off');
    const isValid = inputs.every((input) => input.value !== '' && input.checkValidity());
    let [best, most] = [undefined, 0];
    for (const line of lines) {
      const { called, found } = line.dataset;
      const profit = (1000 * (value * found - cost * called)) / cutOffs.dataset.rows;
      line.hidden = !usual.includes(line);
      line.className = '';
      line.querySelector('.profit').textContent = isValid ? show(profit) : '–';
      if (isValid && profit > most) [best, most] = [line, profit];
    }
    if (best) {
      best.hidden = false;
      best.className = 'winner';
      best.querySelector('.profit').append(' (best)');
    }
    const [probability, , called] = best ? [...best.children].map(({ textContent }) => textContent) : [];
    output.textContent = !isValid ? 'Both figures must be numbers from 0 on.'
      : best ? 'Best: call from a probability of ' + probability + ', ' + called + ' of the leads, for ' + show(most) + ' per 1,000 leads. By the probabilities alone, a call pays from ' + (Math.min(1, value > 0 ? cost / value : 1) * 100).toFixed(1) + ' % on.'
      : 'No cut-off pays: no group of leads brings more than its calls cost.';
  };
  for (const input of inputs) input.addEventListener('input', update);
  update();
}
`;
