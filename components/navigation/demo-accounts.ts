export interface DemoAccount {
  /** Sent as `account` to the sign-in action. */
  id: string;
  label: string;
  /** What this account may do, in one line. */
  may: string;
}

/** The example accounts of the demonstration. They exist only without `DATABASE_URL`. */
export const demoAccounts: readonly DemoAccount[] = [
  { id: 'analyst', label: 'Analyst', may: 'Records letters, updates status, proposes findings' },
  { id: 'reviewer', label: 'Reviewer', may: 'Approves or returns findings that someone else proposed' },
  { id: 'approver', label: 'Approver', may: 'Also approves waivers and withdrawals' },
  { id: 'counsel', label: 'Counsel', may: 'Reads and comments, records legal orders' },
  { id: 'auditor', label: 'Auditor', may: 'Reads everything, including history; writes nothing' },
  { id: 'contributor', label: 'Contributor', may: 'Answers for one city in practice copies' },
  { id: 'viewer', label: 'Viewer', may: 'Reads and exports' },
  { id: 'admin', label: 'Administrator', may: 'Users and settings; no power over findings' },
];
