import { expect, findRow, signIn, test } from './fixtures.ts';

test('rewind to August 10', async ({ page }) => {
  await signIn(page, 'Analyst');
  await page
    .getByRole('navigation', { name: /Jump/ })
    .or(page.getByLabel('Jump to a day'))
    .getByRole('link', { name: 'Aug 10' })
    .first()
    .click();
  await expect(page.getByText('As of August 10, 2017, known today. Writing is off.')).toBeVisible();
  await expect(page.getByRole('row', { name: /Baltimore/ }).getByText('Requested')).toHaveCount(2);
  await expect(page.getByText('Answer received', { exact: true }).and(page.getByRole('cell'))).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Record a letter' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Back to today' }).click();
  await expect(page.getByRole('row', { name: /Baltimore/ }).getByText('Answer received')).toHaveCount(2);
});

test('a bad day does not lose the page', async ({ page }) => {
  await signIn(page, 'Viewer', '/programs/psp-2017?asOf=2999-01-01');
  await expect(page.getByText('The page shows today.')).toBeVisible();
  await expect(page.getByRole('row', { name: /Stockton/ })).toBeVisible();
});

test('export what I see: the CSV has exactly the rows on screen', async ({ page }) => {
  await signIn(page, 'Analyst');
  await page.getByRole('link', { name: 'Due date passed', exact: true }).click();
  await page.waitForURL(/flag=no_answer_found/);
  const hrefs = await page
    .locator('table a[href^="/assessments/"]')
    .evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute('href') ?? ''))]);
  const onScreen = hrefs.map((href) => href.split('/')[2]?.split('?')[0]).sort();
  expect(onScreen).toHaveLength(6);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const path = await (await download).path();
  const { readFile } = await import('node:fs/promises');
  const lines = (await readFile(path, 'utf8'))
    .replace(/^\uFEFF/, '')
    .trim()
    .split('\r\n');
  expect(
    lines
      .slice(1)
      .map((line) => line.split(',')[0])
      .sort(),
  ).toEqual(onScreen);
});

test('sign in as viewer and find no way to write', async ({ page, baseURL }) => {
  await signIn(page, 'Viewer');
  await expect(page.getByRole('link', { name: 'Record a letter' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Make a practice copy' })).toHaveCount(0);
  const row = await findRow(page.request, 'psp-2017', 'Baltimore', 'access');
  await page.goto(`/assessments/${row.id}`);
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await expect(page.getByRole('radio')).toHaveCount(0);
  const letters = await page.goto('/programs/psp-2017/letters/new');
  expect(letters?.status()).toBe(403);
  const refused = await page.request.post(`/api/v1/assessments/${row.id}/status`, {
    headers: { Origin: new URL(baseURL ?? '').origin, 'If-Match': `"${row.version}"` },
    data: { to: 'under_review', reason: 'No right to.' },
  });
  expect(refused.status()).toBe(403);
});

test('without JavaScript the dashboard, an assessment and the timeline can be read', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL ?? '', javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, 'Viewer');
  await expect(page.getByRole('row', { name: /Albuquerque/ })).toBeVisible();
  await page
    .getByRole('row', { name: /Albuquerque/ })
    .getByRole('link', { name: /Requested/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Albuquerque');
  await page.goto('/programs/psp-2017/timeline');
  await expect(page.getByRole('row', { name: /Letters to the four police chiefs|Letters ask/ }).first()).toBeVisible();
  await context.close();
});

test('nobody signed in sees only the way in', async ({ page }) => {
  await page.goto('/programs/psp-2017');
  await expect(page).toHaveURL(/\/sign-in\?returnTo=%2Fprograms%2Fpsp-2017/);
});
