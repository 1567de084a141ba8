import { Html, html } from '../html.ts';

/** What may stand in a cell. */
export type Cell = string | Html;

interface TableOptions {
  /** What the table shows, for those who do not see where it stands. */
  readonly caption?: string;
  /** The index of a row that stands out. */
  readonly winner?: number;
}

/** Rows of cells; the first row is the head, and the first cell of each row names it. */
export function table(
  [head, ...rows]: readonly (readonly Cell[])[],
  { caption, winner = -1 }: TableOptions = {},
): Html {
  const name = ([first, ...rest]: readonly Cell[]) =>
    html`<th scope="row">${first ?? ''}</th>${rest.map((cell) => html`<td>${cell}</td>`)}`;
  return html`<div class="scroll" tabindex="0"><table>${caption === undefined ? '' : html`<caption>${caption}</caption>`}<thead><tr>${head!.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${rows.map(
    (row, i) => html`<tr${i === winner ? new Html(' class="winner"') : ''}>${name(row)}</tr>`,
  )}</tbody></table></div>`;
}

/** Something to unfold. */
export const details = (summary: string, content: Html): Html =>
  html`<details><summary>${summary}</summary>${content}</details>`;
