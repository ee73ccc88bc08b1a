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
  await page.goto(`/programs/${practice}/evidence/new?assessment=${row.id}`);
  await page.getByLabel('Note').fill('Handed over at the desk.');
  await page.getByRole('button', { name: /^Files/ }).focus();
  const chooser = page.waitForEvent('filechooser');
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
  await page.getByRole('button', { name: /^Files/ }).setInputFiles({ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<script>1</script>') });
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
