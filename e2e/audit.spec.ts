import { expect, findRow, signIn, test } from './fixtures.ts';

const AUDIT = '/programs/psp-2017/audit';

test('the auditor reads what the ledger proves and cannot prove, and finds the way to the other pages', async ({ page }) => {
  await signIn(page, 'Auditor');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'The ledger' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'What it proves' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'What it cannot prove' })).toBeVisible();
  await expect(page.getByText('node verify.mjs ledger.ndjson', { exact: true })).toBeVisible();
  for (const link of await page.getByRole('link', { name: 'Download the ledger of this program' }).all())
    await expect(link).toHaveAttribute('href', '/api/v1/programs/psp-2017/ledger.ndjson');
  const pages = page.getByRole('navigation', { name: 'Audit', exact: true });
  for (const [name, title] of [
    ['Back-dated', 'Back-dated entries'],
    ['Sample', 'A sample of events'],
    ['Who could approve', 'Who could approve'],
  ] as const) {
    await pages.getByRole('link', { name }).click();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  }
});

test('who could approve: the reviewer and the approver today, nobody before the program was set up', async ({ page }) => {
  await signIn(page, 'Auditor', `${AUDIT}/approvers`);
  await expect(page.getByRole('row', { name: /Rafael Lind.*Reviewer.*granted at set-up.*Could approve/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /Priya Nair.*Approver/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /Ana Ortiz/ })).toHaveCount(0);
  await page.getByLabel('At the end of').fill('2020-01-01');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByText('Nobody held a role with power over findings on that day.')).toBeVisible();
  await page.goto(`${AUDIT}/approvers?on=2999-01-01`);
  await expect(page.getByText('That is not a day up to today.')).toBeVisible();
});

test('the loaded record is back-dated and marked as an import; each entry leads to its history', async ({ page }) => {
  await signIn(page, 'Auditor', `${AUDIT}/back-dated`);
  const row = page.getByRole('row', { name: /Baltimore · .*import/ }).first();
  await expect(row).toBeVisible();
  await row.getByRole('link', { name: /^Baltimore/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Baltimore');
});

test('one seed draws one sample, another seed another one', async ({ page }) => {
  await signIn(page, 'Auditor', `${AUDIT}/sample`);
  const draw = async (seed: string): Promise<string[]> => {
    await page.getByRole('textbox', { name: 'Seed' }).fill(seed);
    await page.getByLabel('How many').fill('10');
    await page.getByRole('button', { name: 'Draw' }).click();
    await expect(page.getByText(`drawn with the seed “${seed}”`)).toBeVisible();
    return page.getByRole('link', { name: /^Proof of/ }).evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  };
  const first = await draw('Thirteen');
  expect(first).toHaveLength(10);
  expect(await draw('Fourteen')).not.toEqual(first);
  expect(await draw('Thirteen')).toEqual(first);
  await page.getByRole('link', { name: 'Address of this very sample' }).click();
  await expect(page.getByText('Writing is off.')).toBeVisible();
  const again = page.getByRole('link', { name: /^Proof of/ });
  expect(await again.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))).toEqual(first);
});

test('the history of an assessment says what is sealed, to the auditor alone', async ({ page, browser, baseURL }) => {
  await signIn(page, 'Auditor');
  const row = await findRow(page.request, 'psp-2017', 'Baltimore', 'access');
  await page.goto(`/assessments/${row.id}`);
  await expect(page.getByText(/Not sealed yet|Sealed in checkpoint \d+/).first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Proof' }).first()).toHaveAttribute(
    'href',
    new RegExp(`^/api/v1/programs/psp-2017/events/${row.id}/\\d+/proof$`),
  );
  const analyst = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
  await signIn(analyst, 'Analyst', `/assessments/${row.id}`);
  await expect(analyst.getByText(/Not sealed yet|Sealed in checkpoint/)).toHaveCount(0);
  await analyst.context().close();
});

test('a viewer is not offered these pages and is refused on each', async ({ page }) => {
  await signIn(page, 'Viewer');
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit' })).toHaveCount(0);
  for (const path of ['', '/approvers', '/back-dated', '/sample', '/sample?seed=a']) {
    const response = await page.goto(`${AUDIT}${path}`);
    expect([path, response?.status()]).toEqual([path, 403]);
  }
  for (const path of ['checkpoints', 'approvers', 'back-dated', 'sample?seed=a'])
    expect((await page.request.get(`/api/v1${AUDIT}/${path}`)).status()).toBe(403);
});

test('a report cites the ledger in its files and says so on its page', async ({ page }) => {
  await signIn(page, 'Auditor', '/programs/psp-2017/reports');
  await expect(page.getByText(/^A download (cites ledger checkpoint \d+|says that no checkpoint)/)).toBeVisible();
  const response = await page.request.get('/api/v1/programs/psp-2017/report.json');
  const { meta } = (await response.json()) as { meta: { ledger: { unsealedEvents: number } } };
  expect(meta.ledger.unsealedEvents).toBeGreaterThanOrEqual(0);
  const csv = await (await page.request.get('/api/v1/programs/psp-2017/report.csv')).text();
  expect(csv.split('\r\n')[0]?.endsWith(',ledger')).toBe(true);
});
