/** Whatever somebody writes into a note, nothing of it runs, and nothing is loaded from elsewhere. */
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { MarkdownText } from './markdown.tsx';

const html = (text: string): string => renderToStaticMarkup(<MarkdownText text={text} />);

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<details open ontoggle=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#x73;cript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](vbscript:msgbox(1))',
  '[x](//evil.example/a)',
  '[x](file:///etc/passwd)',
  '![x](https://evil.example/pixel.gif)',
  '![x](javascript:alert(1))',
  '[x]: javascript:alert(1)\n\n[x]',
  '<javascript:alert(1)>',
  '[a](https://example.gov "onmouseover=alert(1)")',
  '`<script>alert(1)</script>`',
  '```html\n<script>alert(1)</script>\n```',
  '@[<script>alert(1)</script>]',
  '@[x](javascript:alert(1))',
  '<style>*{display:none}</style>',
  '<base href="https://evil.example/">',
  '<form action="https://evil.example"><input name=q></form>',
];

/** Elements that a note may become; every other tag in the answer would be one that the text smuggled in. */
const KNOWN = new Set(
  'a blockquote br code del div em hr input li ol p pre s section span strong sup table tbody td th thead tr ul'.split(' '),
);

const dangers = (text: string): string[] => {
  const tags = [...text.matchAll(/<([a-z0-9-]+)([^>]*)>/g)];
  return tags.flatMap(([whole, name = '', rest = '']) => {
    const attributes = rest.replaceAll(/"[^"]*"/g, '""');
    const link = /href="([^"]*)"/.exec(rest)?.[1];
    const bad = !KNOWN.has(name) || /\son\w+=/.test(attributes) || /\ssrc=/.test(attributes) || /\sstyle=/.test(attributes);
    return bad || (link !== undefined && !/^(https?:\/\/|mailto:)/i.test(link)) ? [whole] : [];
  });
};

describe('hostile text', () => {
  test.each(HOSTILE)('%s', (text) => {
    expect(dangers(html(text))).toEqual([]);
  });

  test('the check finds what is dangerous', () => {
    for (const text of ['<script>', '<img src="x">', '<a href="javascript:alert(1)">', '<p onclick="x">', '<p style="x">'])
      expect(dangers(text)).toHaveLength(1);
  });
});

test('links lead out without a referrer, and only by http, https and mailto', () => {
  expect(html('[a](https://example.gov/x)')).toContain('<a href="https://example.gov/x" rel="noopener noreferrer nofollow ugc">a</a>');
  expect(html('[a](mailto:a@example.gov)')).toContain('href="mailto:a@example.gov"');
  expect(html('[a](/programs)')).not.toContain('href');
});

test('a mention stands out, is cut out of the text around it, and is no mention inside code', () => {
  expect(html('Ask @[Dana Reviewer], please.')).toBe(
    '<div class="markdown"><p>Ask <strong class="mention">@Dana Reviewer</strong>, please.</p></div>',
  );
  expect(html('**@[A]** and `@[B]`')).toContain('<strong><strong class="mention">@A</strong></strong> and <code>@[B]</code>');
});

test('boxes of a task list say what they are, and pictures are not loaded', () => {
  const text = html('- [x] sent\n- [ ] answered\n\n![the jail](https://example.gov/jail.png)');
  expect(text).toContain('aria-label="Done"');
  expect(text).toContain('aria-label="To do"');
  expect(text).toContain('[picture, not loaded: the jail]');
});
