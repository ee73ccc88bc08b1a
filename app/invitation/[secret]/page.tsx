import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { AcceptForm } from '#components/account/accept-form.tsx';
import { Brand } from '#components/navigation/brand.tsx';
import { ActButton } from '#components/settings/act-form.tsx';
import { roleHints } from '#components/settings/role-words.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { AppError } from '#lib/domain/errors.ts';
import { roleLabels } from '#lib/domain/permission.ts';
import { formatInstant } from '#lib/domain/time.ts';
import { getInvitation, type InvitationOffer } from '#lib/operations/get-invitation.ts';
import { requestContext } from '#lib/server/session.ts';
import { acceptAction, joinAction } from './actions.ts';

export const metadata: Metadata = { title: 'Invitation', robots: { index: false, follow: false } };

/** The page behind an invitation's link. It leads nowhere outside, so that the link stays with its reader. */
export default async function InvitationPage({ params }: { params: Promise<{ secret: string }> }) {
  const { secret } = await params;
  const context = await requestContext();
  const offer = await findOffer(secret);
  if (!offer) return <Closed />;
  const path = `/invitation/${secret}`;
  return (
    <main className="sign-in-page">
      <Brand href="/" />
      <h1>You are invited to Proviso</h1>
      <p className="mt-3">
        {offer.invitedBy ?? 'This installation'} invites you to <b>{offer.program ?? 'every program'}</b>
        {offer.organization && `, for ${offer.organization}`} as:
      </p>
      <ul className="bullets mt-3">
        {offer.roles.map((role) => (
          <li key={role}>
            <b>{roleLabels[role]}</b> <span className="muted">{roleHints[role]}</span>
          </li>
        ))}
      </ul>
      <p className="mt-3 muted small">The link works once, until {formatInstant(offer.expiresAt, 'UTC')}.</p>
      {context.actor ? (
        <Panel title={`You are signed in as ${context.actor.name}`} className="mt-5">
          <p className="muted">The roles are added to this account. To make another account, sign out first and open the link again.</p>
          <div className="form-end">
            <ActButton action={joinAction.bind(null, secret)} idempotencyKey={randomUUID()} keepHref={path} variant="primary">
              Add these roles to my account
            </ActButton>
          </div>
        </Panel>
      ) : (
        <Panel title="Make your account" className="mt-5">
          <p className="muted small">
            You have one here already?{' '}
            <ButtonLink small href={`/sign-in?returnTo=${encodeURIComponent(path)}`}>
              Sign in first
            </ButtonLink>
          </p>
          <AcceptForm action={acceptAction.bind(null, secret)} idempotencyKey={randomUUID()} keepHref={path} email={offer.email} />
        </Panel>
      )}
    </main>
  );
}

async function findOffer(secret: string): Promise<InvitationOffer | null> {
  try {
    return await getInvitation(await requestContext(), secret);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invitation_closed') return null;
    throw error;
  }
}

/** The same for a link that never was, ran out, was used or withdrawn. */
function Closed() {
  return (
    <main className="sign-in-page">
      <Brand href="/" />
      <h1>This invitation cannot be used</h1>
      <p className="mt-3">It may have run out, or been used or withdrawn. Ask whoever sent it for a new one.</p>
      <p className="row form-end">
        <ButtonLink variant="primary" href="/">
          Go to the first page
        </ButtonLink>
      </p>
    </main>
  );
}
