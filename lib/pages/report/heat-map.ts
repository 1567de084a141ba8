import type { PairGrid } from '../../learning/training-record.ts';
import { type Html, html } from '../html.ts';

/** Upper ends of the steps of the scale, as factors on the odds, and their classes; blue and orange, which the colour-blind tell apart. */
const STEPS = [
  [1 / 1.5, 'down-3', 'below × 0.67'],
  [1 / 1.2, 'down-2', '× 0.67 – 0.83'],
  [1 / 1.05, 'down-1', '× 0.83 – 0.95'],
  [1.05, 'even', 'about × 1'],
  [1.2, 'up-1', '× 1.05 – 1.2'],
  [1.5, 'up-2', '× 1.2 – 1.5'],
  [Number.POSITIVE_INFINITY, 'up-3', 'over × 1.5'],
] as const;

const stepOf = (factor: number): string => STEPS.find(([end]) => factor <= end)![1];

/** A pair’s grid as a table whose cells say their factor and are coloured by it. */
export function renderHeatMap({ rows, columns, effects }: PairGrid): Html {
  return renderGrid(rows, columns, effects, (effect) => {
    if (effect === null) return FEW;
    const factor = Math.exp(effect);
    return html`<td class="${stepOf(factor)}">${factor.toFixed(2)}</td>`;
  });
}

const FEW = html`<td class="few"><span aria-label="fewer than 20 leads">·</span></td>`;

function renderGrid(
  rows: PairGrid['rows'],
  columns: PairGrid['columns'],
  effects: PairGrid['effects'],
  cell: (effect: number | null) => Html,
): Html {
  return html`<div class="scroll" tabindex="0"><table class="heat"><caption>down: ${rows.label}; across: ${columns.label}</caption><thead><tr><td></td>${columns.entries.map((entry) => html`<th scope="col">${entry}</th>`)}</tr></thead><tbody>${rows.entries.map(
    (entry, i) => html`<tr><th scope="row">${entry}</th>${effects[i]!.map(cell)}</tr>`,
  )}</tbody></table></div>`;
}

/** The same of effects that are parts of a probability, in percentage points and without colours. */
export function renderMoves({ rows, columns, effects }: PairGrid): Html {
  const cell = (effect: number | null): Html =>
    effect === null ? FEW : html`<td>${(100 * effect).toFixed(1)}</td>`;
  return renderGrid(rows, columns, effects, cell);
}

/** What the colours mean. */
export const HEAT_LEGEND = html`<p class="legend heat">${STEPS.map(([, name, text]) => html`<span class="${name}">${text}</span> `)}<span class="few">· fewer than 20 leads</span></p>`;

/** Numbers stand in the cells, so that nothing depends on seeing colours; printers must be told to print them. */
export const HEAT_STYLE = `
:root { --down-3: #b35806; --down-2: #f1a340; --down-1: #fee0b6; --even: #f7f7f7; --up-1: #d1e5f0; --up-2: #67a9cf; --up-3: #2166ac; }
.heat { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
table.heat { width: auto; }
table.heat caption { text-align: left; white-space: nowrap; color: var(--soft); font-size: 13px; padding-bottom: 4px; }
table.heat th { white-space: normal; font-size: 12px; font-weight: 500; color: var(--soft); min-width: 46px; max-width: 110px; padding: 4px 6px; vertical-align: bottom; }
table.heat tbody th { min-width: 80px; vertical-align: middle; }
table.heat td { padding: 4px 6px; text-align: center; font-size: 12px; border: 1px solid var(--paper); }
.legend { display: flex; flex-wrap: wrap; gap: 4px; font-size: 12px; }
.legend span { padding: 2px 8px; border-radius: 4px; }
.heat .down-3 { background: var(--down-3); color: #fff; } .heat .down-2 { background: var(--down-2); color: #111; }
.heat .down-1 { background: var(--down-1); color: #111; } .heat .even { background: var(--even); color: #111; }
.heat .up-1 { background: var(--up-1); color: #111; } .heat .up-2 { background: var(--up-2); color: #111; }
.heat .up-3 { background: var(--up-3); color: #fff; } .heat .few { color: var(--soft); }
`;
