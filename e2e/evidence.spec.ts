import { makePdf } from '#lib/operations/evidence.fixture.ts';
import { expect, findRow, test, write } from './fixtures.ts';

const POLICY = { name: 'policy-4.1.pdf', mimeType: 'application/pdf', buffer: makePdf('Detainers are honored.') };

test('a policy is dropped on the form, accepted, and a finding rests on it', async ({ page, practice, baseURL }) => {
  const row = await findRow(page.request, practice, 'Stockton', 'access');
  await write(page.request, baseURL ?? '', `/assessments/${row.id}/status`, row.version, { to: 'under_review', reason: 'Taken up.' });
  await page.goto(`/assessments/${row.id}`);
  await page.getByText('Propose: met').first().click();
  await expect(page.getByText('Met needs accepted evidence of class A to F.')).toBeVisible();
  await page.getByRole('link', { name: 'Add evidence' }).click();
  await expect(page.getByRole('checkbox', { name: 'Stockton: Jail access' })).toBeChecked();
  const dropped = await page.evaluateHandle(
    ({ name, mimeType, bytes }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(bytes)], name, { type: mimeType }));
      return transfer;
    },
    { name: POLICY.name, mimeType: POLICY.mimeType, bytes: [...POLICY.buffer] },
  );
  await page.getByRole('group', { name: 'Files' }).dispatchEvent('drop', { dataTransfer: dropped });
  await expect(page.getByText(`Uploaded ${POLICY.name}.`)).toBeVisible();
  await page.getByLabel('Title').fill('Jail policy 4.1');
  await page.getByLabel('Class').selectOption('B');
  await page.getByLabel('Whose it is').selectOption('body_in_control');
  await page.getByRole('button', { name: 'Add evidence' }).click();
  await expect(page.getByRole('heading', { name: 'Jail policy 4.1', level: 1 })).toBeVisible();
  await expect(page.getByText('The stored bytes give this SHA-256, checked just now')).toBeVisible();
  await expect(page.getByText('Not scanned for viruses')).toBeVisible();
  await expect(page.getByRole('img', { name: 'Page 1 of 1 of Jail policy 4.1' })).toBeVisible();

  await page.goto(`/assessments/${row.id}`);
  await page.getByText('Accept or reject').click();
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(page.getByText('Recorded.')).toBeVisible();
  await page.getByText('Propose: met').first().click();
  await expect(page.getByText('Met needs accepted evidence')).toHaveCount(0);
  await page.getByRole('checkbox', { name: /Jail policy 4.1/ }).check();
  await page.getByRole('textbox', { name: 'Reason', exact: true }).first().fill('The policy says so.');
  await page.getByRole('button', { name: 'Propose: met' }).click();
  await expect(page.getByRole('region', { name: 'Open proposal' })).toBeVisible();
});

