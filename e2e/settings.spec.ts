import { type APIRequestContext, type Browser, expect, type Page } from '@playwright/test';
import { signIn, test } from './fixtures.ts';

const PASSWORD = 'correct horse battery';

/** A browser of its own, signed in as an example account or as nobody. */
async function open(browser: Browser, baseURL: string | undefined, account?: 'Administrator' | 'Approver', path?: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
  if (account) await signIn(page, account, path);
  return page;
}

/** Invites somebody as the given role and returns the link. */
async function invite(admin: Page, slug: string, role: string): Promise<string> {
  await admin.goto(`/programs/${slug}/settings/members`);
  await admin.getByText('Invite a person').click();
  await admin.getByRole('checkbox', { name: new RegExp(`^${role}`) }).check();
  await admin.getByRole('button', { name: 'Make the link' }).click();
  return admin.getByRole('textbox', { name: 'The link' }).inputValue();
}

async function accept(page: Page, link: string, name: string, email: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password, again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Make my account' }).click();
}

const statusOf = async (request: APIRequestContext, path: string, token?: string): Promise<number> =>
  (await request.get(path, { headers: token ? { Authorization: `Bearer ${token}` } : {}, maxRedirects: 0 })).status();

test('a person is invited, accepts, works, gets another role, loses it, and is disabled', async ({ practice, browser, baseURL }) => {
  test.setTimeout(120_000);
  const admin = await open(browser, baseURL, 'Administrator');
  const link = await invite(admin, practice, 'Viewer');
  const person = await open(browser, baseURL);
  await person.goto(link);
  await expect(person.getByText('Ada Moss invites you to')).toBeVisible();
  const name = `Noor ${practice}`;
  await accept(person, link, name, `${practice}@example.gov`);
  await person.waitForURL((url) => url.pathname === `/programs/${practice}`);
  await expect(person.getByRole('link', { name: 'Record a letter' })).toHaveCount(0);
  // The link works once.
  const late = await open(browser, baseURL);
  await late.goto(link);
  await expect(late.getByRole('heading', { name: 'This invitation cannot be used' })).toBeVisible();

  await admin.goto(`/programs/${practice}/settings/members`);
  await admin.getByRole('link', { name }).click();
  await admin.getByLabel('Role', { exact: true }).selectOption('analyst');
  await admin.getByRole('button', { name: 'Give the role' }).click();
  await expect(admin.getByText('The role is given.')).toBeVisible();
  await person.reload();
  await expect(person.getByRole('link', { name: 'Record a letter' })).toHaveCount(1);
  await admin.getByRole('button', { name: `Take back Analyst from ${name}` }).click();
  await expect(admin.getByText('The role is taken back.')).toBeVisible();
  await person.reload();
  await expect(person.getByRole('link', { name: 'Record a letter' })).toHaveCount(0);

  expect(await statusOf(person.request, `/api/v1/programs/${practice}`)).toBe(200);
  await admin.getByRole('button', { name: 'Disable the account' }).click();
  await expect(admin.getByText('The account is disabled.')).toBeVisible();
  const since = Date.now();
  expect(await statusOf(person.request, `/api/v1/programs/${practice}`)).toBe(401);
  expect(Date.now() - since).toBeLessThan(1000);
  await person.reload();
  await expect(person).toHaveURL(/\/sign-in/);
  for (const page of [admin, person, late]) await page.context().close();
});

test('who comes second sees both sides and who was first', async ({ practice, browser, baseURL }) => {
  const admin = await open(browser, baseURL, 'Administrator');
  const link = await invite(admin, practice, 'Viewer');
  const person = await open(browser, baseURL);
  await accept(person, link, `Sami ${practice}`, `second-${practice}@example.gov`);
  await person.waitForURL((url) => url.pathname === `/programs/${practice}`);
  await admin.goto(`/programs/${practice}/settings/members`);
  await admin.getByRole('link', { name: `Sami ${practice}` }).click();
  await admin.waitForURL(/members\/.+/);
  const other = await open(browser, baseURL, 'Administrator', new URL(admin.url()).pathname);
  const button = (page: Page) => page.getByRole('button', { name: 'Disable the account' });
  await button(admin).click();
  await expect(admin.getByText('The account is disabled.')).toBeVisible();
  await button(other).click();
  await expect(other.getByText('This account is disabled already.')).toBeVisible();
  await expect(other.getByText(/^Ada Moss, /)).toBeVisible();
  await expect(other.getByText('You, not recorded')).toBeVisible();
  await other.getByRole('link', { name: 'Show what stands now' }).click();
  await expect(other.getByRole('button', { name: 'Enable the account' })).toBeVisible();
  for (const page of [admin, person, other]) await page.context().close();
});

test('a token is made, works, is revoked, and stops', async ({ page, practice, playwright, baseURL }) => {
  await page.goto(`/programs/${practice}/settings/tokens`);
  await page.getByText('Make a token').click();
  await page.getByRole('button', { name: 'Make the token' }).click();
  await expect(page.getByText('Nothing was recorded.')).toBeVisible();
  await page.getByLabel('Name').fill(`Import of ${practice}`);
  await page.getByRole('checkbox', { name: /^Analyst/ }).check();
  await page.getByRole('button', { name: 'Make the token' }).click();
  const token = await page.getByRole('textbox', { name: 'The token' }).inputValue();
  const machine = await playwright.request.newContext({ baseURL: baseURL ?? '' });
  expect(await statusOf(machine, `/api/v1/programs/${practice}`, token)).toBe(200);
  expect(await statusOf(machine, '/api/v1/programs/psp-2017', token)).toBe(404);
  expect(await statusOf(machine, `/api/v1/programs/${practice}`)).toBe(401);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'The token' })).toHaveCount(0);
  await page.getByRole('button', { name: `Revoke Import of ${practice}` }).click();
  await expect(page.getByText('The token is revoked.')).toBeVisible();
  expect(await statusOf(machine, `/api/v1/programs/${practice}`, token)).toBe(401);
  await machine.dispose();
});

