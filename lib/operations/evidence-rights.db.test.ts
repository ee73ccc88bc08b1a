import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Grant, Role } from '#lib/domain/permission.ts';
import type { Actor, Context } from './context.ts';
import { decideEvidence } from './decide-evidence.ts';
import { addItem } from './evidence.fixture.ts';
import { getDeadline } from './get-deadline.ts';
import { getEvidence } from './get-evidence.ts';
import { getTimeline } from './get-timeline.ts';
import { linkEvidenceToAssessments } from './link-evidence-to-assessments.ts';
import { listExtensions } from './list-extensions.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { markPrivileged } from './mark-privileged.ts';
import { readEvidenceContent } from './read-evidence-content.ts';
import { recordEvidence } from './record-evidence.ts';
import { requestExtension } from './request-extension.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

const counselRole: Grant = { role: 'counsel', programId: null, organizationId: null };

let world: World;
let slug: string;
beforeAll(async () => {
  world = await openWorld();
  ({ slug } = await makePracticeCopy(await world.as('analyst'), 'psp-2017'));
}, 60_000);
afterAll(() => world.close());

const access = (city: string) => world.row(slug, city, 'access');

test('nobody reads an item by linking it into a program where he may do more', async () => {
  const analyst = await world.as('analyst');
  const { slug: other } = await makePracticeCopy(analyst, 'psp-2017');
  const [here, there] = [await access('Stockton'), await world.row(other, 'Stockton', 'access')];
  const ids = await world.owner.query<{ slug: string; id: string }>('SELECT slug, id FROM program WHERE slug = ANY($1)', [[slug, other]]);
  const idOf = (name: string) => ids.rows.find((row) => row.slug === name)?.id ?? '';
  const reader = await world.as('reviewer');
  const actor = (first: Role, ...second: Role[]): Actor => ({
    ...(reader.actor as Actor),
    grants: [
      { role: first, programId: idOf(slug), organizationId: null },
      ...second.map((role) => ({ role, programId: idOf(other), organizationId: null })),
    ],
  });
  const low: Context = { ...reader, actor: actor('viewer', 'analyst', 'counsel') };
  const restricted = await addItem(analyst, slug, [here.id], { sensitivity: 'restricted', url: undefined, text: 'For those who decide.' });
  const privileged = await addItem(analyst, slug, [here.id], { url: undefined, text: 'Advice.' });
  await markPrivileged(await world.as('counsel'), privileged, { privileged: true, reason: 'Advice.' });
  for (const id of [restricted, privileged]) {
    expect(await refusedWith(linkEvidenceToAssessments(low, id, { assessmentIds: [there.id] }))).toBe('forbidden');
    expect(await refusedWith(decideEvidence(low, there.id, { evidenceId: id, decision: 'link' }))).toBe('forbidden');
    expect(await refusedWith(readEvidenceContent(low, id))).toBe('forbidden');
  }
  // Controls: what he may read he may share, and who may read it may share it with him.
  const open = await addItem(analyst, slug, [here.id], { url: undefined, text: 'For everybody here.' });
  await linkEvidenceToAssessments(low, open, { assessmentIds: [there.id] });
  await decideEvidence({ ...reader, actor: actor('analyst', 'analyst') }, there.id, { evidenceId: restricted, decision: 'link' });
  expect(Buffer.from((await readEvidenceContent(low, restricted)).bytes).toString()).toBe('For those who decide.');
});

test('a new item is marked as privileged only by those who may mark one', async () => {
  const analyst = await world.as('analyst');
  const { id } = await access('Stockton');
  const body = { assessmentIds: [id], class: 'E', title: 'Hidden', text: 'x', privileged: true };
  expect(await refusedWith(recordEvidence(analyst, slug, body))).toBe('forbidden');
  const both: Context = { ...analyst, actor: { ...(analyst.actor as Actor), grants: [...(analyst.actor?.grants ?? []), counselRole] } };
  const { evidenceIds } = await recordEvidence(both, slug, body);
  expect((await getEvidence(analyst, evidenceIds[0] ?? '')).evidence.title).toBe('Privileged item');
});

test('the title and the link of a privileged letter are only for those who may read it', async () => {
  const analyst = await world.as('analyst');
  const row = await access('Baltimore');
  const newEvidence = { title: 'Advice on zebras', class: 'G', url: 'https://example.gov/zebra' };
  await requestExtension(analyst, slug, {
    applicationIds: [row.subject.id],
    deadlineId: row.deadlineId,
    wantedOn: '2017-08-25',
    askedOn: '2017-08-15',
    reason: 'The council meets on August 22.',
    newEvidence,
  });
  const shown = async (context: Context) =>
    JSON.stringify([await listExtensions(context, slug), await getTimeline(context, slug, {}), await getDeadline(context, row.id)]);
  const asked = (await listExtensions(analyst, slug)).items[0]?.evidence[0];
  expect(await shown(analyst), 'control').toMatch(/zebra/i);
  const counsel = await world.as('counsel');
  await markPrivileged(counsel, asked?.id ?? '', { privileged: true, reason: 'Between lawyer and client.' });
  expect((await listExtensions(analyst, slug)).items[0]?.evidence).toEqual([{ id: asked?.id, title: 'Privileged item', url: null }]);
  expect(await shown(analyst)).not.toMatch(/zebra/i);
  expect(await shown(counsel)).toMatch(/zebra/i);
});
