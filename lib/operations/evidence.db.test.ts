import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeLargeProgram } from '../../scripts/bench/large-program.ts';
import { addEvidenceVersion } from './add-evidence-version.ts';
import { approveFinding } from './approve-finding.ts';
import type { Context } from './context.ts';
import { decideEvidence } from './decide-evidence.ts';
import { addItem, makeDocx, makePdf, upload } from './evidence.fixture.ts';
import { getAssessmentPage } from './get-assessment-page.ts';
import { getEvidence } from './get-evidence.ts';
import { getEvidenceForm } from './get-evidence-form.ts';
import { getSummary } from './get-summary.ts';
import { linkEvidenceToAssessments } from './link-evidence-to-assessments.ts';
import { listAssessments } from './list-assessments.ts';
import { listEvidence } from './list-evidence.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { markPrivileged } from './mark-privileged.ts';
import { proposeFinding } from './propose-finding.ts';
import { drawEvidence, previewEvidence, readEvidenceContent } from './read-evidence-content.ts';
import { readEvidenceText } from './read-evidence-text.ts';
import { recordEvidence } from './record-evidence.ts';
import { recordStatus } from './record-status.ts';
import { sealEvidence } from './seal-evidence.ts';
import { supersedeEvidence } from './supersede-evidence.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
let slug: string;
beforeAll(async () => {
  world = await openWorld();
  ({ slug } = await makePracticeCopy(await world.as('analyst'), 'psp-2017'));
}, 60_000);
afterAll(() => world.close());

const access = (city: string) => world.row(slug, city, 'access');

async function underReview(city: string, condition = 'access') {
  const row = await world.row(slug, city, condition);
  if (row.status === 'under_review') return row;
  return recordStatus(await world.as('analyst'), row.id, row.version, {
    to: 'under_review',
    reason: 'Taken up.',
    details: { reminders: 'Two.' },
  });
}

test('the same file on many assessments of several programs is one file and one item', async () => {
  const analyst = await world.as('analyst');
  const { slug: other } = await makePracticeCopy(analyst, 'psp-2017');
  const file = await upload(analyst, 'What the county adopted.', 'adopted.txt');
  const row = await access('Stockton');
  const id = await addItem(analyst, slug, [row.id], { url: undefined, files: [file.ticket], title: undefined });
  const ids = (await listAssessments(analyst, other, { limit: 200 })).items.map((item) => item.id);
  expect((await linkEvidenceToAssessments(analyst, id, { assessmentIds: ids, pageReference: 'page 3' })).assessmentIds).toHaveLength(
    ids.length,
  );
  const page = await getEvidence(analyst, id);
  expect(page.evidence.title).toBe('adopted.txt');
  expect(page.links).toHaveLength(ids.length + 1);
  expect(new Set(page.links.map((link) => link.assessment.programSlug)).size).toBe(2);
  const { rows } = await world.owner.query('SELECT count(*)::int AS n FROM evidence_version WHERE sha256 = $1', [file.sha256]);
  expect(rows[0].n).toBe(1);
});

test('one file on five hundred assessments is stored once, and the form offers an assessment wherever it stands in the list', async () => {
  const analyst = await world.as('analyst');
  const large = await makeLargeProgram(world.owner, 500);
  const file = await upload(analyst, 'What five hundred rest on.', 'shared.txt');
  const { id: first } = await access('Stockton');
  const id = await addItem(analyst, slug, [first], { url: undefined, files: [file.ticket], title: undefined });
  await linkEvidenceToAssessments(analyst, id, { assessmentIds: large.ids });
  const { rows } = await world.owner.query(
    `SELECT (SELECT count(*)::int FROM evidence_link WHERE evidence_id = $1) AS links, (SELECT count(*)::int FROM evidence_version WHERE sha256 = $2) AS versions`,
    [id, file.sha256],
  );
  expect(rows[0]).toEqual({ links: 501, versions: 1 });
  const { offered, last } = await offeredIn(analyst, large.slug);
  expect(offered).not.toContain(last);
  expect((await getEvidenceForm(analyst, large.slug, last)).assessments[0]?.id).toBe(last);
});

/** The first assessments that the form of a program offers, and one that is not among them. */
async function offeredIn(context: Context, program: string): Promise<{ offered: string[]; last: string }> {
  const offered = (await getEvidenceForm(context, program)).assessments.map(({ id }) => id);
  const { rows } = await world.owner.query<{ id: string }>(
    'SELECT a.id FROM assessment a JOIN program p ON p.id = a.program_id WHERE p.slug = $1 AND a.id <> ALL($2) LIMIT 1',
    [program, offered],
  );
  return { offered, last: rows[0]?.id ?? '' };
}

