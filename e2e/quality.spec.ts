import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, findRow, practiceCopy, signIn, test } from './fixtures.ts';

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

async function analystAddresses(page: Page): Promise<string[]> {
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
    ...PROGRAM_PAGES.map((path) => `/programs/psp-2017${path}`),
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
  ['Analyst', analystAddresses],
  ['Counsel', counselAddresses],
  ['Auditor', auditorAddresses],
  ['Administrator', adminAddresses],
] as const;

// Long, and none changes what another looks at.
test.describe.configure({ mode: 'parallel' });

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds no violation on the way in, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('/sign-in');
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  });

  for (const [account, addressesOf] of READERS) {
    test(`axe finds no violation on any page, ${account}, ${colorScheme}`, async ({ page }) => {
      test.setTimeout(240_000);
      await page.emulateMedia({ colorScheme });
      await signIn(page, account);
      for (const address of await addressesOf(page)) {
        await page.goto(address);
        for (const form of await page.locator('summary', { hasText: /^(Invite a person|Make a token)/ }).all()) await form.click();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => ({ address, id, nodes: nodes.map((node) => node.html) }))).toEqual([]);
      }
    });
  }
}

/** A label names the first element of an id: with two of them it names the wrong field. */
const idsTwice = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  });

for (const [account, addressesOf] of READERS) {
  test(`no page scrolls sideways at 390 or 1440 pixels, no id stands twice, and no script or style is blocked, ${account}`, async ({
    page,
  }) => {
    test.setTimeout(240_000);
    const complaints: string[] = [];
    page.on(
      'console',
      (message) => message.type() === 'error' && !message.text().includes('404') && complaints.push(`${page.url()}: ${message.text()}`),
    );
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
    await signIn(page, account);
    const all = await addressesOf(page);
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      for (const address of all) {
        await page.goto(address);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect({ address, wide, twice: await idsTwice(page) }).toEqual({ address, wide: width, twice: [] });
      }
    }
    expect(complaints).toEqual([]);
  });
}

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
