import { createHash } from 'node:crypto';
import type { Browser, Page } from '@playwright/test';
import { expect, findRow, practiceCopy, signIn, test } from './fixtures.ts';
import { expectAccessible, expectEachIdOnce, expectToFit } from './page-checks.ts';

/** Somebody of the city, in a browser of their own. */
async function contributorOf(browser: Browser, slug: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, 'Contributor', `/programs/${slug}/organization`);
  return page;
}

const answer = (page: Page) => page.getByRole('combobox', { name: 'Answer' });
const words = (page: Page) => page.getByRole('textbox', { name: /^In your words/ });

/** Names the body that is known to run the jail, as the answer to the first question. */
async function nameBody(page: Page): Promise<void> {
  const form = page.getByRole('form', { name: 'The jail is run by another body' });
  await page.getByText('The jail is run by another body').click();
  await form.getByRole('checkbox', { name: 'Jail access' }).check();
  await form.getByRole('radio').first().check();
  await form.getByRole('button', { name: 'Name this body' }).click();
}

test('a contributor answers and gets a receipt', async ({ practice, browser, page: analyst, baseURL }) => {
  const page = await contributorOf(browser, practice);
  await expect(page.getByRole('article', { name: 'Jail access' })).toContainText('Not answered');
  await page.getByRole('link', { name: 'Answer', exact: true }).click();
  await answer(page).first().selectOption('in_part');
  await words(page).first().fill('The city runs no jail; the county does.');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'policy.txt', mimeType: 'text/plain', buffer: Buffer.from('The policy, word for word.') });
  await expect(page.getByText('Uploaded policy.txt.')).toBeVisible();
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await expect(page.getByText('The draft is saved. Nothing was sent.')).toBeVisible();

  const row = await findRow(analyst.request, practice, 'Albuquerque', 'access');
  await analyst.goto(`/assessments/${row.id}`);
  await expect(analyst.getByText('The city runs no jail')).toHaveCount(0);

  await page.getByRole('button', { name: 'Submit to the funder' }).click();
  await expect(page.getByText('Submitted. This is your receipt.')).toBeVisible();
  const sheet = page.getByRole('region', { name: 'Receipt' });
  const digest = createHash('sha256').update('The policy, word for word.').digest('hex');
  expect((await sheet.innerText()).replaceAll(/\s/g, '')).toContain(digest);
  const receipt = new URL(page.url()).pathname;
  const text = await (await page.request.get(`${receipt}/text`)).text();
  await page.getByRole('textbox', { name: /^The text of the receipt/ }).fill(text);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByText('This receipt matches the record.')).toBeVisible();
  await page.getByRole('textbox', { name: /^The text of the receipt/ }).fill(text.replace('in part', 'yes'));
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByText('This receipt does not match the record.')).toBeVisible();

  await analyst.goto(`/assessments/${row.id}`);
  await expect(analyst.getByRole('heading', { name: 'To and fro with the organization' })).toBeVisible();
  await expect(analyst.getByText('The city runs no jail').first()).toBeVisible();
  expect((await analyst.request.get(`${baseURL}${receipt}/text`)).status()).toBe(200);
});

test('the same by keyboard', async ({ practice, browser }) => {
  const page = await contributorOf(browser, practice);
  await page.getByRole('link', { name: 'Answer', exact: true }).focus();
  await page.keyboard.press('Enter');
  await answer(page).first().focus();
  await page.keyboard.type('Yes');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Our policy says so.');
  await page.getByRole('button', { name: 'Save the draft' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('The draft is saved. Nothing was sent.')).toBeVisible();
  await page.getByRole('button', { name: 'Submit to the funder' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Receipt R-1' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Receipt' })).toContainText('Our policy says so.');
});

test('two people of one organization lose nothing when both save', async ({ practice, browser }) => {
  const page = await contributorOf(browser, practice);
  await page.getByRole('link', { name: 'Answer', exact: true }).click();
  await page.waitForURL(/\/answer/);
  const second = await page.context().newPage();
  await second.goto(page.url());
  await words(page).first().fill('The first one’s words.');
  await answer(page).first().selectOption('no');
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await expect(page.getByText('The draft is saved. Nothing was sent.')).toBeVisible();
  await words(second).first().fill('The second one’s words.');
  await second.getByRole('button', { name: 'Save the draft' }).click();
  const conflict = second.getByRole('alert').filter({ hasText: 'Both are shown' });
  await expect(conflict).toContainText('The first one’s words.');
  await expect(conflict).toContainText('The second one’s words.');
  await expect(words(second).first()).toHaveValue('The second one’s words.');
});

