import type { Metadata } from 'next';
import { Brand } from '#components/navigation/brand.tsx';
import { ButtonLink } from '#components/ui/button.tsx';

export const metadata: Metadata = { title: 'Not allowed' };

/** The reader has a role here, but not the one this needs. */
export default function ForbiddenPage() {
  return (
    <main className="sign-in-page">
      <Brand href="/" />
      <h1>Your roles do not allow this</h1>
      <p className="mt-3">
        You may read this program, but this page or act needs another role in it. An administrator of the program can give it to you.
      </p>
      <p className="mt-3 muted">Nothing was changed.</p>
      <p className="row form-end">
        <ButtonLink variant="primary" href="/">
          Go to the first page
        </ButtonLink>
        <ButtonLink href="/programs">All programs</ButtonLink>
      </p>
    </main>
  );
}
