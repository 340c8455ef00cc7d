import { SHADES } from './sections/group-matrix.js';

/** From the middle to either end of the scale of the matrix, blue for one source and orange for different ones. */
const RAMPS = {
  light: { same: ['#f4f2ed', '#8fbde2', '#17609d'], different: ['#f4f2ed', '#f4bc9f', '#d8703f'] },
  dark: { same: ['#2a2f34', '#2f618c', '#7cbcf4'], different: ['#2a2f34', '#7a4430', '#d97f58'] },
} as const;

/** A point of a ramp, between its colours. */
function shade(ramp: readonly string[], share: number): string {
  const at = share * (ramp.length - 1);
  const low = Math.min(ramp.length - 2, Math.floor(at));
  const parts = (colour: string) => [1, 3, 5].map((k) => Number.parseInt(colour.slice(k, k + 2), 16));
  const [from, to] = [parts(ramp[low] as string), parts(ramp[low + 1] as string)];
  return `#${from
    .map((part, k) =>
      Math.round(part + (at - low) * ((to[k] as number) - part))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function shades(theme: keyof typeof RAMPS): string {
  return Array.from({ length: 2 * SHADES + 1 }, (_, i) => i - SHADES)
    .map(
      (step) => `.shade-${step}{fill:${shade(RAMPS[theme][step < 0 ? 'different' : 'same'], Math.abs(step) / SHADES)}}`,
    )
    .join('');
}

const DARK = `--same:#6fb1ec;--different:#f28f6b;--model:#f0eee9;--floor:#9aa2aa;--labelFree:#bd9aec;--bad:#ff8f85;--bad-paper:#3a2020;--warn:#e4b448;--warn-paper:#322a18;--good:#6fcb95`;

/** What a report looks like, over the base style. Paper is light, whatever the screen. */
export const REPORT_STYLE = `
:root { --same:#1c69a8;--different:#c4532f;--model:#1d2126;--floor:#7d858d;--labelFree:#7a4aa3;--bad:#a8201a;--bad-paper:#fdeeec;--warn:#8a5a00;--warn-paper:#fdf5e3;--good:#1f6b40; }
${shades('light')}
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } ${shades('dark')} }
@media print { html:root:root { color-scheme: light; --paper:#fff;--card:#fff;--ink:#1d2126;--quiet:#5d6670;--line:#dcd9d3;--grid:#ebe9e4;--accent:#1f6f8b;
  --c0:#1c69a8;--c1:#c4532f;--c2:#2c7f4f;--c3:#7a4aa3;--c4:#a8720c;--c5:#0b8390;--c6:#b03a78;--c7:#5c6f1f;--c8:#74503a;--c9:#51606f; } }
[hidden] { display: none !important; }
.page { max-width: 1220px; }
header { margin-bottom: 20px; }
.kicker { color: var(--quiet); margin: 0 0 2px; font-size: 14px; }
h1 { font-size: 31px; }
h2 { font-size: 18px; margin-bottom: 6px; }
h3 { font-size: 15px; font-weight: 650; margin: 0; }
nav { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 12px; padding-top: 10px; border-top: 1px solid var(--line); font-size: 14px; }
a { color: var(--accent); text-underline-offset: 2px; }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
main { display: grid; gap: 20px; grid-template-columns: minmax(0, 1fr); }
main > .card { padding: 20px 24px; }
main > section:not(.card):not(.alert) > h2 { margin-top: 10px; }
small { display: block; color: var(--quiet); font-size: 12.5px; font-weight: 400; }
.scroll { overflow-x: auto; }
.alert { border-radius: 10px; padding: 14px 20px; background: var(--warn-paper); border: 1px solid var(--warn); border-left-width: 6px; }
.alert h2 { font-size: 15.5px; color: var(--warn); margin: 0 0 2px; }
.alert.bad { background: var(--bad-paper); border-color: var(--bad); }
.alert.bad h2, .card.bad h2 { color: var(--bad); }
.card.bad { border-color: var(--bad); }
.alert p, .alert ul { margin: 0; max-width: 100ch; }
.alert ul { padding-left: 1.2em; }
.lead { display: grid; grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr); gap: 20px 44px; }
.lead .words p { margin-bottom: 12px; }
.big { font-size: 20px; line-height: 1.45; }
.badge { display: inline-block; border: 1.5px solid currentColor; border-radius: 999px; padding: 1px 12px; font-weight: 650; margin-right: 4px; white-space: nowrap; }
.beats .badge { color: var(--good); } .loses .badge { color: var(--bad); } .tie .badge, .unsaid .badge { color: var(--warn); }
.hundreds h3 { margin: 0 0 2px; } .hundreds .strip + h3 { margin-top: 14px; }
.strip { display: grid; grid-template-columns: 92px minmax(0, 1fr) 156px; gap: 10px; align-items: center; font-size: 13.5px; padding: 3px 0; }
.strip svg { width: 100%; max-width: 276px; display: block; }
.strip .share { font-variant-numeric: tabular-nums; white-space: nowrap; }
.right.same { fill: var(--same); } .right.different { fill: var(--different); }
.wrong { fill: none; stroke: var(--ink); stroke-width: 1.2; }
.hundreds p { font-size: 13px; margin: 10px 0 0; }
.measures th[scope="row"] { color: var(--ink); min-width: 210px; }
.measures td, .measures th { vertical-align: middle; padding: 6px 12px; } main > .card :is(td, th):first-child { padding-left: 0; }
.measures td.number { white-space: nowrap; }
.measures .picture { width: 150px; padding: 2px 6px; }
th.picture { font-weight: 400; font-size: 12px; } th.picture span { float: right; }
.measures + p, .scroll + p { margin: 10px 0 0; font-size: 13.5px; max-width: 110ch; }
.whisker { fill: none; stroke-width: 3; stroke-linecap: round; opacity: .55; }
.whisker.model { stroke: var(--model); } .whisker.floor { stroke: var(--floor); }
.mark.model { fill: var(--model); } .mark.floor { fill: var(--card); stroke: var(--floor); stroke-width: 1.8; }
.figures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px; align-items: stretch; margin-top: 10px; }
figure { margin: 0; padding: 16px 18px 14px; display: flex; flex-direction: column; gap: 8px; min-width: 0; }
figure.wide { grid-column: 1 / -1; }
figure .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 14px; }
figcaption p { margin: 0; font-size: 13.5px; color: var(--quiet); max-width: 100ch; }
.plot svg { display: block; width: 100%; height: auto; touch-action: pan-y; }
.plot svg text { font-size: 12px; fill: var(--quiet); }
.plot svg text.axis { fill: var(--ink); font-size: 12.5px; }
.plot:focus-visible { outline: 2px solid var(--accent); border-radius: 4px; }
.below { position: relative; height: 0; margin-top: -8px; z-index: 1; }
.reading { position: absolute; inset: 4px -6px auto; padding: 5px 9px; border-radius: 6px; background: var(--card); border: 1px solid var(--accent); font-size: 13px; line-height: 1.45; font-variant-numeric: tabular-nums; pointer-events: none; }
.reading:empty { display: none; }
.grid path { stroke: var(--grid); fill: none; }
.frame { stroke: var(--quiet); fill: none; opacity: .7; }
.guide { stroke: var(--quiet); stroke-dasharray: 2 4; fill: none; opacity: .8; }
.pointer { stroke: var(--accent); fill: none; }
.threshold { stroke: var(--ink); stroke-width: 1.2; stroke-dasharray: 5 3; fill: none; }
.curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
.curve.model { stroke: var(--model); stroke-width: 2.4; }
.curve.labelFree { stroke: var(--labelFree); stroke-dasharray: 2 3; }
.curve.floor { stroke: var(--floor); stroke-dasharray: 7 4; }
.curve.same { stroke: var(--same); } .curve.different { stroke: var(--different); }
.curve.same.floor, .curve.different.floor { stroke-width: 1.6; opacity: .75; }
.curve.same.model, .curve.different.model { stroke-width: 2.6; }
.curve.outline { stroke-width: 1.5; }
.area.same { fill: var(--same); opacity: .38; } .area.different { fill: var(--different); opacity: .38; }
.area.band { fill: var(--quiet); opacity: .2; } .area.interval { fill: var(--model); opacity: .13; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0; padding: 0; font-size: 13px; color: var(--quiet); }
.legend li { display: inline-flex; gap: 6px; align-items: center; }
.toolbar { display: flex; gap: 10px; align-items: center; font-size: 13.5px; }
.joined { display: flex; } .joined button { border-radius: 0 6px 6px 0; } .joined button:first-child { border-radius: 6px 0 0 6px; border-right: 0; }
details { font-size: 13.5px; } summary { cursor: pointer; color: var(--accent); width: fit-content; }
details[open] > summary { margin-bottom: 6px; }
.numbers { width: auto; } .numbers td, .numbers thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums; }
.numbers th[scope="row"] { font-weight: 400; color: var(--ink); }
figure .scroll { max-height: 300px; overflow: auto; }
.cross { stroke: var(--ink); stroke-width: 1.4; fill: none; }
#matrix-drawing { margin: 0 auto; } #matrix-drawing text { font-size: 11px; }
.scale { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; font-size: 13px; font-variant-numeric: tabular-nums; margin: 0; }
.point { stroke: var(--card); stroke-width: 1; } .point.plain { fill: var(--quiet); }
.point.chosen { stroke: var(--ink); stroke-width: 2.2; }
${Array.from({ length: 10 }, (_, i) => `.point.c${i}, .plot svg text.label.c${i} { fill: var(--c${i}); }`).join('\n')}
.plot svg text.label { font-size: 12.5px; font-weight: 650; paint-order: stroke; stroke: var(--card); stroke-width: 3.5px; stroke-linejoin: round; }
#errors h3 { margin: 14px 0 2px; } #errors p { margin: 0 0 6px; }
.worst th[scope="row"] { font-weight: 400; color: var(--ink); }
.choices td, .choices th { vertical-align: top; } .choices th[scope="row"] { font-weight: 400; color: var(--ink); }
#band table { width: auto; min-width: 340px; }
dl.facts ul { margin: 0; padding-left: 1.2em; }
.signatures { display: grid; grid-template-columns: 1fr 1fr; gap: 40px; margin-top: 48px; }
.signatures p { border-top: 1px solid #888; padding-top: 4px; font-size: 10pt; color: #555; }
@media (max-width: 900px) { .lead, .figures { grid-template-columns: minmax(0, 1fr); } main > .card { padding: 16px; } }
@media (max-width: 700px) { .measures .picture { display: none; } .measures th[scope="row"] { min-width: 150px; } }
@media (max-width: 480px) { .strip { grid-template-columns: 1fr; gap: 2px; } .big { font-size: 18px; } }
@media print {
  @page { margin: 14mm; }
  body { font-size: 10pt; } h1 { font-size: 20pt; } .big { font-size: 13pt; }
  main { display: block; } main > * { margin-bottom: 12px; }
  main > .card, figure { padding: 10px 12px; break-inside: avoid; } #errors, #choices { break-inside: auto; } tr { break-inside: avoid; }
  .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; } figure.wide .plots { grid-template-columns: 1fr 1fr; }
  .plot svg text, .plot svg text.axis { font-size: 16px; } .plot svg text.label { font-size: 17px; } #matrix-drawing text { font-size: 11px; } figcaption p, .legend, .scale { font-size: 8pt; }
  .lead { grid-template-columns: minmax(0, 1fr); gap: 8px; } .big { max-width: none; } .scroll, figure .scroll { overflow: visible; max-height: none; }
  details > * { display: block; }
  svg, .badge, .alert, path, circle { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
