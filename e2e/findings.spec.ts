import { expect, findRow, signIn, test, write } from './fixtures.ts';

/** A proposal of "unable to determine" on Baltimore's access, resting on the letter. */
test.beforeEach(async ({ page, practice, baseURL }) => {
  const row = await findRow(page.request, practice, 'Baltimore', 'access');
  await write(page.request, baseURL ?? '', `/assessments/${row.id}/status`, row.version, { to: 'under_review', reason: 'Taken up.' });
  await page.goto(`/assessments/${row.id}`);
  await page.getByText('Propose: unable to determine').first().click();
  await page
    .getByRole('textbox', { name: 'Reason', exact: true })
    .first()
    .fill('The reply says that the facility is not under its control.');
  await page.getByLabel('Why', { exact: false }).first().selectOption('outside_control');
  await page.getByLabel('What would settle it').fill('The policy of the State.');
  await page.getByRole('checkbox', { name: /Letter of the Baltimore/ }).check();
  await page.getByRole('button', { name: 'Propose: unable to determine' }).click();
  await expect(page.getByRole('region', { name: 'Open proposal' })).toBeVisible();
});

test('propose and approve in the practice copy', async ({ page, practice, browser, baseURL }) => {
  const row = await findRow(page.request, practice, 'Baltimore', 'access');
  await expect(page.getByText('Practice. Not the record.').first()).toBeVisible();
  await expect(page.getByText('You proposed this')).toBeVisible();
  const reviewer = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
  await signIn(reviewer, 'Reviewer', `/assessments/${row.id}`);
  await reviewer
    .getByRole('region', { name: 'Open proposal' })
    .getByRole('button', { name: /Approve/ })
    .click();
  await expect(reviewer.getByText('Recorded.')).toBeVisible();
  await expect(reviewer.getByRole('listitem').getByText('Under review → Unable to determine')).toBeVisible();
  expect((await findRow(page.request, practice, 'Baltimore', 'access')).status).toBe('unable_to_determine');
  await reviewer.context().close();
});

test('a reviewer returns a proposal with a comment, and never without one', async ({ page, practice, browser, baseURL }) => {
  const row = await findRow(page.request, practice, 'Baltimore', 'access');
  const reviewer = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
  await signIn(reviewer, 'Reviewer', `/assessments/${row.id}`);
  const panel = reviewer.getByRole('region', { name: 'Open proposal' });
  await panel.getByRole('button', { name: /Return/ }).click();
  await expect(reviewer.getByText(/Nothing was recorded/)).toBeVisible();
  await panel.getByLabel('Comment').fill('Ask the State first.');
  await panel.getByRole('button', { name: /Return/ }).click();
  await expect(reviewer.getByText('Ask the State first.').first()).toBeVisible();
  expect((await findRow(page.request, practice, 'Baltimore', 'access')).status).toBe('under_review');
  await reviewer.context().close();
});

test('a reviewer who decides on what changed meanwhile sees both, and decides on top', async ({ page, practice, browser, baseURL }) => {
  const row = await findRow(page.request, practice, 'Baltimore', 'access');
  const reviewer = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
  await signIn(reviewer, 'Reviewer', `/assessments/${row.id}`);
  const panel = reviewer.getByRole('region', { name: 'Open proposal' });
  await panel.getByLabel('Comment').fill('Read and agreed.');
  await page.getByLabel('Add a note').fill('The State has been asked.');
  await page.getByRole('button', { name: 'Save the note' }).click();
  await expect(page.getByText('The State has been asked.')).toBeVisible();
  await panel.getByRole('button', { name: 'Approve' }).click();
  await expect(panel.getByText('Somebody else changed this while you wrote')).toBeVisible();
  await expect(panel.getByText('Approve the proposal')).toBeVisible();
  await expect(panel.getByText(/Ana Ortiz/).first()).toBeVisible();
  expect((await findRow(page.request, practice, 'Baltimore', 'access')).status).toBe('under_review');
  await panel.getByRole('button', { name: 'Record mine on top' }).click();
  await expect(reviewer.getByText('Recorded.', { exact: true })).toBeVisible();
  expect((await findRow(page.request, practice, 'Baltimore', 'access')).status).toBe('unable_to_determine');
  await reviewer.context().close();
});
