import { formatCount, formatPercent, formatShare } from '../../format-figures.ts';
import type { Bounded, CutOffRecord } from '../../learning/evaluation/evaluation-record.ts';
import { type Contacted, sharesOf } from '../../learning/evaluation/measure-cut-off.ts';
import type { Threshold, TrainingRecord } from '../../learning/training-record.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { scoreOf } from '../../model/scale.ts';
import { Html, html } from '../html.ts';

/** Of a record of before: shares of the leads whose rows are shown; the others only when they are the best. */
const SHOWN = [0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
/** What the reader may change at once. */
const PRICES = { value: 100, cost: 10 };
const HEADS = [
  'call from a probability of',
  'score',
  'leads called',
  'conversions reached (recall)',
  'of the called convert (precision)',
  'left alone of the others (specificity)',
  'F1',
  'lift',
  'profit per 1,000 leads',
  '',
];

interface Line extends Contacted {
  readonly probability: number;
  readonly marks: readonly string[];
  readonly recall?: Bounded;
  readonly precision?: Bounded;
  readonly isShown: boolean;
}

/** What comes of calling the leads above each cut-off, in money of the reader’s own; the script below computes it in the page. */
export function renderCutOffs(
  { curves, cut_offs }: TrainingRecord,
  { scale }: ModelArtifact,
): Html | undefined {
  if (curves?.thresholds === undefined) return undefined;
  const all = { rows: curves.rows, converted: curves.converted };
  const { value, cost } = cut_offs?.profit ?? PRICES;
  const lines = listLines(curves.thresholds, all.rows, cut_offs).map((line) => renderLine(line, all, scale));
  return html`<p>Which leads are worth a call depends on what a conversion brings and what a contact costs. Put in your own figures, in any currency: the page computes the rest.</p>
<div class="panel" id="cut-off-table" data-rows="${all.rows}">
<p class="inputs"><label>Value of a conversion <input id="conversion-value" type="number" min="0" step="any" value="${value}" inputmode="decimal"></label>
<label>Cost of a contact <input id="contact-cost" type="number" min="0" step="any" value="${cost}" inputmode="decimal"></label></p>
<p><output id="best-cut-off" for="conversion-value contact-cost"></output></p>
<div class="scroll" tabindex="0"><table><thead><tr>${HEADS.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${lines}</tbody></table></div>
<p class="soft">Measured on ${formatCount(all.rows)} leads that the measured model had not seen; in small print 95 % intervals. A cut-off that is the best on these leads is a little less good on others. Profit = value × conversions − cost × contacts, if leads that are not called do not convert on their own. Leads of one probability are called together.</p></div>`;
}

/** Those of the record, and between them, hidden unless one is the best, those of the curves. */
function listLines(
  thresholds: readonly Threshold[],
  rows: number,
  cutOffs: CutOffRecord | undefined,
): readonly Line[] {
  if (cutOffs === undefined) {
    const nearest = new Set(
      SHOWN.map((share) =>
        thresholds.reduce(
          (best, { rows: called }, i) =>
            Math.abs(called / rows - share) < Math.abs(thresholds[best]!.rows / rows - share) ? i : best,
          0,
        ),
      ),
    );
    return thresholds.map((threshold, i) => ({ ...threshold, marks: [], isShown: nearest.has(i) }));
  }
  const listed = new Set(cutOffs.points.map(({ probability }) => probability));
  return [
    ...cutOffs.points.map((point) => ({ ...point, isShown: true })),
    ...thresholds
      .filter(({ probability }) => !listed.has(probability))
      .map((threshold) => ({ ...threshold, marks: [], isShown: false })),
  ].sort((a, b) => b.probability - a.probability);
}

function renderLine(line: Line, all: Contacted, scale: ModelArtifact['scale']): Html {
  const { probability, rows, converted, marks, isShown } = line;
  const { contacted, recall, precision, specificity, f1, lift } = sharesOf({ rows, converted }, all);
  // The page computes the best profit anew.
  const shown = marks.filter((mark) => mark !== 'best profit' && mark !== 'cost ÷ value');
  return html`<tr data-called="${rows}" data-found="${converted}"${isShown ? '' : new Html(' hidden')}><th scope="row">${formatShare(probability)}</th><td>${scoreOf(scale, probability)}</td><td>${formatPercent(contacted)}</td><td>${formatPercent(recall)}${showBounds(line.recall)}</td><td>${formatPercent(precision)}${showBounds(line.precision)}</td><td>${formatPercent(specificity)}</td><td>${f1.toFixed(3)}</td><td>${lift.toFixed(2)}</td><td class="profit">–</td><td class="marks">${shown.join(', ')}</td></tr>`;
}

const showBounds = (figure: Bounded | undefined): Html | '' =>
  figure === undefined
    ? ''
    : html` <small>${formatPercent(figure.low, 0)} – ${formatPercent(figure.high, 0)}</small>`;

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
