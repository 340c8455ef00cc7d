import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { escapeHtml, type Markup } from './markup.js';

/** What a page is made of. */
export interface PageParts {
  readonly title: string;
  /** The program and version that wrote it, by which `--force` knows a page that it may replace. */
  readonly generator: string;
  /** Style sheets, in order. */
  readonly styles: readonly string[];
  readonly body: Markup;
  /** What the page's scripts read, see {@link pageScript}. */
  readonly data: unknown;
  /** Scripts, in order; run when the body is there. */
  readonly scripts: readonly string[];
}

/** Nothing is fetched, by the browser's own word: what a page needs is in it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/** Where the data of a page stands in it. */
const DATA_ID = 'page-data';

/**
 * A page that is one file: styles, scripts and data are in it, and it reaches for no network.
 *
 * The same parts give the same bytes.
 */
export function htmlPage({ title, generator, styles, body, data, scripts }: PageParts): string {
  return `${[
    '<!doctype html>',
    '<html lang="en-GB">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta name="generator" content="${escapeHtml(generator)}">`,
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(POLICY)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    '<link rel="icon" href="data:,">',
    ...styles.map((style) => `<style>${withoutEndTag(style, 'style')}</style>`),
    '</head>',
    '<body>',
    body.markup,
    `<script type="application/json" id="${DATA_ID}">${jsonInScript(data)}</script>`,
    ...scripts.map((script) => `<script>${withoutEndTag(script, 'script')}</script>`),
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

/**
 * A script that calls a function of this program in the page, with the page's data and the functions it uses.
 *
 * Only the text of the functions is sent there: each may name nothing of its module but types, and gets the others
 * through `tools`.
 */
export function pageScript<Data, Tools extends object>(
  main: (data: Data, tools: Tools) => void,
  tools: Tools & Readonly<Record<keyof Tools, (...parameters: never[]) => unknown>>,
): string {
  const texts = Object.entries<unknown>(tools).map(([name, tool]) => `${JSON.stringify(name)}: ${tool}`);
  return `(${main})(JSON.parse(document.getElementById(${JSON.stringify(DATA_ID)}).textContent), {${texts.join(',\n')}});`;
}

/** The text of a file of an installed package, to be put into a page. */
export function packageFile(name: string, path: string): string {
  return readFileSync(join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), path), 'utf8');
}

/** JSON that no HTML parser takes for a tag or a comment. */
export function jsonInScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/**
 * A style sheet or script that does not end its element early, nor opens a comment in which the end would be overlooked.
 * `<\/script` and `<\!--` mean the same within the strings and comments of a script.
 */
function withoutEndTag(text: string, element: 'style' | 'script'): string {
  return text.replace(new RegExp(`</(?=${element})`, 'gi'), '<\\/').replaceAll('<!--', '<\\!--');
}
