import { expect, findRow, signIn, test } from './fixtures.ts';

test('update a status and see it on the timeline', async ({ page, practice }) => {
  const row = await findRow(page.request, practice, 'Stockton', 'access');
  await page.goto(`/assessments/${row.id}`);
  await page.getByText('Take under review').first().click();
  await page
    .getByRole('textbox', { name: 'Reason', exact: true })
    .first()
    .fill('No answer on record since the due date; the county is to be asked.');
  await page.getByLabel('Effective date').fill('2017-08-21');
  await page.getByRole('button', { name: 'Take under review' }).click();
  await expect(page.getByText('Recorded.')).toBeVisible();
  await expect(page.getByRole('listitem').getByText('Requested → Under review')).toBeVisible();
  await page.goto(`/programs/${practice}/timeline?zoom=weeks`);
  await expect(page.getByRole('row', { name: /Stockton.*Under review/ }).first()).toBeVisible();
});

test('a change in one browser shows in another within two seconds', async ({ page, practice, browser, baseURL }) => {
  const row = await findRow(page.request, practice, 'San Bernardino', 'notice');
  const other = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
  await signIn(other, 'Viewer', `/programs/${practice}`);
  const cell = other.getByRole('row', { name: /San Bernardino/ });
  await expect(cell.getByText('Requested')).toHaveCount(2);
  // The listener of a page opens just after the page is shown.
  await other.waitForLoadState('networkidle', { timeout: 3000 }).catch((error: Error) => expect(error.name).toBe('TimeoutError'));
  const response = await page.request.post(`/api/v1/assessments/${row.id}/status`, {
    headers: { Origin: new URL(baseURL ?? '').origin, 'If-Match': `"${row.version}"` },
    data: { to: 'under_review', reason: 'Taken up.' },
  });
  expect(response.status()).toBe(200);
  await expect(cell.getByText('Under review')).toBeVisible({ timeout: 2000 });
  await other.context().close();
});

test('two analysts collide: the second sees both versions and chooses', async ({ page, practice, browser, baseURL }) => {
  const row = await findRow(page.request, practice, 'Albuquerque', 'notice');
  const other = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
  await signIn(other, 'Analyst', `/assessments/${row.id}`);
  await page.goto(`/assessments/${row.id}`);
  const fill = async (who: typeof page, reason: string) => {
    await who.getByText('Take under review').first().click();
    await who.getByRole('textbox', { name: 'Reason', exact: true }).first().fill(reason);
  };
  await fill(page, 'First to take it.');
  await fill(other, 'Second to take it.');
  await page.getByRole('button', { name: 'Take under review' }).click();
  await expect(page.getByText('Recorded.')).toBeVisible();
  // What the second is typing stays, and the page says that something changed.
  await expect(other.getByText('Somebody changed something here.')).toBeVisible();
  await expect(other.getByRole('textbox', { name: 'Reason', exact: true }).first()).toHaveValue('Second to take it.');
  await other.getByRole('button', { name: 'Take under review' }).click();
  await expect(other.getByText('Somebody else changed this while you wrote').first()).toBeVisible();
  await expect(other.getByText('First to take it.').first()).toBeVisible();
  await expect(other.getByText('Second to take it.').first()).toBeVisible();
  await other.getByRole('link', { name: /Keep theirs/ }).click();
  await expect(other.getByRole('listitem').getByText('Requested → Under review')).toBeVisible();
  expect((await findRow(page.request, practice, 'Albuquerque', 'notice')).version).toBe(row.version + 1);
  await other.context().close();
});

test('undo takes back the last step and keeps it in the history', async ({ page, practice }) => {
  const row = await findRow(page.request, practice, 'Baltimore', 'access');
  await page.goto(`/assessments/${row.id}`);
  await page.getByText('Undo or correct the last step').click();
  const form = page.getByRole('form', { name: 'Correct the last step' });
  await form.getByLabel('Reason').fill('Recorded on the wrong letter.');
  await form.getByRole('button').last().click();
  await expect(page.getByRole('listitem').getByText('Corrected: Answer received → Requested')).toBeVisible();
  await expect(page.getByText('corrected later')).toBeVisible();
});
