import type { FormAction } from '#components/ui/form-state.ts';
import { Tag } from '#components/ui/tag.tsx';
import { ActButton } from './act-form.tsx';

export interface SessionRow {
  id: string;
  /** For example "Firefox on Linux". */
  browser: string;
  address: string | null;
  lastSeenText: string;
  sinceText: string;
  isThis: boolean;
  idempotencyKey: string;
}

export interface SessionListProps {
  sessions: readonly SessionRow[];
  /** Receives `principalId` and `sessionId`. */
  endAction: FormAction;
  /** Receives `principalId`; ends all but the one that asks. */
  endAllAction: FormAction;
  endAllLabel: string;
  idempotencyKey: string;
  principalId: string;
  keepHref: string;
}

/** Where somebody is signed in, with the way to end it there. */
export function SessionList(props: SessionListProps) {
  const { sessions, principalId, keepHref } = props;
  if (sessions.length === 0) return <p className="muted">Not signed in anywhere.</p>;
  const others = sessions.filter((session) => !session.isThis).length;
  return (
    <>
      <ul className="act-list">
        {sessions.map((session) => (
          <li key={session.id}>
            <div>
              <b>{session.browser}</b> {session.isThis && <Tag variant="accent">This session</Tag>}
              <span className="sub-line">
                Last seen {session.lastSeenText}
                {session.address && ` · from ${session.address}`} · since {session.sinceText}
              </span>
            </div>
            <ActButton
              action={props.endAction}
              idempotencyKey={session.idempotencyKey}
              hidden={{ principalId, sessionId: session.id }}
              keepHref={keepHref}
              says={`End this session: ${session.browser}, last seen ${session.lastSeenText}`}
            >
              End this session
            </ActButton>
          </li>
        ))}
      </ul>
      {others > 0 && (
        <ActButton action={props.endAllAction} idempotencyKey={props.idempotencyKey} hidden={{ principalId }} keepHref={keepHref}>
          {props.endAllLabel}
        </ActButton>
      )}
    </>
  );
}
