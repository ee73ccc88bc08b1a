import { Button } from '#components/ui/button.tsx';

export interface FaultReportProps {
  error: Error & { digest?: string };
  /** Asks for the page again. */
  retry: () => void;
}

/** Says what happened, what was kept and what to do. What went wrong inside stands in the log, under the reference. */
export function FaultReport({ error, retry }: FaultReportProps) {
  return (
    <main className="sign-in-page">
      <h1>This page could not be made</h1>
      <p className="mt-3">Something failed on our side, not on yours. The database may be starting, or there is a fault in the product.</p>
      <p className="mt-3">
        <b>What was kept:</b> everything that was on record. A change is recorded whole or not at all; if you were recording something, look
        at the history of the assessment before you send it again.
      </p>
      <p className="mt-3">
        <b>What to do:</b> try again in a moment. If it stays so, give your administrator this reference:{' '}
        <code>{error.digest ?? 'none was given'}</code>
      </p>
      <p className="row form-end">
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
        <a href="/">Go to the first page</a>
      </p>
    </main>
  );
}
