/** What the operations on drafts have in common: their input, and the checks in their fixed order. */
import { z } from 'zod';
import type { Queryable } from '#lib/data/client.ts';
import { type Draft, type DraftOwner, findDraft } from '#lib/data/drafts.ts';
import { ANSWERS } from '#lib/domain/answer.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { EVIDENCE_CLASSES } from '#lib/domain/evidence-class.ts';
import { ticketInput } from './file-ticket.ts';

export const MAX_ITEMS = 50;

const words = (max: number, what: string) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max, `${what}: at most ${max.toLocaleString('en-US')} characters.`);

export const subjectInput = z.strictObject({ subjectId: z.string() });

export const draftInput = z
  .strictObject({
    subjectId: z.string(),
    authorName: words(200, 'The name is too long').optional(),
    summary: words(4000, 'The summary is too long').optional(),
    needsSignOff: z.boolean().default(false),
    answers: z
      .array(
        z.strictObject({
          condition: z.string().min(1).max(60),
          answer: z.enum(ANSWERS).optional(),
          words: words(20_000, 'The text is too long').optional(),
        }),
      )
      .max(100),
    /** Enclosed things to take out again. */
    removeItems: z.array(z.uuid()).max(MAX_ITEMS).optional(),
    addItem: z
      .strictObject({
        title: z.string().trim().min(1).max(300, 'The title is too long: at most 300 characters.').optional(),
        class: z.enum(EVIDENCE_CLASSES, { error: 'Say what kind of thing it is.' }),
        url: z
          .url({ protocol: /^https?$/, error: 'The link must begin with https:// or http://.' })
          .max(2000)
          .optional(),
        text: words(200_000, 'The text is too long').optional(),
        /** Of files that were uploaded. */
        files: z.array(ticketInput).min(1).max(MAX_ITEMS).optional(),
      })
      .refine((item) => [item.url, item.text, item.files].filter((given) => given !== undefined).length === 1, {
        path: ['url'],
        message: 'Give a link, a text or files, one of the three.',
      })
      .refine((item) => item.title !== undefined || item.files !== undefined, {
        path: ['title'],
        message: 'Give what you enclose a title.',
      })
      .optional(),
  })
  .refine((draft) => new Set(draft.answers.map((item) => item.condition)).size === draft.answers.length, {
    path: ['answers'],
    message: 'a condition is named twice',
  });
export type DraftInput = z.infer<typeof draftInput>;

/** @throws AppError `stale_version` with who changed it */
export function requireDraftVersion(draft: Draft, expected: number): void {
  if (draft.version === expected) return;
  throw new AppError('stale_version', 'Somebody of your organization changed this draft since you opened it. Nothing of yours was saved.', {
    current: { version: draft.version, status: 'draft', updatedAt: draft.updatedAt, updatedBy: draft.updatedBy },
  });
}

/** Locks the draft and compares versions. @throws AppError `not_found`, `stale_version` */
export async function lockDraft(tx: Queryable, owner: DraftOwner, expected: number): Promise<Draft> {
  const draft = await findDraft(tx, owner, true);
  if (!draft) throw notFound('The draft');
  requireDraftVersion(draft, expected);
  return draft;
}
