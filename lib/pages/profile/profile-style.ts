/** The page's style. */
export const PROFILE_STYLE = `
:root { color-scheme: light dark; --ink: #1e293b; --soft: #5b6b80; --line: #dfe5ec; --paper: #fff; --ground: #f5f7fa;
  --accent: #1d4ed8; --mark: #eef2f7; --leads: #8fa6c2; --rate: #c2410c; --value: #46648c;
  --red: #b91c1c; --red-paper: #fdf0ef; --amber: #92600a; --amber-paper: #fdf7e8; --green: #15703c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e2e8f0; --soft: #94a3b8; --line: #334155; --paper: #172033;
  --ground: #0f172a; --accent: #93b4ff; --mark: #263349; --leads: #6d87a8; --rate: #f0763b; --value: #8fb0dc;
  --red: #fca5a5; --red-paper: #3b1d1d; --amber: #f3c969; --amber-paper: #382c12; --green: #7ddba3; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.top, main { max-width: 1240px; margin: 0 auto; padding: 0 24px; }
.top { padding-top: 28px; }
h1 { font-size: 26px; margin: 0 0 4px; }
h2 { font-size: 19px; margin: 36px 0 10px; }
h3 { font-size: 16px; margin: 0; overflow-wrap: anywhere; }
p { margin: 0 0 8px; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
small { color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 12px; margin-top: 14px; }
.tiles p { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; margin: 0;
  color: var(--soft); overflow-wrap: anywhere; }
.tiles strong { display: block; font-size: 24px; color: var(--ink); font-variant-numeric: tabular-nums; }
.good { color: var(--green); }
.banner { border-left: 4px solid; border-radius: 4px; padding: 8px 12px; margin: 6px 0 12px; }
.banner p { margin: 0; }
.banner.suspect { border-color: var(--red); background: var(--red-paper); }
.banner.look { border-color: var(--amber); background: var(--amber-paper); }
table.suspects { width: auto; margin: 6px 0; }
.suspects th, .suspects td { padding: 3px 14px 3px 0; border: 0; vertical-align: top; }
.suspects td.text { text-align: left; white-space: normal; }
code { background: var(--paper); border: 1px solid var(--line); border-radius: 4px; padding: 1px 6px; overflow-wrap: anywhere;
  display: inline-block; max-width: 100%; }
.flag { font-size: 12px; border-radius: 4px; padding: 1px 6px; font-weight: 600; }
.flag.suspect { color: var(--red); background: var(--red-paper); border: 1px solid; }
.flag.look { color: var(--amber); background: var(--amber-paper); border: 1px solid; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 10px; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
thead th { color: var(--soft); font-weight: 500; font-size: 13px; vertical-align: bottom; }
tbody th { text-align: left; font-weight: 500; max-width: 320px; overflow: hidden; text-overflow: ellipsis; }
.contents { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
.contents th:first-child { text-align: left; }
.contents .word, .contents thead th:nth-child(2) { text-align: left; color: var(--soft); }
.spark { width: 96px; height: 22px; vertical-align: middle; }
.spark.leads { fill: var(--leads); }
.spark.rate { fill: var(--rate); }
.contents small { display: inline-block; min-width: 66px; }
.meter { display: inline-block; width: 70px; height: 8px; background: var(--mark); border-radius: 4px; margin-right: 8px; overflow: hidden; }
.meter i { display: block; height: 100%; background: var(--value); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 520px), 1fr)); gap: 18px; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 16px 18px; scroll-margin-top: 12px; min-width: 0;
  display: flex; flex-direction: column; }
.card.suspect { border-color: var(--red); }
.card.look { border-color: var(--amber); }
.card:target { box-shadow: 0 0 0 2px var(--accent); }
.chips { margin: 4px 0 8px; display: flex; flex-wrap: wrap; gap: 6px; }
.chip { background: var(--mark); border-radius: 999px; padding: 1px 10px; font-size: 13px; }
.out, .filled { color: var(--soft); font-size: 14px; }
.filled .bar { display: inline-block; width: 90px; height: 8px; margin-right: 6px; border-radius: 4px; overflow: hidden;
  background: repeating-linear-gradient(45deg, var(--red-paper) 0 3px, var(--mark) 3px 6px); }
.filled .bar i { display: block; height: 100%; background: var(--leads); }
.chart { position: relative; margin: 6px 0 8px; min-width: 0; }
.card .chart { flex: 1 1 auto; max-height: 500px; }
.wide { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; }
.card dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(112px, 1fr)); gap: 6px 12px; margin: 8px 0; }
dt { color: var(--soft); font-size: 13px; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
details { margin-top: 6px; font-size: 14px; }
summary { cursor: pointer; color: var(--soft); }
details th, details td { padding: 2px 8px; }
.legend { color: var(--soft); font-size: 14px; display: flex; flex-wrap: wrap; align-items: center; gap: 6px; }
.key { display: inline-block; width: 18px; height: 10px; margin-left: 12px; }
.key:first-child { margin-left: 0; }
.key.leads { background: var(--leads); }
.key.rate { height: 3px; background: var(--rate); }
.key.base { height: 0; border-top: 2px dashed var(--soft); }
.reading { margin-bottom: 48px; }
.reading dd { margin-bottom: 8px; max-width: 90ch; }
@media print { body { background: #fff; } .card { break-inside: avoid; } }
`;