test('a draft is neither submitted nor said to be saved while its form holds more', async ({ practice, browser }) => {
  const page = await contributorOf(browser, practice);
  await page.getByRole('link', { name: 'Answer', exact: true }).click();
  await words(page).first().fill('Only words.');
  await page.getByRole('button', { name: 'Save the draft' }).click();
  const saved = page.getByText('The draft is saved. Nothing was sent.');
  await expect(saved).toBeVisible();
  const unsaved = page.getByText('You changed the answers since the draft was saved.');
  await expect(unsaved).toHaveCount(0);
  // The refusal names the question, leads to it, and is the only news.
  await page.getByRole('button', { name: 'Submit to the funder' }).click();
  await page.getByRole('link', { name: 'You wrote words to “Jail access” without choosing an answer.' }).click();
  await expect(answer(page).first()).toBeInViewport();
  await expect(saved).toBeHidden();
  await answer(page).first().selectOption('no');
  await expect(unsaved).toBeVisible();
  await page.getByRole('button', { name: 'Submit to the funder' }).click({ force: true });
  await expect(answer(page).first()).toHaveValue('no');
  expect(page.url()).toContain('/organization/answer');
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await expect(unsaved).toHaveCount(0);
  await page.getByRole('button', { name: 'Submit to the funder' }).click();
  await expect(page.getByRole('heading', { name: 'Receipt R-1' })).toBeVisible();
});

test('naming a body needs the questions and the body chosen', async ({ practice, browser }) => {
  const page = await contributorOf(browser, practice);
  await page.getByText('The jail is run by another body').click();
  const form = page.getByRole('form', { name: 'The jail is run by another body' });
  await form.getByRole('button', { name: 'Name this body' }).click();
  await expect(form.getByRole('link', { name: 'Choose at least one question.' })).toBeVisible();
  await form.getByRole('checkbox', { name: 'Jail access, not answered yet' }).check();
  await form.getByRole('button', { name: 'Name this body' }).click();
  await expect(form.getByRole('link', { name: /Choose the body that runs the jail, or name it/ })).toBeVisible();
});

test('a question asked back is answered, and a body named is passed on', async ({ practice, browser, page: analyst }) => {
  const page = await contributorOf(browser, practice);
  const card = page.getByRole('article', { name: 'Jail access' });
  await card.getByText('Ask what is meant').click();
  await card.getByRole('textbox', { name: /^What you want to know/ }).fill('Does “jail” include the county’s?');
  await card.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(page.getByText('Your question was sent.')).toBeVisible();
  await nameBody(page);
  await expect(page.getByText('Submitted. This is your receipt.')).toBeVisible();

  const row = await findRow(analyst.request, practice, 'Albuquerque', 'access');
  await analyst.goto(`/assessments/${row.id}`);
  await analyst.getByRole('textbox', { name: /^What is meant/ }).fill('Any facility that holds your arrested people.');
  await analyst.getByRole('button', { name: 'Say what is meant' }).click();
  await expect(analyst.getByText('Recorded.', { exact: true })).toBeVisible();
  await analyst.getByText('Pass the question on').click();
  await analyst.getByLabel('Answer due').fill('2030-01-15');
  await analyst.getByRole('button', { name: 'Pass it on' }).click();
  await expect(analyst.getByRole('link', { name: 'Its own assessment' })).toBeVisible();
  await page.goto(`/programs/${practice}/organization`);
  await expect(card).toContainText('Any facility that holds your arrested people.');
});

test('what was sent in error is recalled', async ({ practice, browser }) => {
  const page = await contributorOf(browser, practice);
  await nameBody(page);
  await page.getByText('Recall: sent in error').click();
  await page.getByRole('textbox', { name: /^Why it is recalled/ }).fill('It went out before counsel saw it.');
  await page.getByRole('button', { name: 'Recall it' }).click();
  await expect(page.getByText('It went out before counsel saw it.')).toBeVisible();
  await page.goto(`/programs/${practice}/organization`);
  await expect(page.getByRole('article', { name: 'Jail access' })).toContainText('Waits for you');
});

test('without JavaScript an answer is saved and submitted too', async ({ practice, browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, 'Contributor', `/programs/${practice}/organization/answer`);
  await answer(page).first().selectOption('declined');
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await page.getByRole('button', { name: 'Submit to the funder' }).click();
  await expect(page.getByRole('heading', { name: 'Receipt R-1' })).toBeVisible();
});

test('the pages of an organization are sound: axe in both themes, both widths, ids', async ({ page: analyst, browser, baseURL }) => {
  test.setTimeout(120_000);
  await signIn(analyst, 'Analyst');
  const slug = await practiceCopy(analyst.request, baseURL ?? '');
  const page = await contributorOf(browser, slug);
  await nameBody(page);
  await expect(page.getByText('Submitted. This is your receipt.')).toBeVisible();
  const receipt = new URL(page.url()).pathname;
  for (const address of [`/programs/${slug}/organization`, `/programs/${slug}/organization/answer`, receipt]) {
    await page.goto(address);
    for (const fold of await page.locator('summary').all()) if (await fold.isVisible()) await fold.click();
    await expectEachIdOnce(page);
    await expectToFit(page);
    await expectAccessible(page);
  }
});
