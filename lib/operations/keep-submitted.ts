/** Keeps what an organization handed in as evidence: its own words first, then each thing it enclosed. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { DraftItem } from '#lib/data/drafts.ts';
import { answerLabels } from '#lib/domain/answer.ts';
import { type ReceiptFacts, type ReceiptFile, receiptNumber } from '#lib/domain/receipt.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { localDateOf } from '#lib/domain/time.ts';
import { addEvidenceItem } from './add-evidence.ts';
import type { Context } from './context.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** The answers as they were given, so that their exact words have a digest of their own. */
function answersText(facts: ReceiptFacts): string {
  const parts = facts.answers.map(({ title, answer, words }) =>
    [`${title}: ${answerLabels[answer]}.`, ...(words === null ? [] : [words])].join('\n'),
  );
  return [...(facts.summary === null ? [] : [facts.summary]), ...parts].join('\n\n');
}

/** Returns what the receipt lists, the answers themselves first. */
export async function keepSubmitted(
  tx: pg.PoolClient,
  context: Context,
  submission: { program: ProgramView; organization: string; organizationId: string; items: DraftItem[] },
  facts: ReceiptFacts,
): Promise<ReceiptFile[]> {
  const { organization, organizationId } = submission;
  const today = localDateOf(context.now(), submission.program.zone);
  const text = answersText(facts);
  const title = `Answers of ${organization}, receipt ${receiptNumber(facts.receipt)}`;
  const known = { issuingBody: organization, receivedOn: today };
  // Its own words are the organization's statement; whose the enclosed things are, it alone knows.
  const evidenceId = await addEvidenceItem(tx, context, {
    title,
    class: 'G',
    text,
    datedOn: today,
    issuerOrganizationId: organizationId,
    ...known,
  });
  const files: ReceiptFile[] = [{ evidenceId, title, sha256: sha256(text), url: null }];
  for (const { title: name, class: kind, url, content, file } of submission.items) {
    const id = await addEvidenceItem(tx, context, {
      title: name,
      class: kind,
      url: url ?? undefined,
      text: content ?? undefined,
      file: file ?? undefined,
      receivedOn: today,
    });
    files.push({ evidenceId: id, title: name, sha256: file?.sha256 ?? (content === null ? null : sha256(content)), url });
  }
  return files;
}
