import type { Browser, Page } from '@playwright/test';
import { type Account, expect, findRow, signIn, test, write } from './fixtures.ts';

const FINDING = {
  to: 'not_met',
  reason: 'The policy says so.',
  details: { unmet: 'All of it.', objection: 'In writing to the assessor within 30 days.' },
  newEvidence: { title: 'Jail policy', class: 'B', url: 'https://example.gov/policy', issuer: 'body_in_control' },
};

async function as(browser: Browser, baseURL: string | undefined, account: Account, path: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
  await signIn(page, account, path);
  return page;
}

async function proposed(page: Page, baseURL: string | undefined, practice: string): Promise<string> {
  const row = await findRow(page.request, practice, 'Baltimore', 'access');
  await write(page.request, baseURL ?? '', `/assessments/${row.id}/status`, row.version, { to: 'under_review', reason: 'Taken up.' });
  const taken = await findRow(page.request, practice, 'Baltimore', 'access');
  await write(page.request, baseURL ?? '', `/assessments/${row.id}/proposals`, taken.version, FINDING);
  return row.id;
}

test('an objection is recorded, decided by somebody without a part in the finding, and takes it back to review', async ({
  page,
  practice,
  browser,
  baseURL,
}) => {
  const id = await proposed(page, baseURL, practice);
  const path = `/assessments/${id}`;
  const reviewer = await as(browser, baseURL, 'Reviewer', path);
  await reviewer
    .getByRole('region', { name: 'Open proposal' })
    .getByRole('button', { name: /Approve/ })
    .click();
  await expect(reviewer.getByText('Recorded.')).toBeVisible();

  await page.goto(path);
  const panel = page.getByRole('region', { name: 'Objections and reconsideration' });
  await expect(panel.getByText('In writing to the assessor within 30 days.')).toBeVisible();
  await panel.getByText('Object or ask for reconsideration', { exact: true }).click();
  await panel.getByRole('radio', { name: 'Request for reconsideration' }).check();
  await panel.getByLabel('Grounds').fill('The State runs the jail.');
  await panel.getByRole('button', { name: 'Record it' }).click();
  await expect(page.getByText(/Nothing was recorded/)).toBeVisible();
  await expect(panel.getByLabel('Grounds')).toHaveValue('The State runs the jail.');
  await panel.getByLabel('What is asked for').fill('That the State be asked.');
  await panel.getByRole('button', { name: 'Record it' }).click();
  await expect(page.getByText('Recorded.')).toBeVisible();
  await expect(panel.getByText('The State runs the jail.')).toBeVisible();

  await reviewer.goto(path);
  const theirs = reviewer.getByRole('region', { name: 'Objections and reconsideration' });
  await theirs.getByRole('radio', { name: 'Dismissed' }).check();
  await theirs.getByLabel('Reason of the decision').fill('I stand by it.');
  await theirs.getByRole('button', { name: 'Record the decision' }).click();
  await expect(reviewer.getByText('somebody else has to decide on the dispute').first()).toBeVisible();

  const approver = await as(browser, baseURL, 'Approver', path);
  const decides = approver.getByRole('region', { name: 'Objections and reconsideration' });
  await decides.getByRole('radio', { name: 'Upheld', exact: true }).focus();
  await approver.keyboard.press('Space');
  await decides.getByLabel('Reason of the decision').fill('The State was not asked.');
  await decides.getByRole('button', { name: 'Record the decision' }).press('Enter');
  await expect(approver.getByText('Recorded.')).toBeVisible();
  await expect(approver.getByRole('listitem').getByText('Not met → Under review')).toBeVisible();
  expect((await findRow(page.request, practice, 'Baltimore', 'access')).status).toBe('under_review');
  await reviewer.context().close();
  await approver.context().close();
});

test('a reviewer returns a proposal with a comment, by keyboard', async ({ page, practice, browser, baseURL }) => {
  const id = await proposed(page, baseURL, practice);
  const reviewer = await as(browser, baseURL, 'Reviewer', `/assessments/${id}`);
  const panel = reviewer.getByRole('region', { name: 'Open proposal' });
  await panel.getByLabel('Comment').focus();
  await reviewer.keyboard.type('Ask the State first.');
  await reviewer.keyboard.press('Tab');
  await expect(panel.getByRole('button', { name: /Approve/ })).toBeFocused();
  await reviewer.keyboard.press('Tab');
  await expect(panel.getByRole('button', { name: /Return/ })).toBeFocused();
  await reviewer.keyboard.press('Enter');
  await expect(reviewer.getByText('Ask the State first.').first()).toBeVisible();
  await expect(panel).toBeHidden();
  await page.goto(`/assessments/${id}`);
  await expect(page.getByText('Ask the State first.').first()).toBeVisible();
  await reviewer.context().close();
});
