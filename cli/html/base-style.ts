/** What every page of this program looks like: colours for light, dark and paper, type, tables, controls. */
export const BASE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d2126; --quiet: #5d6670; --line: #dcd9d3; --grid: #ebe9e4;
  --accent: #1f6f8b; --select: rgb(31 111 139 / 14%);
  --c0: #1c69a8; --c1: #c4532f; --c2: #2c7f4f; --c3: #7a4aa3; --c4: #a8720c;
  --c5: #0b8390; --c6: #b03a78; --c7: #5c6f1f; --c8: #74503a; --c9: #51606f;
}
@media (prefers-color-scheme: dark) {
  :root:not(.printing) {
    --paper: #14171a; --card: #1b1f23; --ink: #e8e6e1; --quiet: #a0a7af; --line: #343a40; --grid: #282d32;
    --accent: #6fc0dc; --select: rgb(111 192 220 / 18%);
    --c0: #6fb1ec; --c1: #f28f6b; --c2: #6fcb95; --c3: #bd9aec; --c4: #e4b448;
    --c5: #52c7d3; --c6: #ef86b8; --c7: #b6c96a; --c8: #cfa88a; --c9: #a9b6c3;
  }
}
:root.printing { color-scheme: light; }
*, *::before, *::after { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
.page { max-width: 1480px; margin: 0 auto; padding: 28px 28px 40px; }
h1 { font-size: 25px; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; margin: 0 0 4px; text-wrap: balance; }
h2 { font-size: 15px; font-weight: 650; margin: 0; }
p { margin: 0 0 8px; max-width: 76ch; }
.quiet { color: var(--quiet); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
code, .mono { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
th { text-align: left; font-weight: 600; color: var(--quiet); }
th, td { padding: 4px 10px; border-bottom: 1px solid var(--grid); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: 3px 18px; margin: 0; font-size: 13.5px; }
dl.facts dt { color: var(--quiet); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
button, input[type="search"], input[type="number"], select {
  font: inherit; font-size: 13.5px; color: inherit; background: var(--card);
  border: 1px solid var(--line); border-radius: 6px; padding: 3px 9px;
}
button { cursor: pointer; }
button:hover { border-color: var(--accent); }
button[aria-pressed="true"] { background: var(--accent); border-color: var(--accent); color: var(--card); }
input[type="checkbox"] { accent-color: var(--accent); }
:is(button, input, select, summary, [tabindex]):focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
@media (max-width: 640px) { .page { padding: 18px 14px 28px; } }
@media print {
  body { font-size: 11pt; background: #fff; }
  .page { max-width: none; padding: 0; }
  .card { border-color: #bbb; }
  .screen-only { display: none !important; }
}
@media not print { .print-only { display: none !important; } }
`;
