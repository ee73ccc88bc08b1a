/** Papers are links to their pages, also those that are not on the web. */
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { EvidenceRefs } from './extension-list.tsx';

test('a paper without an address of its own links to its page', () => {
  const evidence = [
    { id: 'a', title: 'Letter of the chief', url: null },
    { id: 'b', title: 'The order', url: 'https://example.gov/order' },
  ];
  const html = renderToStaticMarkup(<EvidenceRefs evidence={evidence} href={(id) => `/programs/p/evidence/${id}`} />);
  expect(html).toMatch(/href="\/programs\/p\/evidence\/a"[^>]*>Letter of the chief/);
  expect(html).toMatch(/href="\/programs\/p\/evidence\/b"[^>]*>The order/);
});
