import type { ChartConfig } from './chart-config.ts';
import { DARK, LIGHT, type Palette } from './chart-parts.ts';
import { Html, html, scriptJson } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';

/**
 * Takes a chart onto the page.
 *
 * @param text what it shows, for those who cannot see it
 * @param height in CSS pixels
 */
export type AddChart = (config: ChartConfig, text: string, height: number) => Html;

export interface ChartScript {
  /** The text of Chart.js, which a page carries. */
  readonly chartScript: string;
}

interface PageParts extends ChartScript {
  readonly title: string;
  /** CSS, in addition to that of every page. */
  readonly style: string;
  /** Draws the body; `addChart` gives the markup that a chart stands in. */
  readonly renderBody: (addChart: AddChart) => Html;
  /** JavaScript that runs once the body is there. */
  readonly script?: string;
}

/** A page that is whole in itself: it asks the network for nothing, and may not. */
export function renderPage({ title, style, renderBody, chartScript, script = '' }: PageParts): string {
  const charts: ChartConfig[] = [];
  const body = renderBody((config, text, height) => {
    charts.push(config);
    return html`<div class="chart" style="--height:${height}px"><canvas data-chart="${charts.length - 1}" role="img" aria-label="${text}"></canvas></div>`;
  });
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${title}</title><style>${new Html(PAGE_STYLE + style)}</style></head>
<body>${body}
<script>${new Html(chartScript.replaceAll('</script', '<\\/script'))}</script>
<script type="application/json" id="charts">${scriptJson(charts)}</script>
<script>${new Html(DRAW + script)}</script></body></html>
`.text;
}

/** Configurations have the colours of a light ground. */
const DARK_FOR_LIGHT = Object.fromEntries(
  (Object.keys(LIGHT) as (keyof Palette)[]).map((name) => [LIGHT[name], DARK[name]]),
);

/** Draws the charts one after the other, so that a page with many can be scrolled meanwhile. */
const DRAW = `
const dark = ${JSON.stringify(DARK_FOR_LIGHT)};
const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
const configs = JSON.parse(document.getElementById('charts').textContent, (_, value) => isDark && Object.hasOwn(dark, value) ? dark[value] : value);
const waiting = [...document.querySelectorAll('canvas[data-chart]')];
const style = getComputedStyle(document.body);
Chart.defaults.font.family = style.fontFamily;
Chart.defaults.color = style.getPropertyValue('--soft');
Chart.defaults.borderColor = style.getPropertyValue('--line');
Chart.defaults.plugins.legend.labels.filter = ({ text }) => text.trim() !== '';
Object.assign(Chart.defaults.scales.logarithmic, { afterBuildTicks: (axis) => {
  const { values } = axis.options.ticks;
  if (values) axis.ticks = values.map((value) => ({ value }));
} });
Chart.defaults.scales.logarithmic.ticks.callback = String;
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
