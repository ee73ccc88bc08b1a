/** Notes and what comes of them: written by keyboard or without a script, read by whom they mention, and never run. */
import { expect, findRow, signIn, test } from './fixtures.ts';

const PLACE = 'Stockton';

/** Changes who is signed in with one press in the bar of example accounts. */
async function become(page: import('@playwright/test').Page, account: string): Promise<void> {
  await page.getByRole('form', { name: 'Example accounts' }).getByRole('button', { name: account }).click();
  await expect(page.getByRole('form', { name: 'Example accounts' }).locator('[aria-current="true"]')).toContainText(account);
}

test('a mention written by keyboard waits under My work of whoever it mentions, until it is read', async ({ page, practice }) => {
  const row = await findRow(page.request, practice, PLACE, 'access');
  await page.goto(`/assessments/${row.id}`);
  const text = page.getByLabel('Add a note');
  await text.focus();
  await page.keyboard.type('**Page 2** is missing.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Mention somebody')).toBeFocused();
  await page.keyboard.type('Rafael Lind');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(text).toHaveValue('**Page 2** is missing. @[Rafael Lind] ');
  await expect(text).toBeFocused();
  for (let n = 0; n < 4; n += 1) await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Save the note' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.waitForURL(/done=1/);
  const note = page.getByRole('region', { name: 'Notes' }).getByRole('listitem');
  await expect(note.locator('strong').first()).toHaveText('Page 2');
  await expect(note.locator('.mention')).toHaveText('@Rafael Lind');

  await become(page, 'Reviewer');
  // A press while the page of the other account is still arriving would be lost with the page it was on.
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch((error: Error) => expect(error.name).toBe('TimeoutError'));
  await page.getByRole('link', { name: 'My work' }).first().click();
  await page.waitForURL(/\/work/);
  const mentions = page.getByRole('region', { name: 'Mentions of you' });
  const entry = mentions.getByRole('row', { name: new RegExp(`${PLACE}: .*Ana Ortiz mentioned you`) }).first();
  await expect(entry).toBeVisible();
  await entry.getByRole('link').click();
  await expect(page.getByText('is missing.')).toBeVisible();
  await page.goto('/work');
  await mentions.getByRole('button', { name: 'Mark all mentions as read' }).click();
  await page.waitForURL(/done=read/);
  await expect(page.getByText('No note mentions you that you have not read.')).toBeVisible();
});

test('a mention of somebody who cannot read the note is refused by name, and nothing typed is lost', async ({ page, practice }) => {
  const row = await findRow(page.request, practice, PLACE, 'notice');
  await page.goto(`/assessments/${row.id}`);
  await page.getByLabel('Add a note').fill('Ask @[Nobody Known] about it.');
  await page.getByRole('button', { name: 'Save the note' }).click();
  await expect(page.getByText('Nobody Known cannot read this note, so it cannot mention them.').first()).toBeVisible();
  await expect(page.getByLabel('Add a note')).toHaveValue('Ask @[Nobody Known] about it.');
});

test('an assessment is given to somebody, and waits there', async ({ page, practice }) => {
  const row = await findRow(page.request, practice, 'Albuquerque', 'access');
  await page.goto(`/assessments/${row.id}`);
  await page.getByText('Give it to somebody').click();
  await page.getByLabel('Who works on it').selectOption({ label: 'Ana Ortiz' });
  await page.getByRole('button', { name: 'Assign', exact: true }).click();
  await page.waitForURL(/done=1/);
  await expect(page.getByRole('region', { name: 'Assigned to' })).toContainText('Ana Ortiz');
  await page.goto('/work');
  await expect(
    page
      .getByRole('region', { name: 'Assigned to you' })
      .getByRole('link', { name: /Albuquerque/ })
      .first(),
  ).toBeVisible();
});

test('hostile text in a note runs nothing and loads nothing', async ({ page, practice }) => {
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => /evil\.example/.test(request.url()) && asked.push(request.url()));
  page.on('console', (message) => /Content Security Policy/i.test(message.text()) && asked.push(message.text()));
  const row = await findRow(page.request, practice, 'San Bernardino', 'access');
  const hostile = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(2)>',
    '<svg onload=alert(3)>',
    '![x](https://evil.example/pixel.gif)',
    '[press](javascript:alert(4))',
    '<iframe src="https://evil.example/"></iframe>',
    '- [x] <b onclick=alert(5)>done</b>',
  ].join('\n\n');
  await page.goto(`/assessments/${row.id}`);
  await page.getByLabel('Add a note').fill(hostile);
  await page.getByRole('button', { name: 'Save the note' }).click();
  await page.waitForURL(/done=1/);
  const note = page.getByRole('region', { name: 'Notes' }).getByRole('listitem').first();
  await expect(note).toContainText('[picture, not loaded: x]');
  await expect(note.locator('script, img, svg, iframe, a')).toHaveCount(0);
  await note.getByText('press').click();
  expect(asked).toEqual([]);
});

test('without a script a name beside the text is mentioned all the same', async ({ browser, baseURL, page, practice }) => {
  const row = await findRow(page.request, practice, 'Baltimore', 'notice');
  const context = await browser.newContext({
    javaScriptEnabled: false,
    baseURL: baseURL ?? '',
    storageState: await page.context().storageState(),
  });
  const plain = await context.newPage();
  await plain.goto(`/assessments/${row.id}`);
  await plain.getByLabel('Add a note').fill('No script here.');
  await plain.getByLabel('Mention somebody').fill('Priya Nair');
  await plain.getByRole('button', { name: 'Save the note' }).click();
  await expect(plain.getByRole('region', { name: 'Notes' }).locator('.mention')).toHaveText('@Priya Nair');
  await context.close();
});

test('the hour of the digest is set, and stays set', async ({ page }) => {
  await signIn(page, 'Viewer', '/account');
  await page.getByLabel('Hour').selectOption({ label: '6:00 AM' });
  await page.getByLabel('Your time zone').fill('Pacific/Honolulu');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/done=digest/);
  await expect(page.getByLabel('Hour')).toHaveValue('6');
  await page.getByLabel('Your time zone').fill('Nowhere');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('This is no time zone.').first()).toBeVisible();
  await page.getByLabel('Your time zone').fill('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/done=digest/);
});
