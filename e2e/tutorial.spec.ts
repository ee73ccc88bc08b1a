/**
 * docs/tutorial.md as a test: its headings are the steps, in its order, and its pictures are taken here. With PROVISO_PICTURES they
 * are written to that folder, else beside the test's other results.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from '@playwright/test';
import { makePdf } from '#lib/operations/evidence.fixture.ts';
import { expect, findRow, signIn, test } from './fixtures.ts';

const TEXT = readFileSync(new URL('../docs/tutorial.md', import.meta.url), 'utf8');
const HEADINGS = [...TEXT.matchAll(/^## \d+\. (.+)$/gm)].map((match) => match[1] ?? '');
const PICTURES = [...TEXT.matchAll(/\(images\/tutorial\/([\w-]+)\.png\)/g)].map((match) => match[1] ?? '');
const COUNTY = 'Harlow County';
const CITIES = ['San Bernardino', 'Stockton'];

interface Tour {
  /** The analyst's page. */
  page: Page;
  browser: Browser;
  baseURL: string;
  slug: string;
  /** The county's assessment of jail access. */
  countyAssessment: string;
  taken: string[];
}

/**
 * A picture begins at the head of the page, where it says that it is practice, or it is not taken.
 * @param shown what has to be on it, however far down
 */
async function picture(tour: Tour, page: Page, name: string, shown?: Locator): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate(() => scrollTo(0, 0));
  const box = await shown?.boundingBox();
  if (box) await page.setViewportSize({ width: 1440, height: Math.max(900, Math.ceil(box.y + box.height + 24)) });
  await expect(page.getByText('Practice. Not the record.').first()).toBeInViewport();
  await page.screenshot({ path: join(process.env.PROVISO_PICTURES ?? 'test-results/tutorial', `${name}.png`) });
  tour.taken.push(name);
}

async function as(tour: Tour, account: 'Contributor' | 'Reviewer', path: string): Promise<Page> {
  const page = await (await tour.browser.newContext({ baseURL: tour.baseURL })).newPage();
  await signIn(page, account, path);
  return page;
}

async function makeCopy(tour: Tour): Promise<void> {
  const { page } = tour;
  await signIn(page, 'Analyst');
  await page.getByRole('button', { name: 'Make a practice copy' }).click();
  await page.waitForURL(/\/programs\/psp-2017-practice/);
  tour.slug = new URL(page.url()).pathname.split('/')[2] ?? '';
  await picture(tour, page, '1-practice-copy');
}

async function sendLetter(tour: Tour): Promise<void> {
  const { page, slug } = tour;
  await page.goto(`/programs/${slug}/requests`);
  await page.getByRole('link', { name: 'Send a letter' }).click();
  await page.getByRole('button', { name: 'Choose all shown' }).click();
  await page.getByLabel('Title').fill('Questions on jail access and notice');
  await page.getByLabel('Sent on').fill('2017-08-21');
  await page.locator('input[name=dueOn]').fill('2017-09-15');
  await page.getByLabel('Basis of the date').fill('As the letter says.');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText('Nothing is recorded yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Record as sent' }).click();
  await expect(page.getByText('Recorded as sent.')).toBeVisible();
  await picture(tour, page, '2-letter');
}

async function answerForCity(tour: Tour): Promise<void> {
  const page = await as(tour, 'Contributor', `/programs/${tour.slug}/organization`);
  await page.getByRole('link', { name: 'Answer', exact: true }).first().click();
  await page.getByRole('combobox', { name: 'Answer' }).first().selectOption('in_part');
  await page
    .getByRole('textbox', { name: /^In your words/ })
    .first()
    .fill('The city runs no jail. What it does itself is in the file.');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'practice.txt', mimeType: 'text/plain', buffer: Buffer.from('What the city does, for practice.') });
  await expect(page.getByText('Uploaded practice.txt.')).toBeVisible();
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await expect(page.getByText('The draft is saved. Nothing was sent.')).toBeVisible();
  await page.getByRole('button', { name: 'Submit to the funder' }).click();
  await expect(page.getByText('Submitted. This is your receipt.')).toBeVisible();
  await picture(tour, page, '3-receipt');
  await page.context().close();
}