test('a changed byte is shown as such, and the version before is still served', async () => {
  const analyst = await world.as('analyst');
  const row = await access('Stockton');
  const first = await upload(analyst, `First ${row.id}`, 'scan.txt');
  const id = await addItem(analyst, slug, [row.id], { url: undefined, files: [first.ticket] });
  const second = await upload(analyst, `Second ${row.id}`, 'scan.txt');
  await addEvidenceVersion(analyst, id, { files: [second.ticket], reason: 'A better scan.' });
  expect((await getEvidence(analyst, id)).versions.map((version) => version.check)).toEqual(['intact', 'intact']);
  const folder = join(tmpdir(), `proviso-files-${process.getuid?.() ?? 0}`);
  writeFileSync(join(folder, second.sha256.slice(0, 2), second.sha256), `Other  ${row.id}`);
  expect((await getEvidence(analyst, id)).versions.map((version) => version.check)).toEqual(['damaged', 'intact']);
  expect(await refusedWith(readEvidenceContent(analyst, id))).toBe('evidence_damaged');
  expect(await refusedWith(previewEvidence(analyst, id))).toBe('evidence_damaged');
  expect(Buffer.from((await readEvidenceContent(analyst, id, 1)).bytes).toString()).toBe(`First ${row.id}`);
  // Control: the right bytes again, and everything reads as before.
  await upload(analyst, `Second ${row.id}`, 'scan.txt');
  expect((await readEvidenceContent(analyst, id)).version).toBe(2);
});

