import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { expect, findRow, signIn, test } from './fixtures.ts';

const PROGRAM_PAGES = [
  '',
  '/timeline',
  '/timeline?zoom=years',
  '/reports',
  '/applicants',
  '/operators',
  '/evidence',
  '/record',
  '/conditions',
  '/letters/new',
  '?asOf=2017-08-10',
];
const AUDIT_PAGES = ['', '/approvers', '/back-dated', '/sample', '/sample?seed=Thirteen&size=5'];
const BUDGET = 170 * 1024;

/** Signs in and gives every address of that account; the auditor's are only those that others are not shown. */
async function addresses(page: Parameters<typeof signIn>[0], account: 'Analyst' | 'Auditor'): Promise<string[]> {
  // Still signed in as somebody else, the page asked for is reached before the account has changed.
  await page.context().clearCookies();
  await signIn(page, account);
  const row = await findRow(page.request, 'psp-2017', 'Albuquerque', 'access');
  if (account === 'Auditor') return [...AUDIT_PAGES.map((path) => `/programs/psp-2017/audit${path}`), `/assessments/${row.id}`];
  const response = await page.request.get(`/api/v1/assessments/${row.id}`);
  const { subject, responsibleParties } = (await response.json()) as { subject: { id: string }; responsibleParties: { id: string }[] };
  return [
    ...PROGRAM_PAGES.map((path) => `/programs/psp-2017${path}`),
    `/assessments/${row.id}`,
    `/programs/psp-2017/applications/${subject.id}`,
    ...responsibleParties.map((party) => `/programs/psp-2017/operators/${party.id}`),
    '/programs',
    '/programs/psp-2017/no-such-page',
  ];
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds no violation on any page, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme });
    await page.goto('/sign-in');
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    for (const account of ['Analyst', 'Auditor'] as const) {
      for (const address of await addresses(page, account)) {
        await page.goto(address);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map((violation) => ({ address, id: violation.id, nodes: violation.nodes.map((node) => node.html) }))).toEqual([]);
      }
    }
  });
}

test('no page scrolls sideways at 390 or 1440 pixels, and no script or style is blocked', async ({ page }) => {
  test.setTimeout(240_000);
  const complaints: string[] = [];
  page.on(
    'console',
    (message) => message.type() === 'error' && !message.text().includes('404') && complaints.push(`${page.url()}: ${message.text()}`),
  );
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  for (const account of ['Analyst', 'Auditor'] as const) {
    const all = await addresses(page, account);
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      for (const address of all) {
        await page.goto(address);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect({ address, wide }).toEqual({ address, wide: width });
      }
    }
  }
  expect(complaints).toEqual([]);
});

test('the dashboard needs at most 170 KB of client JavaScript', async ({ page }) => {
  await signIn(page, 'Analyst');
  const sizes = new Map<string, number>();
  page.on('response', async (response) => {
    if (response.url().includes('/_next/') && response.url().split('?')[0]?.endsWith('.js'))
      sizes.set(response.url(), gzipSync(await response.body()).length);
  });
  await page
    .goto('/programs/psp-2017', { waitUntil: 'networkidle', timeout: 20_000 })
    .catch((error: Error) => expect(error.name).toBe('TimeoutError'));
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(0);
  expect(total).toBeLessThanOrEqual(BUDGET);
});