test('without JavaScript a token is made, and a refusal keeps what was typed', async ({ practice, browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL ?? '', javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, 'Analyst', `/programs/${practice}/settings/tokens`);
  await page.getByText('Make a token').click();
  await page.getByLabel('Name').fill('x');
  await page.getByRole('checkbox', { name: /^Analyst/ }).uncheck();
  await page.getByRole('button', { name: 'Make the token' }).click();
  await expect(page.getByText('Nothing was recorded.')).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue('x');
  await page.getByRole('checkbox', { name: /^Analyst/ }).check();
  await page.getByRole('button', { name: 'Make the token' }).click();
  await expect(page.getByRole('textbox', { name: 'The token' })).toHaveValue(/^pvo_[0-9a-f]{12}_[0-9a-f]{64}$/);
  await context.close();
});

test('the two-person rule is proposed by one and approved by another', async ({ practice, browser, baseURL }) => {
  const path = `/programs/${practice}/settings/rules`;
  const admin = await open(browser, baseURL, 'Administrator', path);
  await admin.getByRole('button', { name: 'Propose to switch it off' }).click();
  await expect(admin.getByText('Say why, in a sentence')).toHaveCount(3);
  await admin.getByLabel('Reason').fill('One person works on this exercise.');
  await admin.getByRole('button', { name: 'Propose to switch it off' }).click();
  await expect(admin.getByText('You proposed this, so somebody else has to decide it.')).toBeVisible();
  await expect(admin.getByRole('button', { name: 'Approve', exact: true })).toHaveCount(0);
  const approver = await open(browser, baseURL, 'Approver', path);
  await expect(approver.getByText('One person works on this exercise.')).toBeVisible();
  await approver.getByRole('button', { name: 'Return to the proposer' }).click();
  await expect(approver.getByText('Say why, so that the proposer can go on.').first()).toBeVisible();
  await approver.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(approver.getByText('Approved. It is in effect.')).toBeVisible();
  await expect(approver.getByText('Off', { exact: true })).toBeVisible();
  const line = 'In this program one person may both propose and approve a finding.';
  await approver.goto(`/programs/${practice}`);
  await expect(approver.getByText(line)).toBeVisible();
  await approver.goto('/programs/psp-2017');
  await expect(approver.getByText(line)).toHaveCount(0);
  for (const page of [admin, approver]) await page.context().close();
});

test('one changes his own password; an administrator ends his session', async ({ practice, browser, baseURL }) => {
  const admin = await open(browser, baseURL, 'Administrator');
  const link = await invite(admin, practice, 'Viewer');
  const email = `password-${practice}@example.gov`;
  const person = await open(browser, baseURL);
  await accept(person, link, `Pat ${practice}`, email);
  await person.waitForURL((url) => url.pathname === `/programs/${practice}`);
  await person.getByRole('link', { name: `Pat ${practice}` }).click();
  await person.waitForURL('/account');
  await expect(person.getByText('This session', { exact: true })).toHaveCount(1);
  const fill = async (current: string) => {
    await person.getByLabel('Current password').fill(current);
    await person.getByLabel('New password', { exact: true }).fill(`${PASSWORD} 2`);
    await person.getByLabel('New password, again').fill(`${PASSWORD} 2`);
    await person.getByRole('button', { name: 'Change the password' }).click();
  };
  await fill('something else');
  await expect(person.getByText('The current password is wrong.').first()).toBeVisible();
  await fill(PASSWORD);
  await expect(person.getByText('The password is changed.')).toBeVisible();
  expect(await statusOf(person.request, `/api/v1/programs/${practice}`)).toBe(200);
  await admin.goto(`/programs/${practice}/settings/members`);
  await admin.getByRole('link', { name: `Pat ${practice}` }).click();
  await admin.getByRole('button', { name: /^End this session/ }).click();
  await expect(admin.getByText('Ended.')).toBeVisible();
  expect(await statusOf(person.request, `/api/v1/programs/${practice}`)).toBe(401);
  for (const page of [admin, person]) await page.context().close();
});

test('the settings of others are not offered, and refused when asked for', async ({ browser, baseURL }) => {
  const viewer = await open(browser, baseURL);
  await signIn(viewer, 'Viewer');
  await viewer.getByRole('link', { name: 'Settings' }).click();
  await viewer.waitForURL('/programs/psp-2017/settings/tokens');
  await expect(viewer.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Members' })).toHaveCount(0);
  expect((await viewer.goto('/programs/psp-2017/settings/members'))?.status()).toBe(403);
  await viewer.goto('/programs/psp-2017/settings/rules');
  await expect(viewer.getByRole('button', { name: /^Propose/ })).toHaveCount(0);
  await viewer.context().close();
});
