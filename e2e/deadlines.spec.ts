import type { Browser, Page } from '@playwright/test';
import { expect, findRow, signIn, test } from './fixtures.ts';

async function as(browser: Browser, baseURL: string | undefined, account: 'Reviewer' | 'Counsel', path: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
  await signIn(page, account, path);
  return page;
}

/** Tabs on until the control of this name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 90; presses += 1) {
    await page.keyboard.press('Tab');
    const label = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return '';
      const labels =
        element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement
          ? [...(element.labels ?? [])]
          : [];
      return element.getAttribute('aria-label') ?? (labels.map((one) => one.innerText).join(' ') || element.innerText);
    });
    if (typeof name === 'string' ? label.trim() === name || label.startsWith(`${name}\n`) : name.test(label)) return;
  }
  throw new Error(`Nothing named ${name} takes the focus.`);
}

test('extend by a week with a letter', async ({ page, practice, browser, baseURL }) => {
  const row = await findRow(page.request, practice, 'Stockton', 'access');
  await page.goto(`/assessments/${row.id}`);
  await page.getByRole('link', { name: 'Ask for more time' }).click();
  await expect(page.getByRole('checkbox', { name: 'Stockton, CA' })).toBeChecked();
  await page.getByLabel('Until when').fill('2017-08-25');
  await page.getByLabel(/^Asked on/).fill('2017-08-15');
  await page.getByLabel('Reason').fill('The council meets on August 22.');
  await page.getByRole('button', { name: 'Record the request' }).click();
  await expect(page.getByText('The request is recorded.')).toBeVisible();
  await page.goto(`/assessments/${row.id}`);
  await expect(page.getByText('More time asked for, until August 25, 2017: not decided.')).toBeVisible();

  const reviewer = await as(browser, baseURL, 'Reviewer', `/programs/${practice}/deadlines`);
  await reviewer.getByRole('link', { name: /^Decide: Until August 25, 2017, for Stockton/ }).click();
  await reviewer.getByText('Grant it').click();
  await expect(reviewer.getByLabel('New date')).toHaveValue('2017-08-25');
  await reviewer.getByLabel(/^Decided on/).fill('2017-08-17');
  await reviewer.getByLabel('Title').fill('Letter granting one week');
  await reviewer.getByLabel('Link').fill('https://example.gov/one-week');
  await reviewer.getByRole('button', { name: 'Record the decision' }).click();
  // Nothing typed is lost when something is missing.
  await expect(reviewer.getByText(/Nothing was recorded/)).toBeVisible();
  await expect(reviewer.getByLabel('Title')).toHaveValue('Letter granting one week');
  await reviewer.getByLabel('Reason').fill('One week, as asked.');
  await reviewer.getByRole('button', { name: 'Record the decision' }).click();
  await expect(reviewer.getByText('Granted. The new date counts')).toBeVisible();
  await reviewer.context().close();

  await page.goto(`/assessments/${row.id}`);
  await expect(page.getByRole('region', { name: 'Deadline' }).getByText('Fri, Aug 25, 2017')).toBeVisible();
  await page.getByText('how this date came about').click();
  await expect(page.getByText('An extension to August 25, 2017 was granted on August 17, 2017.')).toBeVisible();
  const letter = page.getByRole('region', { name: 'More time and orders' }).getByRole('link', { name: 'Letter granting one week' });
  await expect(letter).toHaveAttribute('href', new RegExp(`^/programs/${practice}/evidence/`));
  // As it was before the decision, and as it was on the day after the first date.
  await page.goto(`/assessments/${row.id}?asOf=2017-08-16`);
  await expect(page.getByRole('region', { name: 'Deadline' }).getByText('Fri, Aug 18, 2017')).toBeVisible();
  await page.goto(`/programs/${practice}?asOf=2017-08-19&flag=no_answer_found`);
  await expect(page.getByRole('rowheader', { name: /Albuquerque/ })).toBeVisible();
  await expect(page.getByRole('rowheader', { name: /Stockton/ })).toHaveCount(0);
  await page.goto(`/programs/${practice}/timeline`);
  await expect(page.getByText(/More time granted, until Aug 25, 2017/).first()).toBeAttached();
});

test('extend by a week with a letter, by keyboard', async ({ page, practice, browser, baseURL }) => {
  await page.goto(`/programs/${practice}/deadlines?form=ask`);
  await tabTo(page, 'Stockton, CA');
  await page.keyboard.press('Space');
  await tabTo(page, 'Until when');
  await page.keyboard.type('08252017');
  await tabTo(page, 'Reason');
  await page.keyboard.type('The council meets on August 22.');
  await tabTo(page, 'Record the request');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The request is recorded.')).toBeVisible();

  const reviewer = await as(browser, baseURL, 'Reviewer', `/programs/${practice}/deadlines`);
  await tabTo(reviewer, /^Decide: Until August 25, 2017/);
  await reviewer.keyboard.press('Enter');
  await expect(reviewer.getByRole('form', { name: 'Decide on more time' })).toBeVisible();
  await tabTo(reviewer, /^Grant it/);
  await reviewer.keyboard.press('Space');
  await tabTo(reviewer, 'Reason');
  await reviewer.keyboard.type('One week, as asked.');
  await tabTo(reviewer, 'Title');
  await reviewer.keyboard.type('Letter granting one week');
  await tabTo(reviewer, 'Link');
  await reviewer.keyboard.type('https://example.gov/one-week');
  await tabTo(reviewer, 'Record the decision');
  await reviewer.keyboard.press('Enter');
  await expect(reviewer.getByText('Granted. The new date counts')).toBeVisible();
  await reviewer.context().close();
  const row = await findRow(page.request, practice, 'Stockton', 'access');
  const response = await page.request.get(`/api/v1/assessments/${row.id}/deadline`);
  expect(await response.json()).toMatchObject({ dueOn: '2017-08-25', moved: true, extensions: [{ state: 'granted' }] });
});

test('an order suspends the deadline, and its end moves it', async ({ page, practice, browser, baseURL }) => {
  const counsel = await as(browser, baseURL, 'Counsel', `/programs/${practice}/orders`);
  await counsel.getByRole('link', { name: 'Record an order' }).click();
  await counsel.getByLabel('Court').fill('Example District Court');
  await counsel.getByLabel('Docket').fill('00-cv-1');
  await counsel.getByLabel('Title').first().fill('Order of the test');
  await counsel.getByLabel('What it does').selectOption('suspends_deadline');
  await counsel.getByLabel('Decided on').fill('2017-08-10');
  await counsel.getByLabel('What it says').fill('It suspends the deadline.');
  await counsel.getByRole('button', { name: 'Record the order' }).click();
  await expect(counsel.getByText('The order is recorded.')).toBeVisible();
  const row = await findRow(page.request, practice, 'Stockton', 'access');
  await page.goto(`/assessments/${row.id}?asOf=2017-08-20`);
  await expect(page.getByText('Stands still: an order suspends it.')).toBeVisible();
  await expect(page.getByText('Suspended: an order holds the deadline').first()).toBeVisible();
  await counsel.getByRole('link', { name: /^Record the end of/ }).click();
  await counsel.getByLabel('No longer in force from').fill('2017-08-24');
  await counsel.getByLabel('Reason').fill('The court lifted it.');
  await counsel.getByRole('button', { name: 'Record its end' }).click();
  await expect(counsel.getByText('Its end is recorded.')).toBeVisible();
  await counsel.context().close();
  await page.goto(`/assessments/${row.id}?asOf=2017-08-25`);
  await expect(page.getByRole('region', { name: 'Deadline' }).getByText('Fri, Sep 1, 2017')).toBeVisible();
  await expect(page.getByText('Suspended: an order holds the deadline')).toHaveCount(0);
});
