import { HEAT_STYLE } from './heat-map.ts';

/** What the report has besides `PAGE_STYLE`. */
export const REPORT_STYLE = `
:root { --mark: #e8eefc; }
@media (prefers-color-scheme: dark) { :root { --mark: #1e2f55; } }
body { overflow-wrap: anywhere; }
.top, main { max-width: 1080px; }
h3 { margin-bottom: 6px; }
.panel > * + h3 { margin-top: 18px; }
h3.part { margin: 24px 0 6px; }
.stack { display: grid; gap: 16px; margin-top: 10px; }
.inputs { display: flex; flex-wrap: wrap; gap: 8px 24px; }
.inputs input { font: inherit; width: 8em; padding: 4px 8px; color: inherit; background: var(--ground); border: 1px solid var(--soft); border-radius: 6px; }
#cut-off-table th, #cut-off-table td { padding: 5px 6px; overflow-wrap: normal; }
#cut-off-table thead th { white-space: normal; min-width: 4em; }
.stack + p { margin-top: 10px; }
output { font-weight: 600; }
tbody th { font-weight: inherit; }
table:not(.heat) th { text-align: right; }
table:not(.heat) th:first-child { text-align: left; }
p { max-width: 78ch; }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 14px 0 0; font-size: 14px; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr)); gap: 16px; }
.warnings { border-left: 4px solid var(--red); background: var(--red-paper); border-radius: 4px; padding: 10px 16px; margin: 18px 0; }
.warnings ul { margin: 4px 0 0; padding-left: 20px; }
table { font-size: 14px; }
.words td, .words th { text-align: left; }
td small { display: block; font-size: 11px; line-height: 1.2; font-weight: 400; }
small.off { display: block; color: var(--red); font-weight: 600; }
#cut-off-table td.marks { text-align: left; white-space: normal; min-width: 9em; color: var(--soft); font-size: 13px; }
tr.winner { background: var(--mark); font-weight: 600; }
dl { display: grid; grid-template-columns: minmax(120px, max-content) 1fr; gap: 4px 18px; margin: 0; }
@media (max-width: 600px) { dl { grid-template-columns: 1fr; } dd { margin-bottom: 8px; } }
${HEAT_STYLE}`;
