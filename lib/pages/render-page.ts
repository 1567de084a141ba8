import { Html, html, scriptJson } from './html.ts';
import type { ChartConfig } from './profile/draw-column.ts';

export interface PageParts {
  readonly title: string;
  /** CSS with the variables `--soft` and `--line`, in which charts write and draw their axes. */
  readonly style: string;
  /** Every `<canvas data-chart="i">` in it is drawn by the configuration i. */
  readonly body: Html;
  readonly charts: readonly ChartConfig[];
  /** The text of Chart.js, which the page carries. */
  readonly chartScript: string;
}

/** A page that is whole in itself: it asks the network for nothing, and may not. */
export function renderPage({ title, style, body, charts, chartScript }: PageParts): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${title}</title><style>${new Html(style)}</style></head>
<body>${body}
<script>${new Html(chartScript.replaceAll('</script', '<\\/script'))}</script>
<script type="application/json" id="charts">${scriptJson(charts)}</script>
<script>${new Html(DRAW)}</script></body></html>
`.text;
}

/** Draws the charts one after the other, so that a page with many can be scrolled meanwhile. */
const DRAW = `
const configs = JSON.parse(document.getElementById('charts').textContent);
const waiting = [...document.querySelectorAll('canvas[data-chart]')];
const style = getComputedStyle(document.body);
Chart.defaults.font.family = style.fontFamily;
Chart.defaults.color = style.getPropertyValue('--soft');
Chart.defaults.borderColor = style.getPropertyValue('--line');
const drawNext = () => {
  const canvas = waiting.shift();
  if (canvas) new Chart(canvas, configs[canvas.dataset.chart]);
};
const drawAll = () => {
  drawNext();
  if (waiting.length > 0) setTimeout(drawAll);
};
drawAll();
addEventListener('beforeprint', () => {
  while (waiting.length > 0) drawNext();
});
`;
