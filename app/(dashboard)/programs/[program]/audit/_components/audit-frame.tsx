import type { ReactNode } from 'react';
import { type AuditKey, AuditNav } from '#components/audit/audit-nav.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { PageView } from '#lib/server/page.ts';
import { ProgramFrame } from '../../../../_components/program-frame.tsx';
import { auditPath } from './audit-words.ts';

export interface AuditFrameProps {
  view: PageView;
  current: AuditKey;
  path: string;
  params?: Record<string, string>;
  title: string;
  /** One or two sentences: what this page is for. */
  lead: ReactNode;
  children: ReactNode;
}

/** What the auditor's pages have in common: their place, their title, and the way to the others. */
export function AuditFrame({ view, current, path, params = {}, title, lead, children }: AuditFrameProps) {
  return (
    <ProgramFrame view={view} current="audit" path={path} params={params}>
      <PageHeader above={`${view.program.name} · Audit`} title={title}>
        <p>{lead}</p>
      </PageHeader>
      <AuditNav base={auditPath(view.program.slug)} current={current} momentQuery={view.momentQuery} />
      <div className="stack">{children}</div>
    </ProgramFrame>
  );
}
