import { createElement } from 'react';
import { AppLink } from '#components/ui/app-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { AppError } from '#lib/domain/errors.ts';
import type { EvidenceView } from '#lib/domain/record.ts';
import type { Context } from '#lib/operations/context.ts';
import { type EvidencePreview, previewEvidence } from '#lib/operations/read-evidence-content.ts';

interface PreviewProps {
  context: Context;
  item: EvidenceView;
  /** Null: there is none. */
  version: number | null;
  page: number;
  /** This page with these parameters, on the day that it shows. */
  hrefOf: (more: Record<string, string>) => string;
}

/** What can be looked at without saving it: text, or pictures drawn anew from pixels. */
export async function Preview({ context, item, version, page, hrefOf }: PreviewProps) {
  if (version === null) return null;
  const preview = await previewOf(context, item.id, version);
  return (
    <Panel title={`Preview of version ${version}`} id="preview">
      {typeof preview === 'string' ? (
        <p className="muted">{preview}</p>
      ) : (
        <Shown preview={preview} item={item} version={version} page={page} hrefOf={hrefOf} />
      )}
    </Panel>
  );
}

/** A refusal is said in the panel: the rest of the page stands. */
async function previewOf(context: Context, id: string, version: number): Promise<EvidencePreview | string> {
  try {
    return await previewEvidence(context, id, version);
  } catch (error) {
    if (error instanceof AppError && ['forbidden', 'evidence_damaged', 'not_found'].includes(error.code)) return error.message;
    throw error;
  }
}

/** A plain picture: Next's component writes a style attribute, which the policy of the page forbids. */
function Shown({
  preview,
  item,
  version,
  page,
  hrefOf,
}: Omit<PreviewProps, 'context' | 'version'> & { preview: EvidencePreview; version: number }) {
  if (preview.kind === 'none') return <p className="muted">{preview.why}</p>;
  if (preview.kind === 'text') {
    return (
      <>
        <pre className="evidence-text">{preview.text}</pre>
        {preview.cut && <p className="muted small">The beginning. The rest is in the file.</p>}
      </>
    );
  }
  const number = Math.min(Math.max(page, 1), preview.pages);
  const other = (to: number) => `${hrefOf({ version: String(version), page: String(to) })}#preview`;
  return (
    <>
      {createElement('img', {
        className: 'evidence-page',
        src: `/api/v1/evidence/${item.id}/preview?version=${version}&page=${number}`,
        alt: `Page ${number} of ${preview.pages} of ${item.title}`,
        loading: 'lazy',
      })}
      {preview.pages > 1 && (
        <nav className="pagination" aria-label="Pages of the file">
          <span className="muted">
            Page {number} of {preview.pages}
          </span>
          {number > 1 && <AppLink href={other(number - 1)}>Page before</AppLink>}
          {number < preview.pages && <AppLink href={other(number + 1)}>Page after</AppLink>}
        </nav>
      )}
    </>
  );
}
