import { expect, findRow, test, write } from './fixtures.ts';

/** Takes Baltimore's two assessments back to Requested, as they stood before the reply came in. */
test.beforeEach(async ({ page, practice, baseURL }) => {
  for (const condition of ['access', 'notice']) {
    const row = await findRow(page.request, practice, 'Baltimore', condition);
    await write(page.request, baseURL ?? '', `/assessments/${row.id}/corrections`, row.version, {
      corrects: row.version,
      to: 'requested',
      reason: 'Start again for this exercise.',
    });
  }
});

test("record Baltimore's reply: two assessments, one save", async ({ page, practice }) => {
  await page.goto(`/programs/${practice}`);
  await page.getByRole('link', { name: 'Record a letter' }).click();
  await page.getByLabel('City').selectOption({ label: 'Baltimore, MD' });
  await page.getByLabel('Link').fill('https://www.example.org/reply.pdf');
  await page.getByLabel('Who wrote it').fill('Kevin Davis');
  await page.getByLabel('Role').fill('Police Commissioner');
  await page.getByLabel('Dated').fill('2017-08-14');
  await page.getByLabel('Answer', { exact: false }).first().selectOption('cannot_answer');
  await page.getByLabel('Answer', { exact: false }).nth(1).selectOption('cannot_answer');
  await page.getByText('Counts as an answer').click();
  await page.getByRole('button', { name: /^Record/ }).click();
  await page.waitForURL((url) => url.pathname === `/programs/${practice}`);
  const row = page.getByRole('row', { name: /Baltimore/ });
  await expect(row.getByText('Answer received')).toHaveCount(2);
  await expect(row.getByText('Says: cannot answer.')).toHaveCount(2);
  await expect(page.getByText('Letter recorded on 2 assessments.')).toBeVisible();
});

test('the same job with the keyboard alone', async ({ page, practice }) => {
  await page.goto(`/programs/${practice}`);
  const link = page.getByRole('link', { name: 'Record a letter' });
  for (let n = 0; n < 60 && !(await link.evaluate((node) => node === document.activeElement)); n += 1) await page.keyboard.press('Tab');
  await expect(link).toBeFocused();
  await page.keyboard.press('Enter');
  await page.waitForURL(/letters\/new/);
  const tabTo = async (name: string, nth = 0) => {
    const control = page.getByLabel(name, { exact: false }).nth(nth);
    for (let n = 0; n < 80 && !(await control.evaluate((node) => node === document.activeElement)); n += 1)
      await page.keyboard.press('Tab');
    await expect(control).toBeFocused();
  };
  await tabTo('City');
  await page.keyboard.type('Balt');
  await tabTo('Link');
  await page.keyboard.type('https://www.example.org/reply.pdf');
  await tabTo('Dated');
  await page.keyboard.type('08142017');
  await tabTo('Answer', 0);
  await page.keyboard.type('cannot');
  await tabTo('Answer', 1);
  await page.keyboard.type('cannot');
  const counts = page.getByRole('radio', { name: 'Counts as an answer' });
  for (let n = 0; n < 40 && !(await counts.evaluate((node) => node === document.activeElement)); n += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  const save = page.getByRole('button', { name: /^Record/ });
  for (let n = 0; n < 60 && !(await save.evaluate((node) => node === document.activeElement)); n += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === `/programs/${practice}`);
  await expect(page.getByRole('row', { name: /Baltimore/ }).getByText('Answer received')).toHaveCount(2);
});

test('a letter without link, text or answer is refused with words, and nothing typed is lost', async ({ page, practice }) => {
  await page.goto(`/programs/${practice}/letters/new`);
  await page.getByLabel('City').selectOption({ label: 'Stockton, CA' });
  await page.getByLabel('Who wrote it').fill('Eric Jones');
  await page.getByRole('button', { name: /^Record/ }).click();
  await expect(page.getByText(/Nothing was recorded/)).toBeVisible();
  await expect(page.getByLabel('Who wrote it')).toHaveValue('Eric Jones');
  expect((await findRow(page.request, practice, 'Stockton', 'access')).status).toBe('requested');
});
