import type { TrainingRecord } from '../../learning/training-record.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { Html, html, scriptJson } from '../html.ts';
import type { ChartConfig } from './report-charts.ts';
import {
  type AddChart,
  GLOSSARY,
  renderCandidates,
  renderCurves,
  renderData,
  renderEffects,
  renderForSales,
  renderLineage,
  renderPoints,
  renderWarnings,
} from './report-sections.ts';
import { REPORT_STYLE } from './report-style.ts';

export interface ReportOptions {
  /** The text of Chart.js, which the page carries. */
  readonly chartScript: string;
}

/** The report of a training run as a self-contained page: it asks the network for nothing. */
export function renderReport(
  record: TrainingRecord,
  artifact: ModelArtifact,
  { chartScript }: ReportOptions,
): string {
  const charts: ChartConfig[] = [];
  const add: AddChart = (config, text, height = 280) => {
    charts.push(config);
    return html`<div class="chart" style="height:${height}px"><canvas data-chart="${charts.length - 1}" role="img" aria-label="${text}"></canvas></div>`;
  };
  const points = renderPoints(artifact);
  const sections: readonly (readonly [id: string, title: string, content: Html])[] = [
    ['use', 'What it can do for you', renderForSales(record)],
    ['candidates', 'How good it is', renderCandidates(record)],
    ['curves', 'In pictures', renderCurves(record, add)],
    ['effects', 'What moves a lead’s odds', renderEffects(record, add)],
    ...(points === undefined ? [] : [['points', 'Scorecard', points] as const]),
    ['data', 'The data', renderData(record)],
    ['lineage', 'Where it comes from', renderLineage(artifact)],
    ['glossary', 'The figures in a line each', GLOSSARY],
  ];
  const title = `Model “${record.name}”: ${record.winner}`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${title}</title><style>${new Html(REPORT_STYLE)}</style></head>
<body><header><h1>${title}</h1><p class="soft">trained on ${record.data.file}, ${record.created_at.slice(0, 10)}</p>
<nav>${sections.map(([id, heading]) => html`<a href="#${id}">${heading}</a>`)}</nav>${renderWarnings(record)}</header>
<main>${sections.map(([id, heading, content]) => html`<section id="${id}"><h2>${heading}</h2>${content}</section>`)}</main><footer></footer>
<script>${new Html(chartScript.replaceAll('</script', '<\\/script'))}</script>
<script type="application/json" id="charts">${scriptJson(charts)}</script>
<script>${new Html(DRAW)}</script></body></html>
`.text;
}

const DRAW = `
const configs = JSON.parse(document.getElementById('charts').textContent);
const style = getComputedStyle(document.body);
Chart.defaults.font.family = style.fontFamily;
Chart.defaults.color = style.getPropertyValue('--soft');
Chart.defaults.borderColor = style.getPropertyValue('--line');
for (const canvas of document.querySelectorAll('canvas[data-chart]')) new Chart(canvas, configs[canvas.dataset.chart]);
`;
