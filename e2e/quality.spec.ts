import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, findRow, practiceCopy, signIn, test } from './fixtures.ts';
import { expectAccessible, expectEachIdOnce, expectToFit } from './page-checks.ts';

const PROGRAM_PAGES = [
  '',
  '/timeline',
  '/timeline?zoom=years',
  '/reports',
  '/applicants',
  '/operators',
  '/evidence',
  '/evidence?q=letter&class=G',
  '/evidence/new',
  '/deadlines',
  '/deadlines?form=ask',
  '/deadlines?form=add',
  '/orders',
  '/record',
  '/conditions',
  '/letters/new',
  '/requests',
  '/requests/new',
  '/requests/received',
  '/requests/templates',
  '?asOf=2017-08-10',
];
const ADMIN_PAGES = [
  '/programs/psp-2017/settings/members',
  '/programs/psp-2017/settings/tokens',
  '/programs/psp-2017/settings/rules',
  '/programs/psp-2017/settings/assessor',
  '/programs/psp-2017/settings/outbox',
  '/programs/psp-2017/settings/calendar',
  '/programs/psp-2017/settings/calendar?form=new',
  '/account',
];
const AUDIT_PAGES = ['', '/approvers', '/back-dated', '/sample', '/sample?seed=Thirteen&size=5'];
const BUDGET = 170 * 1024;

const programAddresses = async (): Promise<string[]> => PROGRAM_PAGES.map((path) => `/programs/psp-2017${path}`);

/** The pages of single things, and what stands outside of every program. */
async function itemAddresses(page: Page): Promise<string[]> {
  // In a copy more can be done, so its pages hold more forms.
  const copy = await practiceCopy(page.request, page.url());
  const tried = await findRow(page.request, copy, 'Stockton', 'access');
  const row = await findRow(page.request, 'psp-2017', 'Albuquerque', 'access');
  const response = await page.request.get(`/api/v1/assessments/${row.id}`);
  const { subject, responsibleParties } = (await response.json()) as { subject: { id: string }; responsibleParties: { id: string }[] };
  await page.goto('/programs/psp-2017/evidence');
  const item = await page.locator('.evidence-title a').first().getAttribute('href');
  return [
    item ?? '',
    `/assessments/${row.id}`,
    `/assessments/${tried.id}`,
    `/programs/${copy}/evidence/new?assessment=${tried.id}`,
    `/programs/psp-2017/applications/${subject.id}`,
    ...responsibleParties.map((party) => `/programs/psp-2017/operators/${party.id}`),
    '/programs',
    '/work',
    '/programs/psp-2017/no-such-page',
  ];
}

/** What others are not shown, and an assessment with the seals of its history. */
async function auditorAddresses(page: Page): Promise<string[]> {
  const row = await findRow(page.request, 'psp-2017', 'Albuquerque', 'access');
  return [...AUDIT_PAGES.map((path) => `/programs/psp-2017/audit${path}`), `/assessments/${row.id}`];
}

/** The administrator's pages, one member's page, and an invitation as whoever opens its link sees it. */
async function adminAddresses(page: Page): Promise<string[]> {
  await page.goto('/programs/psp-2017/settings/members');
  const member = await page.getByRole('link', { name: 'Vera Sand' }).getAttribute('href');
  await page.getByText('Invite a person').click();
  await page.getByRole('checkbox', { name: /^Viewer/ }).check();
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.getByRole('textbox', { name: 'The link' }).inputValue();
  return [...ADMIN_PAGES, member ?? '', new URL(link).pathname, '/invitation/none'];
}

/** The form of an order, which only counsel is shown. */
const counselAddresses = async (): Promise<string[]> => ['/programs/psp-2017/orders?form=record'];

/** Who looks at which pages. */
const READERS = [
  ['the program', 'Analyst', programAddresses],
  ['single things', 'Analyst', itemAddresses],
  ['orders', 'Counsel', counselAddresses],
  ['audit', 'Auditor', auditorAddresses],
  ['settings', 'Administrator', adminAddresses],
] as const;

// Long, and none changes what another looks at.
test.describe.configure({ mode: 'parallel' });

/** What the browser itself says about a page: a script or style that its policy blocks, an error that nobody caught. */
function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404')) complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  return complaints;
}

async function expectSound(page: Page, address: string): Promise<void> {
  await page.goto(address);
  for (const form of await page.locator('summary', { hasText: /^(Invite a person|Make a token)/ }).all()) await form.click();
  await expectEachIdOnce(page);
  await expectToFit(page);
  await expectAccessible(page);
}

test('the way in is sound: axe in both themes, both widths, ids, nothing blocked', async ({ page }) => {
  const complaints = listenForComplaints(page);
  await expectSound(page, '/sign-in');
  expect(complaints).toEqual([]);
});

for (const [pages, account, addressesOf] of READERS) {
  test(`every page is sound: axe in both themes, both widths, ids, nothing blocked: ${pages}`, async ({ page }) => {
    test.setTimeout(300_000);
    const complaints = listenForComplaints(page);
    await signIn(page, account);
    for (const address of await addressesOf(page)) await expectSound(page, address);
    expect(complaints).toEqual([]);
  });
}

test('the checks find what is unsound', async ({ page }) => {
  const body = (inner: string) => `<!doctype html><html lang="en"><title>Unsound</title><main><h1>Unsound</h1>${inner}</main></html>`;
  await page.setContent(body('<input id="name">'));
  await expect(expectAccessible(page)).rejects.toThrow('label');
  await page.setContent(
    body('<style>@media (prefers-color-scheme: dark) { p { color: #333; background: #222 } }</style><p>Dark on dark.</p>'),
  );
  await expect(expectAccessible(page)).rejects.toThrow('color-contrast');
  await page.setContent(body('<p id="a">One</p><p id="a">Two</p>'));
  await expect(expectEachIdOnce(page)).rejects.toThrow('"a"');
  await page.setContent(body('<p style="width: 500px">Wide</p>'));
  await expect(expectToFit(page)).rejects.toThrow('390');
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
