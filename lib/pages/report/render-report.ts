import type { TrainingRecord } from '../../learning/training-record.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { type Html, html } from '../html.ts';
import { type AddChart, type ChartScript, renderPage } from '../render-page.ts';
import { renderCandidates } from './candidates-section.ts';
import { CUT_OFF_SCRIPT, renderCutOffs } from './cut-off-section.ts';
import { renderEffects } from './effects-section.ts';
import {
  GLOSSARY,
  renderCurves,
  renderData,
  renderForSales,
  renderLeaks,
  renderLineage,
  renderPoints,
  renderWarnings,
} from './report-sections.ts';
import { REPORT_STYLE } from './report-style.ts';
import { renderSearch } from './search-section.ts';
import { renderSegments } from './segments-section.ts';
import { renderOverTime } from './time-section.ts';

/** The report of a training run as a self-contained page: it asks the network for nothing. */
export function renderReport(
  record: TrainingRecord,
  artifact: ModelArtifact,
  { chartScript }: ChartScript,
): string {
  const points = renderPoints(artifact);
  const cutOffs = renderCutOffs(record, artifact);
  const title = `Model “${record.name}”: ${record.winner}`;
  const leaks = renderLeaks(record);
  const search = renderSearch(record);
  const segments = renderSegments(record);
  const renderBody = (addChart: AddChart): Html => {
    const overTime = renderOverTime(record, addChart);
    const sections: readonly (readonly [id: string, title: string, content: Html])[] = [
      ['use', 'What it can do for you', renderForSales(record)],
      ...(leaks === undefined ? [] : [['leaks', 'Columns that may know the outcome', leaks] as const]),
      ['candidates', 'How good it is', renderCandidates(record)],
      ...(search === undefined ? [] : [['search', 'How its settings were found', search] as const]),
      ['curves', 'In pictures', renderCurves(record, addChart)],
      ...(segments === undefined ? [] : [['segments', 'By segment', segments] as const]),
      ...(overTime === undefined ? [] : [['time', 'Over time', overTime] as const]),
      ...(cutOffs === undefined ? [] : [['cut-off', 'Whom to call', cutOffs] as const]),
      ['effects', 'What moves a lead’s odds', renderEffects(record, addChart)],
      ...(points === undefined ? [] : [['points', 'Scorecard', points] as const]),
      ['data', 'The data', renderData(record)],
      ['lineage', 'Where it comes from', renderLineage(artifact)],
      ['glossary', 'The figures in a line each', GLOSSARY],
    ];
    return html`<header class="top"><h1>${title}</h1><p class="soft">${record.horizon === undefined ? '' : `Converts within ${record.horizon.days} days; `}trained on ${record.data.file}, ${record.created_at.slice(0, 10)}</p>
<nav>${sections.map(([id, heading]) => html`<a href="#${id}">${heading}</a>`)}</nav>${renderWarnings(record)}</header>
<main>${sections.map(([id, heading, content]) => html`<section id="${id}"><h2>${heading}</h2>${content}</section>`)}</main>`;
  };
  return renderPage({ title, style: REPORT_STYLE, renderBody, chartScript, script: CUT_OFF_SCRIPT });
}
