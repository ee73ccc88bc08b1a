import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import mammoth from 'mammoth';
import { findRow, test, write } from './fixtures.ts';
import { expectAccessible } from './page-checks.ts';

const CITIES = ['Albuquerque', 'Baltimore', 'San Bernardino', 'Stockton'];

async function fillLetter(page: Page, title: string, sentOn: string, dueOn: string): Promise<void> {
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Sent on').fill(sentOn);
  await page.getByLabel('Signed by').fill('A. Signer');
  await page.getByLabel('Date', { exact: false }).and(page.locator('input[name=dueOn]')).fill(dueOn);
  await page.getByLabel('Basis of the date').fill('As the letter says.');
}

test('one letter to four cities, again to one, and on paper', async ({ page, practice, baseURL }) => {
  await page.goto(`/programs/${practice}/requests`);
  await page.getByRole('link', { name: 'Send a letter' }).click();
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText(/Nothing was recorded/)).toBeVisible();
  await page.getByRole('searchbox', { name: 'Filter the recipients' }).fill('stock');
  await expect(page.getByRole('checkbox', { name: /Baltimore/ })).toBeHidden();
  await page.getByRole('searchbox', { name: 'Filter the recipients' }).fill('');
  await page.getByRole('button', { name: 'Choose all shown' }).click();
  await expect(page.getByText('4 of 4 chosen')).toBeVisible();
  await fillLetter(page, 'Second questions', '2017-08-22', '2017-09-15');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText('Nothing is recorded yet.')).toBeVisible();
  await expect(page.getByText('4 letters. Answers due', { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Record as sent' }).click();
  await expect(page.getByText('Recorded as sent.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Second questions' })).toBeVisible();
  for (const city of CITIES)
    await expect(page.getByRole('row', { name: new RegExp(city) })).toContainText('No answer on record that counts');

  const stockton = await findRow(page.request, practice, 'Stockton', 'access');
  await write(page.request, baseURL ?? '', `/programs/${practice}/letters`, stockton.version, {
    applicationId: (stockton as unknown as { subject: { id: string } }).subject.id,
    text: 'We answer.',
    receivedOn: '2017-08-25',
    counts: 'yes',
    answers: [{ condition: 'access', answer: 'yes' }],
  });
  await page.reload();
  await expect(page.getByRole('row', { name: /Stockton/ })).toContainText('Missing:');
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Send it again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Send a letter again' })).toBeVisible();
  await page.getByRole('button', { name: 'Choose none of them' }).click();
  await page.getByRole('checkbox', { name: /Baltimore/ }).check();
  await fillLetter(page, 'Third questions', '2017-09-20', '2017-10-06');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByRole('button', { name: 'Record as sent' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Third questions' })).toBeVisible();
  await page.getByRole('link', { name: 'Second questions' }).click();
  await expect(page.getByRole('row', { name: /Baltimore/ })).toContainText('Replaced by Third questions');

  await page
    .getByRole('row', { name: /Albuquerque/ })
    .getByRole('link', { name: 'Read' })
    .click();
  await expect(page.getByRole('article').getByRole('heading', { level: 1 })).toContainText('Albuquerque, NM');
  await expectAccessible(page);
  await expect(page.locator('footer')).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('link', { name: /Word/ })).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  await expect(page.locator('footer')).toBeHidden();
  await expect(page.getByRole('article').getByRole('listitem')).toHaveCount(2);
  await page.emulateMedia({ media: 'screen' });
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /Word/ }).click()]);
  expect(download.suggestedFilename()).toMatch(/^letter-2017-08-22-.*\.docx$/);
  const { value } = await mammoth.extractRawText({ buffer: await readFile(await download.path()) });
  expect(value).toContain('September 15, 2017');
});

test('by keyboard: choose by the filter, preview, record; then take it back', async ({ page, practice }) => {
  await page.goto(`/programs/${practice}/requests/new`);
  await page.getByRole('searchbox', { name: 'Filter the recipients' }).focus();
  await page.keyboard.type('stockton');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 of 4 chosen')).toBeVisible();
  await fillLetter(page, 'By keyboard', '2017-08-22', '2017-09-15');
  await page.getByLabel('Title').press('Enter');
  await expect(page.getByText('Nothing is recorded yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Record as sent' }).press('Enter');
  await expect(page.getByText('Recorded as sent.')).toBeVisible();
  await page.getByText('Record that it was rescinded').press('Enter');
  await page.getByLabel('Rescinded on').fill('2017-08-30');
  await page.getByRole('textbox', { name: 'Reason' }).fill('Sent in error.');
  await page.getByRole('button', { name: 'Record it' }).press('Enter');
  await expect(page.getByText('Rescinded August 30, 2017')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Recipients' })).toContainText('The letter was rescinded. No answer is asked for.');
  await expect(page.getByText('No answer on record that counts')).toHaveCount(0);
});

test('a template with an unknown field is refused by name and place, and nothing typed is lost', async ({ page, practice }) => {
  await page.goto(`/programs/${practice}/requests/templates`);
  const form = page.getByRole('form', { name: 'A new template' });
  await form.getByLabel('Name').fill('Short');
  await form.getByLabel('Letter').fill('Dear {{mayor}},\n\n{{questions}}');
  await form.getByRole('button', { name: 'Save the template' }).click();
  await expect(page.getByText('{{mayor}} is not a merge field (body, line 1, column 6).').first()).toBeVisible();
  await expect(form.getByLabel('Name')).toHaveValue('Short');
  await form.getByLabel('Letter').fill('Dear {{recipient}},\n\n{{questions}}');
  await form.getByRole('button', { name: 'Save the template' }).click();
  await expect(page.getByRole('heading', { name: 'Short, version 1' })).toBeVisible();
});

test('whether a letter counts is decided with a reason, and what was held before stays', async ({ page, practice }) => {
  await page.goto(`/programs/${practice}/requests/received`);
  const letter = page.getByRole('region', { name: /^Letter from Albuquerque/ }).first();
  await letter.getByText('Decide whether it counts').click();
  await letter.getByLabel('Does it count as an answer?').selectOption({ index: 1 });
  await letter.getByRole('textbox', { name: 'Reason' }).fill('It speaks to the first question only.');
  await letter.getByRole('button', { name: 'Record the decision' }).click();
  await expect(page.getByText('The decision is recorded.')).toBeVisible();
  await expect(page.getByText('It speaks to the first question only.')).toBeVisible();
});
