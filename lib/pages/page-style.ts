/** What every page looks like; `--soft` and `--line` are also the colours in which charts write and draw their axes. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1e293b; --soft: #5b6b80; --line: #dfe5ec; --paper: #fff; --ground: #f5f7fa;
  --accent: #1d4ed8; --red: #b91c1c; --red-paper: #fdf0ef; }
@media (prefers-color-scheme: dark) { :root { --ink: #e2e8f0; --soft: #94a3b8; --line: #334155; --paper: #172033;
  --ground: #0f172a; --accent: #93b4ff; --red: #fca5a5; --red-paper: #3b1d1d; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.top, main { max-width: 1240px; margin: 0 auto; padding: 0 24px; }
.top { padding-top: 28px; }
main { padding-bottom: 48px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 19px; margin: 36px 0 10px; }
h3 { font-size: 16px; margin: 0; overflow-wrap: anywhere; }
p { margin: 0 0 8px; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
.soft, small { color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 12px; margin: 14px 0; }
.tiles p, .panel, .card { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; min-width: 0; }
.tiles p { color: var(--soft); margin: 0; overflow-wrap: anywhere; }
.tiles strong { display: block; font-size: 24px; color: var(--ink); font-variant-numeric: tabular-nums; }
.chart { position: relative; min-width: 0; height: var(--height); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 10px; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
thead th { color: var(--soft); font-weight: 500; font-size: 13px; vertical-align: bottom; }
td.text { text-align: left; white-space: normal; }
dt { color: var(--soft); }
dd { margin: 0; font-variant-numeric: tabular-nums; }
details { margin-top: 6px; font-size: 14px; }
summary { cursor: pointer; color: var(--soft); }
@media print { body { background: #fff; } .panel, .card { break-inside: avoid; } nav { display: none; } }
`;