test('by keyboard: a file is chosen, and what is missing stays said with everything typed', async ({ page, practice }) => {
  const row = await findRow(page.request, practice, 'Stockton', 'access');
  // Asked for before the page opens: the browser takes a moment to hand its dialogs over, and a key pressed meanwhile opens its own.
  const chooser = page.waitForEvent('filechooser');
  await page.goto(`/programs/${practice}/evidence/new?assessment=${row.id}`);
  await page.getByLabel('Note').fill('Handed over at the desk.');
  await page.getByRole('button', { name: /^Files/ }).focus();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(POLICY);
  await expect(page.getByText(`Uploaded ${POLICY.name}.`)).toBeVisible();
  await page.getByRole('button', { name: 'Add evidence' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Choose the class.').first()).toBeVisible();
  await expect(page.getByText(POLICY.name)).toBeVisible();
  await expect(page.getByLabel('Note')).toHaveValue('Handed over at the desk.');
  await page.getByLabel('Class').selectOption('F');
  await page.getByRole('button', { name: 'Add evidence' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: POLICY.name, level: 1 })).toBeVisible();
  await page.getByText('Seal: sent in error').click();
  await page.getByRole('region', { name: 'What can be done' }).getByLabel('Reason').last().fill('The wrong desk.');
  await page.getByRole('button', { name: 'Seal', exact: true }).click();
  await expect(page.getByText('Sealed: sent in error').first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Download' })).toHaveCount(0);
});

test('what is not on the list is refused where it was dropped, and nothing typed is lost', async ({ page, practice }) => {
  await page.goto(`/programs/${practice}/evidence/new`);
  await page.getByLabel('Title').fill('A page');
  await page
    .getByRole('button', { name: /^Files/ })
    .setInputFiles({ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<script>1</script>') });
  await expect(page.getByText(/page.html: /)).toBeVisible();
  await expect(page.getByLabel('Title')).toHaveValue('A page');
});

test('without JavaScript a file is uploaded first and comes back to the form', async ({ browser, page, practice, baseURL }) => {
  const plain = await browser.newContext({
    baseURL: baseURL ?? '',
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const form = await plain.newPage();
  const row = await findRow(page.request, practice, 'Stockton', 'access');
  await form.goto(`/programs/${practice}/evidence/new?assessment=${row.id}`);
  await form.getByRole('button', { name: /^Files/ }).setInputFiles(POLICY);
  await form.getByRole('button', { name: 'Upload the chosen files first' }).click();
  await expect(form.getByText(POLICY.name)).toBeVisible();
  await form.getByLabel('Class').selectOption('B');
  await form.getByRole('button', { name: 'Add evidence' }).click();
  await expect(form.getByRole('heading', { name: POLICY.name, level: 1 })).toBeVisible();
  await plain.close();
});

test('a form is not sent while its file is on its way, and nothing typed is lost', async ({ page, practice }) => {
  const row = await findRow(page.request, practice, 'Stockton', 'access');
  await page.goto(`/programs/${practice}/evidence/new?assessment=${row.id}`);
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/upload/**', async (route) => {
    await held;
    await route.continue();
  });
  await page.getByLabel('Title').fill('A policy that takes its time');
  await page.getByLabel('Class').selectOption('B');
  await page.getByLabel('Citation').fill('Section 4.1');
  await page.getByRole('button', { name: /^Files/ }).setInputFiles(POLICY);
  await expect(page.getByText(`Uploading ${POLICY.name}.`)).toBeVisible();
  await page.getByRole('button', { name: 'Add evidence' }).click();
  await expect(page.getByText('Nothing was sent: a file is still being uploaded.')).toBeVisible();
  letGo();
  await expect(page.getByText(`Uploaded ${POLICY.name}.`)).toBeVisible();
  await expect(page.getByText('Nothing was sent')).toHaveCount(0);
  await page.getByRole('button', { name: 'Add evidence' }).click();
  await expect(page.getByRole('heading', { name: 'A policy that takes its time', level: 1 })).toBeVisible();
  await expect(page.getByText(POLICY.name)).toBeVisible();
});

test('without JavaScript a refused upload comes back with what is wrong, and a good one stays with every form', async ({
  browser,
  page,
  practice,
  baseURL,
}) => {
  const plain = await browser.newContext({
    baseURL: baseURL ?? '',
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const form = await plain.newPage();
  const row = await findRow(page.request, practice, 'Stockton', 'access');
  const places = [
    `/programs/${practice}/evidence/new`,
    `/programs/${practice}/letters/new`,
    `/programs/${practice}/deadlines?form=ask`,
    `/assessments/${row.id}`,
  ];
  for (const place of places) {
    await form.goto(`${place}${place.includes('?') ? '&' : '?'}problem=unsupported_media_type`);
    await expect(form.getByText('Nothing was uploaded: a file is not of a kind that is taken').first(), place).toBeAttached();
    await form.goto(`${place}${place.includes('?') ? '&' : '?'}problem=Call+555-0100`);
    await expect(form.getByText('555-0100'), place).toHaveCount(0);
  }
  await form.goto(`/programs/${practice}/deadlines?form=ask`);
  await form.getByRole('button', { name: /^File/ }).setInputFiles(POLICY);
  await form.getByRole('button', { name: 'Upload the chosen files first' }).click();
  await expect(form.getByText(POLICY.name)).toBeVisible();
  // Sent with the form itself: the refusal is the file's, and nothing else is said to be missing.
  await form.goto(`/programs/${practice}/evidence/new?assessment=${row.id}`);
  await form.getByLabel('Class').selectOption('B');
  await form
    .getByRole('button', { name: /^Files/ })
    .setInputFiles({ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<script>1</script>') });
  await form.getByRole('button', { name: 'Add evidence' }).click();
  await expect(form.getByText(/page.html: /).first()).toBeVisible();
  await expect(form.getByText('Choose the class.')).toHaveCount(0);
  await expect(form.getByText('Choose at least one assessment.')).toHaveCount(0);
  await plain.close();
});

test('the page of an item keeps the day it shows in every link', async ({ page, practice }) => {
  const row = await findRow(page.request, practice, 'Stockton', 'access');
  await page.goto(`/programs/${practice}/evidence/new?assessment=${row.id}`);
  await page.getByRole('button', { name: /^Files/ }).setInputFiles(POLICY);
  await expect(page.getByText(`Uploaded ${POLICY.name}.`)).toBeVisible();
  await page.getByLabel('Class').selectOption('B');
  await page.getByRole('button', { name: 'Add evidence' }).click();
  await expect(page.getByRole('heading', { name: POLICY.name, level: 1 })).toBeVisible();
  await page.goto(`${page.url().split('?')[0]}?asOf=2017-08-20`);
  const kept = /asOf=2017-08-20/;
  await expect(page.getByRole('link', { name: 'Preview' })).toHaveAttribute('href', kept);
  await expect(page.getByRole('link', { name: 'Stockton, Jail access' })).toHaveAttribute('href', kept);
  await page.goto(`/programs/${practice}/evidence?asOf=2017-08-20&class=B`);
  await expect(page.getByRole('link', { name: 'All evidence' })).toHaveAttribute('href', kept);
});
