/** Markup that is safe to put into a page: made by {@link html}, whose insertions are escaped. */
export interface Markup {
  readonly markup: string;
}

/**
 * Markup from a template. Text that is inserted is escaped; markup and lists of it are inserted as they are.
 *
 * @example
 * ```ts
 * html`<p title="${title}">${name}: ${rows.map((row) => html`<b>${row}</b>`)}</p>`;
 * ```
 */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[])[]
): Markup {
  return { markup: parts.reduce((text, part, i) => text + insertion(values[i - 1] ?? '') + part) };
}

function insertion(value: string | number | Markup | readonly Markup[]): string {
  if (typeof value === 'string' || typeof value === 'number') {
    return escapeHtml(String(value));
  }
  return 'markup' in value ? value.markup : value.map((one) => one.markup).join('');
}

/** Text as it must stand in HTML, between tags or within a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
