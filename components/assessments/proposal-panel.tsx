'use client';

import { useActionState } from 'react';
import { ExternalLink } from '#components/ui/app-link.tsx';
import { DescriptionList } from '#components/ui/description-list.tsx';
import { TextAreaField } from '#components/ui/form-fields.tsx';
import { FormProblems } from '#components/ui/form-problems.tsx';
import { type FormAction, fieldOf, typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import type { Status } from '#lib/domain/status.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import { StatusLabel } from './status-label.tsx';

export interface OpenProposal {
  id: string;
  to: Status;
  reason: string;
  proposedBy: string;
  /** For example "November 22, 2026, 3:10 PM Eastern". */
  proposedAtText: string;
  /** For example "August 14, 2017"; null: from the moment of approval. */
  effectiveText: string | null;
  /** What the move says beyond its reason. */
  details: readonly { term: string; detail: string }[];
  /** `label` for example "D · Signed certification of August 20, 2017". */
  evidence: readonly { id: string; label: string; url: string | null }[];
  /** What whoever decides should know: what would move with it, and what of the evidence no longer holds. */
  notes: readonly string[];
}

/** Fields sent: `assessmentId`, `proposalId`, `version`, `idempotencyKey`, `comment`, `decision` (`approve` or `return`). */
export interface ProposalPanelProps {
  proposal: OpenProposal;
  assessmentId: string;
  version: number;
  idempotencyKey: string;
  /** Null: this person may not decide it, and `blockedReason` says why. */
  action: FormAction | null;
  blockedReason?: string | undefined;
  /** This page as it stands now. */
  keepHref: string;
}

/** A finding or closure that one person proposed and another decides. */
export function ProposalPanel({ proposal, action, blockedReason, ...form }: ProposalPanelProps) {
  return (
    <section className="panel panel-padded panel-accent" id="proposal" aria-label="Open proposal">
      <p className="eyebrow">Proposed, not in effect</p>
      <h2 className="proposal-title">
        <StatusLabel status={proposal.to} large />
      </h2>
      <p className="muted small">
        {proposal.proposedBy}, {proposal.proposedAtText}
        {proposal.effectiveText && `; effective ${proposal.effectiveText}`}
      </p>
      <p className="quote">{proposal.reason}</p>
      <DescriptionList items={[...proposal.details, { term: 'Evidence', detail: <ProposalEvidence items={proposal.evidence} /> }]} />
      {proposal.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {action ? (
        <DecisionForm {...form} action={action} proposalId={proposal.id} />
      ) : (
        <p className="needs-other">{blockedReason ?? 'Another person decides this.'}</p>
      )}
    </section>
  );
}

type DecisionFormProps = Pick<ProposalPanelProps, 'assessmentId' | 'version' | 'idempotencyKey' | 'keepHref'> & {
  action: FormAction;
  proposalId: string;
};

function DecisionForm({ action, proposalId, assessmentId, version, idempotencyKey, keepHref }: DecisionFormProps) {
  const [state, dispatch] = useActionState(action, null);
  const conflict = state?.conflict;
  return (
    <form action={dispatch} key={state?.attempt ?? 'first'}>
      <FormProblems state={state} />
      <input type="hidden" name="assessmentId" value={assessmentId} />
      <input type="hidden" name="proposalId" value={proposalId} />
      <input type="hidden" name="version" value={conflict?.currentVersion ?? version} />
      <input type="hidden" name="idempotencyKey" value={state?.idempotencyKey ?? idempotencyKey} />
      {conflict && <input type="hidden" name="decision" value={typed(state, 'decision')} />}
      {conflict && <ConflictNotice conflict={conflict} keepHref={keepHref} />}
      <TextAreaField {...fieldOf(state, 'comment')} label="Comment" rows={2} />
      {!conflict && (
        <div className="row form-end">
          <SubmitButton name="decision" value="approve" pendingLabel="Recording…">
            Approve
          </SubmitButton>
          <SubmitButton name="decision" value="return" variant="secondary" pendingLabel="Recording…">
            Return to the proposer
          </SubmitButton>
        </div>
      )}
    </form>
  );
}

function ProposalEvidence({ items }: { items: OpenProposal['evidence'] }) {
  if (items.length === 0) return <span className="muted">None named</span>;
  return (
    <ul className="plain">
      {items.map((item) => (
        <li key={item.id}>
          <ExternalLink href={item.url}>{item.label}</ExternalLink>
        </li>
      ))}
    </ul>
  );
}
