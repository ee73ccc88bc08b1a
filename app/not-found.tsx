import type { Metadata } from 'next';
import { Brand } from '#components/navigation/brand.tsx';
import { ButtonLink } from '#components/ui/button.tsx';

export const metadata: Metadata = { title: 'Not found' };

/** Missing, foreign, or not yet known at the day asked for: all look the same. */
export default function NotFoundPage() {
  return (
    <main className="sign-in-page">
      <Brand href="/" />
      <h1>There is nothing at this address</h1>
      <p className="mt-3">
        The address may be mistyped, or what it names is not open to you. If you were looking at an earlier day, it may not have been on
        record then: go back to today and try again.
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
