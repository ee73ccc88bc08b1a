/** What the analyst's jobs have in common: signing in, a practice copy of one's own, and finding an assessment. */
import { type APIRequestContext, test as base, expect, type Page } from '@playwright/test';

export type Account = 'Analyst' | 'Reviewer' | 'Approver' | 'Counsel' | 'Auditor' | 'Contributor' | 'Viewer' | 'Administrator';

export interface Row {
  id: string;
  version: number;
  status: string;
  applicant: { name: string } | null;
  condition: { ref: string };
}

/** Signs in with one press on an example account and waits for the page asked for. */
export async function signIn(page: Page, account: Account, path = '/programs/psp-2017'): Promise<void> {
  await page.goto(`/sign-in?returnTo=${encodeURIComponent(path)}`);
  await page.getByRole('button', { name: new RegExp(`^${account}`) }).click();
  await page.waitForURL((url) => url.pathname === path.split('?')[0]);
}

const sameOrigin = (baseURL: string) => ({ Origin: new URL(baseURL).origin });

/** A practice copy for one test, so that tests never meet in the same rows. Returns its slug. */
export async function practiceCopy(request: APIRequestContext, baseURL: string): Promise<string> {
  const response = await request.post('/api/v1/programs/psp-2017/practice-copy', { headers: sameOrigin(baseURL), data: {} });
  expect(response.status()).toBe(201);
  return ((await response.json()) as { slug: string }).slug;
}

export async function findRow(request: APIRequestContext, slug: string, city: string, condition: string): Promise<Row> {
  const response = await request.get(`/api/v1/programs/${slug}/assessments?q=${encodeURIComponent(city)}&condition=${condition}`);
  const { items } = (await response.json()) as { items: Row[] };
  const row = items[0];
  if (!row) throw new Error(`No assessment of ${city} on ${condition} in ${slug}.`);
  return row;
}

export async function write(request: APIRequestContext, baseURL: string, path: string, version: number, data: unknown): Promise<void> {
  const response = await request.post(`/api/v1${path}`, { headers: { ...sameOrigin(baseURL), 'If-Match': `"${version}"` }, data });
  expect(response.ok(), await response.text()).toBe(true);
}

interface Fixtures {
  /** What a test opened beside its own page is closed with it: such pages go on listening for changes and slow down the rest. */
  closing: undefined;
  /** The slug of a practice copy; the page is signed in as the analyst who made it. */
  practice: string;
}

export const test = base.extend<Fixtures>({
  closing: [
    async ({ browser, context }, use) => {
      await use(undefined);
      for (const other of browser.contexts()) if (other !== context) await other.close();
    },
    { auto: true },
  ],
  practice: async ({ page, baseURL }, use) => {
    await signIn(page, 'Analyst');
    await use(await practiceCopy(page.request, baseURL ?? ''));
  },
});

export { expect };
