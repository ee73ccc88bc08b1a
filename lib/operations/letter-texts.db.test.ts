/** The words of letters: templates by version, and the Word document read back. */
import mammoth from 'mammoth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from './context.ts';
import { exportLetter } from './export-letter.ts';
import { getLetter } from './get-letter.ts';
import { listTemplates } from './list-templates.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { makePerson } from './people.fixture.ts';
import { letterTo, organizationsOf } from './requests.fixture.ts';
import { saveTemplate } from './save-template.ts';
import { sendRequest } from './send-request.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
let slug: string;
let analyst: Context;
let cities: Record<string, string>;
const ids = (...places: string[]) => places.map((place) => cities[place] ?? '');
beforeAll(async () => {
  world = await openWorld();
  analyst = await makePerson(world, 'Ana Analyst', ['analyst']);
  slug = (await makePracticeCopy(await world.as('analyst'), 'psp-2017')).slug;
  cities = await organizationsOf(analyst, slug);
});
afterAll(() => world.close());

describe('templates', () => {
  test('are saved by version, used by id, and keep what was sent', async () => {
    const text = { name: 'Short', subject: 'To {{applicant.name}}', body: 'Please answer.\n\n{{questions}}\n\n{{due.explained}}' };
    const first = await saveTemplate(analyst, slug, { ...text, version: 0 });
    expect(await refusedWith(saveTemplate(analyst, slug, { ...text, version: 0 }))).toBe('stale_version');
    const { requestId } = await sendRequest(analyst, slug, letterTo(ids('Baltimore'), { templateId: first.id }));
    const second = await saveTemplate(analyst, slug, { ...text, subject: 'Dear {{recipient}}', version: 1 });
    expect([first.version, second.version]).toEqual([1, 2]);
    expect((await getLetter(analyst, requestId, cities.Baltimore ?? '')).letter.subject).toBe('To Baltimore, MD');
    expect((await listTemplates(analyst, slug)).items.map(({ version, current }) => [version, current])).toEqual([
      [2, true],
      [1, false],
    ]);
    await expect(saveTemplate(analyst, slug, { ...text, body: '{{who}}', version: 2 })).rejects.toThrow(
      '{{who}} is not a merge field (body, line 1, column 1).',
    );
    expect(await refusedWith(saveTemplate(await world.as('viewer'), slug, { ...text, version: 2 }))).toBe('forbidden');
    expect(await refusedWith(listTemplates(await world.as('contributor'), slug))).toBe('forbidden');
  });
});

describe('the letter as a Word document', () => {
  test('read back, it has the heading, the numbered questions and hostile words as text', async () => {
    const hostile = '{{signer}} <script>alert(1)</script> \u0007 & "=1+1"';
    const body = letterTo(ids('Baltimore'), { recipients: [{ organizationId: cities.Baltimore, addressee: hostile }] });
    const { requestId } = await sendRequest(analyst, slug, body);
    const file = await exportLetter(analyst, requestId, cities.Baltimore ?? '');
    expect(file.filename).toMatch(/^letter-2017-08-22-[a-z0-9-]+\.docx$/);
    const { value: html } = await mammoth.convertToHtml({ buffer: Buffer.from(file.body) });
    expect(html).toContain('<h1>');
    expect(html).toContain('<ol><li>Is there a rule on access?</li><li>Is there a rule on notice?</li></ol>');
    expect(html).toContain('{{signer}} &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('Practice. Not the record.');
    const { value: text } = await mammoth.extractRawText({ buffer: Buffer.from(file.body) });
    expect(text).toContain('September 15, 2017');
  });
});
