import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFloats } from './browser/decode-floats.js';
import { encodeFloats } from './encode-floats.js';
import { escapeHtml, html } from './markup.js';
import { htmlPage, jsonInScript, packageFile, pageScript } from './page.js';

describe('html', () => {
  it('escapes text, and inserts markup and lists of it as they are', () => {
    const list = ['<a>', 'b & c'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul title="${'"\''}">${list}</ul>${html`<hr>`}${3}`.markup).toBe(
      '<ul title="&quot;&#39;"><li>&lt;a&gt;</li><li>b &amp; c</li></ul><hr>3',
    );
  });

  it('leaves no character in any text that could open a tag, an attribute or an entity', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
        const back = escaped
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(back).toBe(text);
      }),
    );
  });
});

describe('htmlPage', () => {
  const page = (parts: Partial<Parameters<typeof htmlPage>[0]>) =>
    htmlPage({ title: 'T', generator: 'g', styles: [], body: html`<p>body</p>`, data: {}, scripts: [], ...parts });
  const elements = (text: string, tag: string) =>
    [...text.matchAll(new RegExp(`<${tag}\\b[^>]*>([\\s\\S]*?)</${tag}`, 'gi'))].map((match) => match[1] as string);

  it('forbids every request, and says what wrote it', () => {
    const text = page({ title: '<b>&"', generator: 'spectrosim 1' });
    expect(text).toMatch(/^<!doctype html>\n<html lang="en-GB">/);
    expect(text).toContain('<meta name="generator" content="spectrosim 1">');
    expect(text).toContain('content="default-src &#39;none&#39;; ');
    expect(text).toContain('<title>&lt;b&gt;&amp;&quot;</title>');
    expect(text).not.toMatch(/(src|href)="(?!data:)/);
  });

  it('cannot be left by its data, whatever they are', () => {
    const names = fc.oneof(
      fc.string(),
      fc.constantFrom('</script>', '<!--', '<script>', '</SCRIPT ', ']]>', '\u2028', '\\', '<!--<script>'),
    );
    fc.assert(
      fc.property(fc.array(names), (data) => {
        const [json] = elements(page({ data }), 'script');
        expect(json).toBe(jsonInScript(data));
        expect(json).not.toContain('<');
        expect(JSON.parse(json as string)).toEqual(data);
      }),
    );
  });

  it('cannot be left by a script or a style sheet, which still mean the same', () => {
    const source = 'globalThis.said = "</script><!--</SCRIPT>" + "</style>".length';
    const text = page({ scripts: [source], styles: ['p::after { content: "</style>" }'] });
    const [, script] = elements(text, 'script');
    expect(elements(text, 'script')).toHaveLength(2);
    expect(elements(text, 'style')).toEqual(['p::after { content: "<\\/style>" }']);
    const said = new Function('globalThis', script as string);
    const global = { said: '' };
    said(global);
    expect(global.said).toBe('</script><!--</SCRIPT>8');
  });
});

describe('pageScript', () => {
  it('calls a function with the data of the page and with its tools', () => {
    const script = pageScript(
      (data: { values: string }, { decode }: { decode: (text: string) => (number | null)[] }) => {
        (globalThis as { decoded?: unknown }).decoded = decode(data.values);
      },
      { decode: decodeFloats },
    );
    const data = { values: encodeFloats(Float32Array.of(1.5, Number.NaN)) };
    const document = {
      getElementById: (id: string) => (id === 'page-data' ? { textContent: jsonInScript(data) } : null),
    };
    const global: { decoded?: unknown } = {};
    new Function('document', 'globalThis', script)(document, global);
    expect(global.decoded).toEqual([1.5, null]);
  });
});

describe('encodeFloats', () => {
  it('is undone by decodeFloats bit for bit', () => {
    fc.assert(
      fc.property(fc.float32Array(), (values) => {
        expect(decodeFloats(encodeFloats(values))).toEqual(
          Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
        );
      }),
    );
    expect(decodeFloats(encodeFloats(Float32Array.of(1, 2, 3).subarray(1, 2)))).toEqual([2]);
  });
});

describe('packageFile', () => {
  it('is the text of a dependency', () => {
    expect(packageFile('uplot', 'dist/uPlot.iife.min.js')).toMatch(/uPlot \(v1\.6\.32\)/);
  });
});
