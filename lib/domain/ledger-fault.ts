/** What a check of the ledger finds. */
export interface LedgerFault {
  what: 'event' | 'checkpoint' | 'seal' | 'head' | 'period' | 'counter' | 'file' | 'key';
  /** `<program>/<stream>/<sequence>` of an event; the number of a checkpoint; the name or line of anything else. */
  where: string;
  problem: string;
}

export type ReportFault = (what: LedgerFault['what'], where: string, problem: string) => void;
