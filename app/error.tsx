'use client';

import { FaultReport, type FaultReportProps } from './_components/fault-report.tsx';

/** A fault while a page was made, inside the layout. */
export default function ErrorPage({ error, retry }: FaultReportProps) {
  return <FaultReport error={error} retry={retry} />;
}
