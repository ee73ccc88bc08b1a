import { randomUUID } from 'node:crypto';
import { LinkForm, PrivilegeForm, SealForm, SupersedeForm, VersionForm } from '#components/evidence/evidence-acts.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { EvidencePage } from '#lib/operations/get-evidence.ts';
import { type EvidenceForm, getEvidenceForm } from '#lib/operations/get-evidence-form.ts';
import { mayDo, type PageView, type SearchParams } from '#lib/server/page.ts';
import { uploadReturn } from '#lib/server/upload-return.ts';
import {
  linkEvidenceAction,
  privilegeEvidenceAction,
  sealEvidenceAction,
  supersedeEvidenceAction,
  versionEvidenceAction,
} from '../../../../../_actions/evidence-actions.ts';

interface ActsProps {
  view: PageView;
  slug: string;
  data: EvidencePage;
  path: string;
  search: SearchParams;
}

/** What this person can do with the item; each operation asks again. */
export async function EvidenceActs({ view, slug, data, path, search }: ActsProps) {
  const { evidence: item } = data;
  const open = item.sealedAt === null;
  const current = open && item.supersededAt === null;
  const relied = data.reliances.length + data.hiddenReliances;
  const form = () => ({ evidenceId: item.id, keepHref: path, idempotencyKey: randomUUID() });
  const choices: EvidenceForm = mayDo(view, 'add_evidence') ? await getEvidenceForm(view.context, slug) : { assessments: [], items: [] };
  const linked = new Set(data.links.map((link) => link.assessmentId));
  const links = choices.assessments.filter((line) => !linked.has(line.id));
  const acts = [
    current && mayDo(view, 'accept_evidence') && (
      <VersionForm
        key="version"
        {...form()}
        action={versionEvidenceAction.bind(null, slug)}
        program={slug}
        uploaded={uploadReturn(search)}
      />
    ),
    open && links.length > 0 && <LinkForm key="link" {...form()} action={linkEvidenceAction.bind(null, slug)} assessments={links} />,
    current && mayDo(view, 'accept_evidence') && (
      <SupersedeForm
        key="supersede"
        {...form()}
        action={supersedeEvidenceAction.bind(null, slug)}
        relied={relied}
        others={choices.items.filter((other) => other.id !== item.id)}
      />
    ),
    open && mayDo(view, 'seal_evidence') && (
      <SealForm key="seal" {...form()} action={sealEvidenceAction.bind(null, slug)} relied={relied} />
    ),
    mayDo(view, 'mark_privileged') && (
      <PrivilegeForm key="privilege" {...form()} action={privilegeEvidenceAction.bind(null, slug)} privileged={item.privileged} />
    ),
  ].filter(Boolean);
  if (acts.length === 0) return null;
  return <Panel title="What can be done">{acts}</Panel>;
}
