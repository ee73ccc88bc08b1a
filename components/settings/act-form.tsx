'use client';

import { type ReactNode, useActionState } from 'react';
import { AppLink } from '#components/ui/app-link.tsx';
import type { ButtonVariant } from '#components/ui/button.tsx';
import { ConflictSides } from '#components/ui/conflict-sides.tsx';
import { Details } from '#components/ui/details.tsx';
import { FormProblems } from '#components/ui/form-problems.tsx';
import type { FormAction, FormState } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { SecretBox } from './secret-box.tsx';

export interface ActFormProps {
  action: FormAction;
  idempotencyKey: string;
  /** What the form is about, sent as it is. */
  hidden?: Readonly<Record<string, string>> | undefined;
  /** Names the form for those who listen to the page; a form of one button needs none. */
  label?: string | undefined;
  /** This page as it stands now. */
  keepHref: string;
}

/** The frame of every form of the settings: what was refused, what others did first, and a secret that is shown once. */
export function ActForm({
  labels,
  fold,
  open = false,
  children,
  ...props
}: ActFormProps & {
  /** Names of the fields, for the list of what needs a look. */
  labels?: Record<string, string> | undefined;
  /** Folds the form away under these words until it is wanted; an answer opens it, with or without JavaScript. */
  fold?: string | undefined;
  /** Unfolded from the start. */
  open?: boolean | undefined;
  children: (state: FormState | null) => ReactNode;
}) {
  const [state, dispatch] = useActionState(props.action, null);
  const secret = state?.outcome === 'done' ? state.secret : undefined;
  const form = (
    <form action={dispatch} key={state?.attempt ?? 'first'} aria-label={props.label}>
      {secret ? <SecretBox {...secret} /> : <FormProblems state={state} labels={labels} />}
      {state?.conflict && <FirstNotice state={state} keepHref={props.keepHref} />}
      {Object.entries(props.hidden ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="idempotencyKey" value={state?.idempotencyKey ?? props.idempotencyKey} />
      {children(state?.outcome === 'done' ? null : state)}
    </form>
  );
  if (!fold) return form;
  return (
    <Details look="row" summary={fold} open={open || state !== null}>
      {form}
    </Details>
  );
}

/** Somebody else did this, or the opposite, first. There is nothing to put on top: the page as it stands now shows the rest. */
function FirstNotice({ state, keepHref }: { state: FormState; keepHref: string }) {
  if (!state.conflict) return null;
  return (
    <div className="conflict" role="alert">
      <h3>{state.title}</h3>
      <p>Nothing of yours was recorded. What you typed is still here.</p>
      <ConflictSides conflict={state.conflict} />
      <AppLink className="btn" href={keepHref}>
        Show what stands now
      </AppLink>
    </div>
  );
}

export interface ActButtonProps extends Omit<ActFormProps, 'label'> {
  children: ReactNode;
  variant?: ButtonVariant | undefined;
  /** Read out instead of the short word on the button, which it begins with, for example "Take back Analyst from Ana Ortiz". */
  says?: string | undefined;
}

/** One act with one press. */
export function ActButton({ children, variant = 'secondary', says, ...form }: ActButtonProps) {
  return (
    <ActForm {...form}>
      {() => (
        <SubmitButton variant={variant} small pendingLabel="Recording…" aria-label={says}>
          {children}
        </SubmitButton>
      )}
    </ActForm>
  );
}
