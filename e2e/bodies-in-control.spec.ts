import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { expect, findRow, signIn, test, write } from './fixtures.ts';
import { expectAccessible } from './page-checks.ts';

/** A county that does not exist. */
const COUNTY = 'Harlow County';
const CITIES = ['San Bernardino', 'Stockton'];

/** How a control is used: with the pointer, or with the keys alone. */
interface Hand {
  press(page: Page, control: Locator): Promise<void>;
  tick(page: Page, box: Locator): Promise<void>;
}
const mouse: Hand = { press: (_page, control) => control.click(), tick: (_page, box) => box.check() };
const keyboard: Hand = {
  async press(page, control) {
    await control.focus();
    await expect(control).toBeFocused();
    await page.keyboard.press('Enter');
  },
  async tick(page, box) {
    await box.focus();
    await page.keyboard.press('Space');
    await expect(box).toBeChecked();
  },
};

async function addCounty(page: Page, slug: string, hand: Hand): Promise<void> {
  await page.goto(`/programs/${slug}/operators`);
  await hand.press(page, page.locator('summary').filter({ hasText: 'Add an operator' }));
  await page.getByLabel('Or a new one: name').fill(`${COUNTY} ${slug}`);
  await page.getByLabel('Its level').selectOption('county');
  await hand.press(page, page.getByRole('button', { name: 'Add this operator' }));
  await expect(page.getByText('Recorded.')).toBeVisible();
  await hand.press(page, page.getByRole('link', { name: `${COUNTY} ${slug}` }));
  await hand.press(page, page.getByRole('button', { name: /Open an assessment: .*access/i }));
  await expect(page.getByText('Recorded.')).toBeVisible();
}

async function relyOnCounty(page: Page, slug: string, city: string, hand: Hand): Promise<void> {
  const row = await findRow(page.request, slug, city, 'access');
  await page.goto(`/assessments/${row.id}`);
  const panel = page.getByRole('region', { name: 'Whose finding this is' });
  await hand.press(page, panel.locator('summary').filter({ hasText: 'Record a reliance' }));
  await hand.tick(page, panel.getByRole('checkbox', { name: new RegExp(COUNTY) }));
  await panel.getByLabel('What it covers').fill('Everybody whom the city police arrest.');
  await panel.getByLabel('From').fill('2017-01-01');
  await hand.press(page, panel.getByRole('button', { name: 'Record the reliance' }));
  // Nothing is taken on somebody's word, and nothing typed is lost.
  await expect(panel.getByText(/A reliance rests on its agreement/).first()).toBeVisible();
  await expect(panel.getByLabel('What it covers')).toHaveValue('Everybody whom the city police arrest.');
  await panel.getByLabel('Or a new item: title').fill('Booking agreement');
  await panel.getByLabel('Its link').fill('https://example.gov/agreement');
  await hand.press(page, panel.getByRole('button', { name: 'Record the reliance' }));
  await expect(panel.getByText(/It takes the finding for Harlow County .* once there is one/)).toBeVisible();
}

const versionOf = async (request: APIRequestContext, id: string): Promise<number> =>
  ((await (await request.get(`/api/v1/assessments/${id}`)).json()) as { version: number }).version;

for (const [name, hand] of [
  ['mouse', mouse],
  ['keyboard', keyboard],
] as const) {
  test(`a county's policy arrives and two cities move, by ${name}`, async ({ page, practice, browser, baseURL }) => {
    test.setTimeout(150_000);
    await addCounty(page, practice, hand);
    const operatorPage = new URL(page.url()).pathname;
    const own = page.getByRole('table', { name: 'Its own assessments' });
    const assessment = (await own.getByRole('link', { name: 'Not started' }).getAttribute('href')) ?? '';
    const id = assessment.split('/').at(-1) ?? '';
    for (const city of CITIES) await relyOnCounty(page, practice, city, hand);

    await page.goto(operatorPage);
    const would = page.getByRole('table', { name: /What would change/ });
    for (const city of CITIES) await expect(would.getByRole('row', { name: new RegExp(`^${city}.*Partly met`) })).toBeVisible();
    await expectAccessible(page);

    // The policy arrives: an answer, a review, a proposal that rests on it.
    const origin = baseURL ?? '';
    await write(page.request, origin, `/assessments/${id}/status`, await versionOf(page.request, id), {
      to: 'submitted',
      reason: 'The policy of the county arrived.',
      details: { answer: 'yes' },
    });
    await write(page.request, origin, `/assessments/${id}/status`, await versionOf(page.request, id), {
      to: 'under_review',
      reason: 'Taken up.',
    });
    await write(page.request, origin, `/assessments/${id}/proposals`, await versionOf(page.request, id), {
      to: 'met',
      reason: 'The policy gives access.',
      newEvidence: { title: 'Jail access policy', class: 'B', url: 'https://example.gov/policy' },
    });
    const reviewer = await (await browser.newContext({ baseURL: origin })).newPage();
    await signIn(reviewer, 'Reviewer', `/assessments/${id}`);
    await hand.press(reviewer, reviewer.getByRole('region', { name: 'Open proposal' }).getByRole('button', { name: 'Approve' }));
    await expect(reviewer.getByText('Recorded.')).toBeVisible();
    await reviewer.context().close();

    await page.goto(`/programs/${practice}`);
    await expect(page.getByText(/Relies on Harlow County .*\./)).toHaveCount(CITIES.length);
    for (const city of CITIES) {
      const row = await findRow(page.request, practice, city, 'access');
      expect(row.status).toBe('met');
      await page.goto(`/assessments/${row.id}`);
      await expect(page.getByText(/The finding for Harlow County .*: met, taken from/)).toBeVisible();
      await expect(page.getByText(/→ Met, taken from an operator/)).toBeVisible();
      await expectAccessible(page);
    }
  });
}
