'use client';

import '@fontsource-variable/public-sans/index.css';
import './globals.css';
import { FaultReport, type FaultReportProps } from './_components/fault-report.tsx';

/** A fault in the layout itself: this page brings its own. */
export default function GlobalErrorPage({ error, retry }: FaultReportProps) {
  return (
    <html lang="en">
      <body>
        <title>Fault · Proviso</title>
        <FaultReport error={error} retry={retry} />
      </body>
    </html>
  );
}