async function giveMoreTime(tour: Tour): Promise<void> {
  const { page, slug } = tour;
  const row = await findRow(page.request, slug, 'Stockton', 'access');
  await page.goto(`/assessments/${row.id}`);
  await page.getByRole('link', { name: 'Ask for more time' }).click();
  await page.getByLabel('Until when').fill('2017-09-22');
  await page.getByLabel('Reason').fill('The council meets on September 19.');
  await page.getByRole('button', { name: 'Record the request' }).click();
  await expect(page.getByText('The request is recorded.')).toBeVisible();

  const reviewer = await as(tour, 'Reviewer', `/programs/${slug}/deadlines`);
  await reviewer.getByRole('link', { name: /^Decide: Until September 22, 2017/ }).click();
  await reviewer.getByText('Grant it').click();
  await reviewer.getByLabel('Reason').fill('One week, as asked.');
  await reviewer.getByLabel('Title').fill('Letter granting one week');
  await reviewer.getByLabel('Link').fill('https://example.gov/one-week');
  await reviewer.getByRole('button', { name: 'Record the decision' }).click();
  await expect(reviewer.getByText('Granted. The new date counts')).toBeVisible();
  await reviewer.context().close();

  await page.goto(`/assessments/${row.id}`);
  const panel = page.getByRole('region', { name: 'Deadline' });
  await expect(panel.getByText('Fri, Sep 22, 2017')).toBeVisible();
  await page.getByText('how this date came about').click();
  await picture(tour, page, '4-more-time', panel.getByText('granted on'));
}

async function nameCounty(tour: Tour): Promise<void> {
  const { page, slug } = tour;
  await page.goto(`/programs/${slug}/operators`);
  await page.locator('summary').filter({ hasText: 'Add an operator' }).click();
  await page.getByLabel('Or a new one: name').fill(COUNTY);
  await page.getByLabel('Its level').selectOption('county');
  await page.getByRole('button', { name: 'Add this operator' }).click();
  await page.getByRole('link', { name: COUNTY }).click();
  await page.getByRole('button', { name: /Open an assessment: .*access/i }).click();
  await expect(page.getByText('Recorded.')).toBeVisible();
  const operator = new URL(page.url()).pathname;
  const own = page.getByRole('table', { name: 'Its own assessments' });
  tour.countyAssessment = (await own.getByRole('link', { name: 'Not started' }).getAttribute('href')) ?? '';
  for (const city of CITIES) {
    await page.goto(`/assessments/${(await findRow(page.request, slug, city, 'access')).id}`);
    const panel = page.getByRole('region', { name: 'Whose finding this is' });
    await panel.locator('summary').filter({ hasText: 'Record a reliance' }).click();
    await panel.getByRole('checkbox', { name: new RegExp(COUNTY) }).check();
    await panel.getByLabel('What it covers').fill('Everybody whom the city police arrest.');
    await panel.getByLabel('From').fill('2017-01-01');
    await panel.getByLabel('Or a new item: title').fill('Booking agreement');
    await panel.getByLabel('Its link').fill('https://example.gov/agreement');
    await panel.getByRole('button', { name: 'Record the reliance' }).click();
    await expect(panel.getByText(/once there is one/)).toBeVisible();
  }
  await page.goto(operator);
  await picture(tour, page, '5-operator');
}

/** Takes the next step on the page of an assessment, with its fields. */
async function nextStep(page: Page, step: string, reason: string, fill: () => Promise<unknown> = async () => undefined): Promise<void> {
  await page.getByText(step).first().click();
  await fill();
  await page.getByRole('textbox', { name: 'Reason', exact: true }).first().fill(reason);
  await page.getByRole('button', { name: step, exact: true }).click();
  await expect(page.getByText('Recorded.').first()).toBeVisible();
}

