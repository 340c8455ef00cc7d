/** What the page of an explanation looks like, over the base style. */
export const EXPLANATION_STYLE = `
:root { --a: #1d2126; --b: #7a4aa3; --alike: #1c69a8; --apart: #c4532f; --warn: #8a5a00; --warn-paper: #fdf5e3; }
@media screen and (prefers-color-scheme: dark) { :root:not(.printing) { --a: #e8e6e1; --b: #bd9aec; --alike: #6fb1ec; --apart: #f28f6b; --warn: #e4b448; --warn-paper: #322a18; } }
header { margin-bottom: 18px; }
.kicker { color: var(--quiet); margin: 0 0 2px; font-size: 14px; }
h1 { font-size: 30px; }
.lead { font-size: 17px; max-width: 92ch; margin: 4px 0 0; }
.alert { border-radius: 8px; padding: 8px 14px; margin-top: 12px; background: var(--warn-paper); border-left: 5px solid var(--warn); font-size: 14px; max-width: 92ch; }
.layout { display: grid; grid-template-columns: minmax(0, 1fr) 372px; gap: 18px; align-items: start; }
.layout.alone { grid-template-columns: minmax(0, 1fr); }
.plots { padding: 14px 16px 10px; }
.plots h2 { margin: 8px 0 2px; display: flex; gap: 4px 14px; align-items: baseline; flex-wrap: wrap; }
.plots h2 small { font-weight: 400; font-size: 13.5px; color: var(--quiet); display: inline-flex; gap: 6px; align-items: center; }
.swatch { width: 12px; height: 12px; border-radius: 3px; background: var(--swatch); flex: none; display: inline-block; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.toolbar { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; padding-bottom: 8px; border-bottom: 1px solid var(--grid); font-size: 13.5px; }
.toolbar > * { display: flex; gap: 6px; align-items: center; }
.toolbar input[type="number"] { width: 8.2em; font-variant-numeric: tabular-nums; }
button:disabled { opacity: .45; cursor: default; border-color: var(--line); }
#point { display: block; min-height: 1.6em; padding-top: 7px; font-size: 13.5px; color: var(--quiet); font-variant-numeric: tabular-nums; }
.u-select { background: var(--select); }
.u-hz .u-cursor-x { border-right: 1px solid var(--quiet); opacity: .5; }
.u-hz .u-cursor-y { border-color: transparent; }
.regions { padding: 14px 0 4px; }
.regions h2, .regions p { padding: 0 16px; }
.regions p { font-size: 13.5px; color: var(--quiet); margin: 2px 0 8px; }
.regions table { font-size: 13.5px; }
.regions td, .regions th { padding: 6px 8px; vertical-align: middle; }
.regions th { white-space: nowrap; }
.regions :is(td, th):first-child { padding-left: 16px; } .regions :is(td, th):last-child { padding-right: 16px; }
.regions tr:last-child td { border-bottom: 0; }
.regions button { border: 0; padding: 0; background: none; text-align: left; font-variant-numeric: tabular-nums; color: var(--ink); }
.regions button:hover { text-decoration: underline; }
.regions .rank { font-weight: 650; color: var(--mark); padding-right: 0; }
.regions .says { color: var(--mark); font-size: 12.5px; display: block; }
.bar { display: block; height: 5px; border-radius: 3px; background: var(--mark); margin-top: 3px; min-width: 2px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.alike { --mark: var(--alike); } .apart { --mark: var(--apart); }
.notes { display: grid; grid-template-columns: repeat(auto-fit, minmax(310px, 1fr)); gap: 18px; margin-top: 18px; }
.notes section { padding: 16px 18px; }
.notes h2 { margin-bottom: 8px; }
.notes ul { margin: 0; padding-left: 1.2em; font-size: 14px; }
.notes li { margin-bottom: 6px; }
.notes p { font-size: 14px; }
@media (max-width: 980px) { .layout { grid-template-columns: minmax(0, 1fr); } }
@media print {
  .layout { display: block; }
  .plots, .regions { border: 0; padding: 0; break-inside: avoid; }
  .regions { margin-top: 10px; } .regions h2, .regions p { padding: 0; }
  .notes { grid-template-columns: 1fr 1fr; gap: 10px; }
  .notes section { border: 0; padding: 0; break-inside: avoid; }
}
`;
