/** What the profile has besides `PAGE_STYLE`. */
export const PROFILE_STYLE = `
:root { --mark: #eef2f7; --leads: #8fa6c2; --rate: #c2410c; --value: #46648c; --amber: #92600a; --amber-paper: #fdf7e8;
  --green: #15703c; }
@media (prefers-color-scheme: dark) { :root { --mark: #263349; --leads: #6d87a8; --rate: #f0763b; --value: #8fb0dc;
  --amber: #f3c969; --amber-paper: #382c12; --green: #7ddba3; } }
.good { color: var(--green); }
.banner { border-left: 4px solid; border-radius: 4px; padding: 8px 12px; margin: 6px 0 12px; }
.banner p { margin: 0; }
.banner.suspect { border-color: var(--red); background: var(--red-paper); }
.banner.look { border-color: var(--amber); background: var(--amber-paper); }
table.suspects { width: auto; margin: 6px 0; }
.suspects th, .suspects td { padding: 3px 14px 3px 0; border: 0; vertical-align: top; }
code { background: var(--paper); border: 1px solid var(--line); border-radius: 4px; padding: 1px 6px; overflow-wrap: anywhere;
  display: inline-block; max-width: 100%; }
.flag { font-size: 12px; border-radius: 4px; padding: 1px 6px; font-weight: 600; }
.flag.suspect { color: var(--red); background: var(--red-paper); border: 1px solid; }
.flag.look { color: var(--amber); background: var(--amber-paper); border: 1px solid; }
tbody th { text-align: left; font-weight: 500; max-width: 320px; overflow: hidden; text-overflow: ellipsis; }
.contents { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
.contents .word, .contents thead th:nth-child(2) { text-align: left; color: var(--soft); }
.spark { width: 96px; height: 22px; vertical-align: middle; }
.spark.leads { fill: var(--leads); }
.spark.rate { fill: var(--rate); }
.contents small { display: inline-block; min-width: 66px; }
.meter { display: inline-block; width: 70px; height: 8px; background: var(--mark); border-radius: 4px; margin-right: 8px; overflow: hidden; }
.meter i { display: block; height: 100%; background: var(--value); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 520px), 1fr)); gap: 18px; }
.card { scroll-margin-top: 12px; display: flex; flex-direction: column; }
.card.suspect { border-color: var(--red); }
.card.look { border-color: var(--amber); }
.card:target { box-shadow: 0 0 0 2px var(--accent); }
.chips { margin: 4px 0 8px; display: flex; flex-wrap: wrap; gap: 6px; }
.chip { background: var(--mark); border-radius: 999px; padding: 1px 10px; font-size: 13px; }
.out, .filled { color: var(--soft); font-size: 14px; }
.filled .bar { display: inline-block; width: 90px; height: 8px; margin-right: 6px; border-radius: 4px; overflow: hidden;
  background: repeating-linear-gradient(45deg, var(--red-paper) 0 3px, var(--mark) 3px 6px); }
.filled .bar i { display: block; height: 100%; background: var(--leads); }
.chart { margin: 6px 0 8px; height: auto; min-height: var(--height); }
.card .chart { flex: 1 1 auto; max-height: 500px; }
.card dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(112px, 1fr)); gap: 6px 12px; margin: 8px 0; }
dt { font-size: 13px; }
details th, details td { padding: 2px 8px; }
.legend { color: var(--soft); font-size: 14px; display: flex; flex-wrap: wrap; align-items: center; gap: 6px; }
.key { display: inline-block; width: 18px; height: 10px; margin-left: 12px; }
.key:first-child { margin-left: 0; }
.key.leads { background: var(--leads); }
.key.rate { height: 3px; background: var(--rate); }
.key.base { height: 0; border-top: 2px dashed var(--soft); }
.reading dd { margin-bottom: 8px; max-width: 90ch; }
`;
