/** What the page of `preprocess` looks like, over the base style. */
export const PREPROCESS_STYLE = `
header { margin-bottom: 18px; }
.recipe { font-size: 16px; color: var(--quiet); margin: 0; max-width: none; }
.layout { display: grid; grid-template-columns: minmax(0, 1fr) 340px; gap: 18px; }
.plots { padding: 14px 16px 10px; }
.plots h2 { margin: 8px 0 2px; display: flex; gap: 10px; align-items: baseline; flex-wrap: wrap; }
.plots h2 small { font-weight: 400; font-size: 13.5px; color: var(--quiet); }
.toolbar { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; padding-bottom: 8px; border-bottom: 1px solid var(--grid); font-size: 13.5px; }
.toolbar > * { display: flex; gap: 6px; align-items: center; }
.toolbar .joined button { border-radius: 0; margin-left: -1px; }
.toolbar .joined button:first-child { border-radius: 6px 0 0 6px; margin-left: 0; }
.toolbar .joined button:last-child { border-radius: 0 6px 6px 0; }
.toolbar .joined { gap: 0; }
.toolbar input[type="number"] { width: 8.2em; font-variant-numeric: tabular-nums; }
button:disabled { opacity: .45; cursor: default; border-color: var(--line); }
#point { display: block; min-height: 1.6em; padding-top: 7px; font-size: 13.5px; color: var(--quiet); font-variant-numeric: tabular-nums; }
.u-select { background: var(--select); }
.u-hz .u-cursor-x, .u-vt .u-cursor-y { border-right: 1px solid var(--quiet); opacity: .5; }
.u-hz .u-cursor-y, .u-vt .u-cursor-x { border-color: transparent; }
.side { padding: 14px 0 6px; display: flex; flex-direction: column; gap: 10px; }
.side > * { padding: 0 14px; }
.side p { margin: 0; font-size: 13.5px; }
.groups { list-style: none; margin: 0; display: flex; flex-wrap: wrap; gap: 3px 14px; font-size: 13.5px; max-height: 148px; overflow: auto; }
.groups label { display: inline-flex; gap: 6px; align-items: center; cursor: pointer; }
.swatch { width: 12px; height: 12px; border-radius: 3px; background: var(--swatch); flex: none; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.buttons { display: flex; gap: 6px; flex-wrap: wrap; }
.buttons input { flex: 1 1 100%; min-width: 0; }
.side .scroll { flex: 1 1 0; min-height: 320px; overflow: auto; padding: 0; border-top: 1px solid var(--grid); }
.side table thead th { position: sticky; top: 0; background: var(--card); z-index: 1; }
.side td { vertical-align: middle; }
.side td label { display: flex; gap: 8px; align-items: center; cursor: pointer; overflow-wrap: anywhere; }
.side td:first-child, .side th:first-child { padding-left: 14px; }
.side tr:last-child td { border-bottom: 0; }
button { white-space: nowrap; }
body:not(.means) .in-means, .means .in-spectra { display: none; }
.means .only-spectra { opacity: .45; pointer-events: none; }
.notes { display: grid; grid-template-columns: repeat(auto-fit, minmax(310px, 1fr)); gap: 18px; margin-top: 18px; }
.notes section { padding: 16px 18px; }
.notes h2 { margin-bottom: 8px; }
.notes ol, .notes ul { margin: 0; padding-left: 1.3em; font-size: 14px; }
.notes li { margin-bottom: 5px; }
.notes p { font-size: 14px; }
@media (max-width: 980px) { .layout { grid-template-columns: minmax(0, 1fr); } .side .scroll { flex: none; max-height: 320px; } }
@media print {
  .layout { display: block; }
  .plots { border: 0; padding: 0; break-inside: avoid; }
  .side { border: 0; padding: 10px 0 0; }
  .side > * { padding: 0; }
  .side .scroll { max-height: none; min-height: 0; overflow: visible; border: 0; }
  .side table, .side tbody { display: block; }
  .side thead, .side td:not(:first-child), .side tr:has(input:not(:checked)) { display: none; }
  .side tbody { columns: 4; font-size: 9pt; }
  .side tr, .side td { display: block; border: 0; padding: 0 !important; break-inside: avoid; }
  .side input { display: none; }
  .means .side .scroll { display: none; }
  .groups { max-height: none; }
  .notes { grid-template-columns: 1fr 1fr; gap: 10px; }
  .notes section { border: 0; padding: 0; break-inside: avoid; }
}
`;
