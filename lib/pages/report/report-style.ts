/** The page's style. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink: #1e293b; --soft: #5b6b80; --line: #dfe5ec; --paper: #fff; --ground: #f5f7fa;
  --accent: #1d4ed8; --mark: #e8eefc; --red: #b91c1c; --warn: #fdf0ef; }
@media (prefers-color-scheme: dark) { :root { --ink: #e2e8f0; --soft: #94a3b8; --line: #334155; --paper: #172033;
  --ground: #0f172a; --accent: #93b4ff; --mark: #1e2f55; --red: #fca5a5; --warn: #3b1d1d; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
header, main { max-width: 1040px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 32px; }
h1 { font-size: 27px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 20px; margin: 40px 0 10px; }
h3 { font-size: 15px; margin: 0 0 6px; }
p { margin: 0 0 10px; max-width: 78ch; }
a { color: var(--accent); text-decoration: none; }
.soft, small { color: var(--soft); }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 14px 0 0; font-size: 14px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 12px; margin: 12px 0; }
.tile, .panel { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; min-width: 0; }
.tile { color: var(--soft); margin: 0; }
.tile strong { display: block; font-size: 26px; color: var(--ink); font-variant-numeric: tabular-nums; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr)); gap: 16px; }
.chart { position: relative; height: 280px; }
.warnings { border-left: 4px solid var(--red); background: var(--warn); border-radius: 4px; padding: 10px 16px; margin: 18px 0; }
.warnings ul { margin: 4px 0 0; padding-left: 20px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 7px; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
td.text { text-align: left; white-space: normal; }
td small { display: block; font-size: 11px; line-height: 1.2; font-weight: 400; }
thead th { color: var(--soft); font-weight: 500; font-size: 13px; }
tr.winner { background: var(--mark); font-weight: 600; }
details { margin-top: 8px; font-size: 14px; }
summary { cursor: pointer; color: var(--soft); }
dl { display: grid; grid-template-columns: minmax(120px, max-content) 1fr; gap: 4px 18px; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; }
footer { height: 48px; }
@media (max-width: 600px) { dl { grid-template-columns: 1fr; } dd { margin-bottom: 8px; } }
@media print { body { background: #fff; } .panel { break-inside: avoid; } nav { display: none; } }
`;