test('text of PDF and DOCX is found, and pages are drawn anew', async () => {
  const analyst = await world.as('analyst');
  const row = await access('Stockton');
  const pdf = await upload(analyst, makePdf('Detainers are honored within forty-eight hours.'), 'policy.pdf');
  const docx = await upload(analyst, await makeDocx('Notification follows at booking.'), 'memo.docx');
  const broken = await upload(analyst, '%PDF-1.4\nnothing of a PDF\n%%EOF', 'broken.pdf');
  const { evidenceIds } = await recordEvidence(analyst, slug, {
    assessmentIds: [row.id],
    class: 'F',
    title: 'Papers',
    files: [pdf, docx, broken].map((file) => file.ticket),
  });
  while ((await readEvidenceText(world.db)) > 0);
  const found = async (q: string) => (await listEvidence(analyst, slug, { q })).items.map((item) => item.title);
  expect(await found('detainers honored')).toEqual(['Papers (policy.pdf)']);
  expect(await found('booking notification')).toEqual(['Papers (memo.docx)']);
  expect(await found('nowhere')).toEqual([]);
  const [pdfId = '', docxId = '', brokenId = ''] = evidenceIds;
  expect(await previewEvidence(analyst, pdfId)).toEqual({ kind: 'picture', pages: 1 });
  expect(
    Buffer.from(await drawEvidence(analyst, pdfId, null, 1))
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  expect(await refusedWith(drawEvidence(analyst, pdfId, null, 2))).toBe('not_found');
  expect(await previewEvidence(analyst, docxId)).toMatchObject({ kind: 'text', text: expect.stringContaining('booking') });
  expect((await getEvidence(analyst, brokenId)).versions[0]?.text).toBe('unreadable');
  expect((await previewEvidence(analyst, brokenId)).kind).toBe('none');
});

test('a rejection has a reason, outlives the proposal form, and is undone only with one', async () => {
  const analyst = await world.as('analyst');
  const row = await underReview('San Bernardino');
  const id = await addItem(analyst, slug, [row.id]);
  const decide = (decision: string, reason?: string) =>
    decideEvidence(analyst, row.id, { evidenceId: id, decision, ...(reason ? { reason } : {}) });
  expect(await refusedWith(decide('rejected'))).toBe('reason_required');
  expect((await decide('rejected', 'It is a draft.')).acceptance).toBe('rejected');
  expect(await refusedWith(proposeFinding(analyst, row.id, row.version, { to: 'met', reason: 'x', evidenceIds: [id] }))).toBe(
    'evidence_required',
  );
  expect(await refusedWith(decide('accepted'))).toBe('reason_required');
  const before = analyst.now();
  expect((await decide('accepted', 'The signed copy came.')).acceptance).toBe('accepted');
  const then = await getAssessmentPage(analyst, row.id, { knownAt: before });
  expect(then.evidence.find((item) => item.id === id)?.acceptance).toBe('rejected');
  expect((await getEvidence(analyst, id)).events.map((event) => event.kind)).toEqual([
    'evidence_added',
    'evidence_linked',
    'evidence_rejected',
    'evidence_accepted',
  ]);
  await proposeFinding(analyst, row.id, row.version, { to: 'met', reason: 'As it says.', evidenceIds: [id] });
});

test('a finding on superseded or sealed evidence reads so, in lists, on its page and in eligibility, at each moment', async () => {
  const analyst = await world.as('analyst');
  const row = await underReview('Albuquerque');
  const id = await addItem(analyst, slug, [row.id]);
  const added = analyst.now();
  const { proposal, assessment } = await proposeFinding(analyst, row.id, row.version, {
    to: 'not_met',
    reason: 'As it says.',
    evidenceIds: [id],
    details: { unmet: 'All.', objection: 'In writing.' },
  });
  const proposed = analyst.now();
  await approveFinding(await world.as('reviewer'), proposal.id, assessment.version, {});
  const flags = async () => (await access('Albuquerque')).flags;
  const notMet = async (moment = {}) => (await getSummary(analyst, slug, moment)).summary.eligibility.not_met;
  expect(await flags()).not.toContain('relies_on_stale_evidence');
  expect(await notMet()).toBe(1);
  expect(await refusedWith(supersedeEvidence(analyst, id, { reason: 'A new one.' }))).toBe('field_required');
  const before = analyst.now();
  expect((await supersedeEvidence(analyst, id, { reason: 'A new one.', seen: true })).reliedOnBy).toBe(1);
  const relied = async (knownAt: string) =>
    (await getEvidence(analyst, id, { moment: { asOf: knownAt, knownAt } })).reliances.map(({ kind, to }) => `${kind} ${to}`);
  expect(await relied(added)).toEqual([]);
  expect(await relied(proposed)).toEqual(['proposal not_met']);
  expect(await relied(before)).toEqual(['finding not_met']);
  expect(await flags()).toContain('relies_on_stale_evidence');
  expect((await listAssessments(analyst, slug, { flag: 'relies_on_stale_evidence' })).items.map((item) => item.id)).toEqual([row.id]);
  expect(await notMet()).toBe(0);
  expect(await notMet({ knownAt: before })).toBe(1);
  expect((await world.row(slug, 'Albuquerque', 'access', { knownAt: before })).flags).not.toContain('relies_on_stale_evidence');
  expect(await refusedWith(supersedeEvidence(analyst, id, { reason: 'Again.', seen: true }))).toBe('invalid_request');
});

test('what was sent in error is sealed: its digest stays, nobody but counsel reads it, nothing new rests on it', async () => {
  const analyst = await world.as('analyst');
  const row = await underReview('San Bernardino', 'notice');
  const file = await upload(analyst, 'Not meant for you.', 'wrong.txt');
  const id = await addItem(analyst, slug, [row.id], { url: undefined, files: [file.ticket] });
  while ((await readEvidenceText(world.db)) > 0);
  const search = async (role: 'analyst' | 'counsel') => (await listEvidence(await world.as(role), slug, { q: 'meant' })).items.length;
  expect(await search('analyst'), 'control').toBe(1);
  expect(await refusedWith(sealEvidence(await world.as('reviewer'), id, { reason: 'x' }))).toBe('forbidden');
  await sealEvidence(analyst, id, { reason: 'Sent by the wrong office.' });
  expect(await refusedWith(readEvidenceContent(analyst, id))).toBe('forbidden');
  expect(await refusedWith(readEvidenceContent(await world.as('auditor'), id))).toBe('forbidden');
  expect((await readEvidenceContent(await world.as('counsel'), id)).sha256).toBe(file.sha256);
  expect([await search('analyst'), await search('counsel')]).toEqual([0, 1]);
  const page = await getEvidence(analyst, id);
  expect(page.versions[0]).toMatchObject({ sha256: file.sha256, check: null });
  expect(page).toMatchObject({ sealedReason: 'Sent by the wrong office.', sealedBy: 'Test analyst' });
  expect(await refusedWith(proposeFinding(analyst, row.id, row.version, { to: 'met', reason: 'x', evidenceIds: [id] }))).toBe(
    'evidence_required',
  );
  expect(await refusedWith(linkEvidenceToAssessments(analyst, id, { assessmentIds: [row.id] }))).toBe('evidence_required');
  await expect(
    world.owner.query('UPDATE evidence SET sealed_at = NULL, sealed_by_id = NULL, sealed_reason = NULL WHERE id = $1', [id]),
  ).rejects.toThrow(/not taken off/);
});

test('of a privileged item others see class and date, and find nothing by its words', async () => {
  const analyst = await world.as('analyst');
  const row = await access('Stockton');
  const id = await addItem(analyst, slug, [row.id], {
    title: 'Advice on zebras',
    class: 'E',
    datedOn: '2017-08-01',
    url: undefined,
    text: 'Zebra after zebra.',
  });
  const titles = async (role: 'analyst' | 'counsel' | 'auditor', q?: string) =>
    (await listEvidence(await world.as(role), slug, q ? { q } : {})).items.filter((item) => item.id === id).map((item) => item.title);
  expect(await titles('analyst', 'zebra'), 'control').toEqual(['Advice on zebras']);
  expect(await refusedWith(markPrivileged(analyst, id, { privileged: true, reason: 'x' }))).toBe('forbidden');
  await markPrivileged(await world.as('counsel'), id, { privileged: true, reason: 'Between lawyer and client.' });
  expect([await titles('analyst'), await titles('analyst', 'zebra')]).toEqual([['Privileged item'], []]);
  expect([await titles('counsel', 'zebra'), await titles('auditor')]).toEqual([['Advice on zebras'], ['Advice on zebras']]);
  const page = await getEvidence(analyst, id);
  expect(JSON.stringify(page)).not.toMatch(/zebra|lawyer/i);
  expect(page.evidence).toMatchObject({ class: 'E', datedOn: '2017-08-01', readable: false });
  expect(JSON.stringify(await getAssessmentPage(analyst, row.id, {}))).not.toMatch(/zebra/i);
  expect(await refusedWith(readEvidenceContent(analyst, id))).toBe('forbidden');
});

test('items whose end is near or past are listed as such', async () => {
  const analyst = await world.as('analyst');
  const row = await access('Stockton');
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const soon = await addItem(analyst, slug, [row.id], { inForceTo: day(20) });
  const past = await addItem(analyst, slug, [row.id], { inForceTo: day(-3) });
  await addItem(analyst, slug, [row.id], { inForceTo: day(200) });
  const ids = async (state: 'expiring' | 'expired') => (await listEvidence(analyst, slug, { state })).items.map((item) => item.id);
  expect([await ids('expiring'), await ids('expired')]).toEqual([[soon], [past]]);
});

test('the list goes by pages and a cursor belongs to its filters', async () => {
  const analyst = await world.as('analyst');
  const all = (await listEvidence(analyst, slug, { limit: 200 })).items.map((item) => item.id);
  const paged: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page = await listEvidence(analyst, slug, { limit: 3, ...(cursor ? { cursor } : {}) });
    paged.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor ?? undefined;
  }
  expect(paged).toEqual(all);
  const { nextCursor } = await listEvidence(analyst, slug, { limit: 3 });
  expect(await refusedWith(listEvidence(analyst, slug, { limit: 3, class: 'B', cursor: nextCursor ?? '' }))).toBe('invalid_request');
});

test('a ticket is of its person, and only whole', async () => {
  const [analyst, reviewer] = [await world.as('analyst'), await world.as('reviewer')];
  const row = await access('Stockton');
  const { ticket } = await upload(analyst, 'Mine.', 'mine.txt');
  const body = { assessmentIds: [row.id], class: 'G', files: [ticket] };
  const old = await world.as('analyst', { now: new Date(Date.now() + 2 * 86_400_000).toISOString() });
  expect(await refusedWith(recordEvidence(reviewer, slug, body))).toBe('forbidden');
  expect(await refusedWith(recordEvidence(old, slug, body))).toBe('invalid_request');
  expect(await refusedWith(recordEvidence(analyst, slug, { ...body, files: [`x${ticket}`] }))).toBe('invalid_request');
  expect(await refusedWith(recordEvidence(analyst, slug, { ...body, issuerOrganizationId: row.id }))).toBe('invalid_request');
  expect((await recordEvidence(analyst, slug, body)).evidenceIds).toHaveLength(1);
});