async function addPolicy(tour: Tour): Promise<void> {
  const { page } = tour;
  await page.goto(tour.countyAssessment);
  await nextStep(page, 'Record an answer', 'The county answered.', () => page.getByLabel('What the response says').selectOption('yes'));
  await page.goto(tour.countyAssessment);
  await nextStep(page, 'Take under review', 'Taken up.');
  await page.goto(tour.countyAssessment);
  await page.getByText('Propose: met').first().click();
  await expect(page.getByText('Met needs accepted evidence of class A to F.')).toBeVisible();
  await page.getByRole('link', { name: 'Add evidence' }).first().click();
  await page.waitForURL(/\/evidence\/new/);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: 'jail-access.pdf',
      mimeType: 'application/pdf',
      buffer: makePdf('Jail access policy of Harlow County (practice).'),
    });
  await expect(page.getByText('Uploaded jail-access.pdf.')).toBeVisible();
  await page.getByLabel('Title').fill('Jail access policy');
  await page.getByLabel('Class').selectOption('B');
  await page.getByRole('button', { name: 'Add evidence' }).click();
  await expect(page.getByText('The stored bytes give this SHA-256, checked just now')).toBeVisible();
  const preview = page.getByRole('img', { name: 'Page 1 of 1 of Jail access policy' });
  await expect.poll(() => preview.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
  await picture(tour, page, '6-evidence', preview);
  await page.goto(tour.countyAssessment);
  await page.getByText('Accept or reject').click();
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(page.getByText('Recorded.').first()).toBeVisible();
}

async function propose(tour: Tour, reason: string): Promise<void> {
  const { page } = tour;
  await page.goto(tour.countyAssessment);
  await page.getByText('Propose: met').first().click();
  await page.getByRole('checkbox', { name: /Jail access policy/ }).check();
  await page.getByRole('textbox', { name: 'Reason', exact: true }).first().fill(reason);
  await page.getByRole('button', { name: 'Propose: met' }).click();
  await expect(page.getByRole('region', { name: 'Open proposal' })).toBeVisible();
}

async function decide(tour: Tour): Promise<void> {
  await propose(tour, 'The policy gives access.');
  const reviewer = await as(tour, 'Reviewer', tour.countyAssessment);
  const panel = reviewer.getByRole('region', { name: 'Open proposal' });
  await picture(tour, reviewer, '7-proposal', panel);
  await panel.getByLabel('Comment').fill('Say which section gives access.');
  await panel.getByRole('button', { name: /Return/ }).click();
  await expect(reviewer.getByText('Say which section gives access.').first()).toBeVisible();
  await propose(tour, 'Section 1 of the policy gives access at any hour.');
  await reviewer.goto(tour.countyAssessment);
  await panel.getByRole('button', { name: 'Approve' }).click();
  await expect(reviewer.getByText('Recorded.').first()).toBeVisible();
  await reviewer.context().close();
}

async function seeCities(tour: Tour): Promise<void> {
  const { page, slug } = tour;
  for (const city of CITIES) {
    const row = await findRow(page.request, slug, city, 'access');
    expect(row.status).toBe('met');
    await page.goto(`/assessments/${row.id}`);
    await expect(page.getByText(/The finding for Harlow County.*: met, taken from/)).toBeVisible();
  }
  await picture(tour, page, '8-city', page.getByRole('region', { name: 'Whose finding this is' }));
}

async function readTimeline({ page, slug, ...rest }: Tour): Promise<void> {
  await page.goto(`/programs/${slug}/reports`);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('list', { name: 'Downloads' }).getByRole('link', { name: /csv/i }).click(),
  ]);
  expect(readFileSync(await file.path(), 'utf8')).toContain('Practice. Not the record.');
  await page.goto(`/programs/${slug}/timeline?zoom=years`);
  await picture({ page, slug, ...rest }, page, '9-timeline');
}

const STEPS = [makeCopy, sendLetter, answerForCity, giveMoreTime, nameCounty, addPolicy, decide, seeCities, readTimeline];

test('the tutorial, from letters to findings', async ({ page, browser, baseURL }) => {
  test.setTimeout(240_000);
  expect(HEADINGS).toHaveLength(STEPS.length);
  const tour: Tour = { page, browser, baseURL: baseURL ?? '', slug: '', countyAssessment: '', taken: [] };
  for (const [index, walk] of STEPS.entries()) await test.step(HEADINGS[index] ?? '', () => walk(tour));
  expect(tour.taken).toEqual(PICTURES);
  for (const name of PICTURES) expect(existsSync(new URL(`../docs/images/tutorial/${name}.png`, import.meta.url)), name).toBe(true);
});
