import { type DescriptionItem, DescriptionList } from '#components/ui/description-list.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Hash } from './hash.tsx';

export interface LedgerStateProps {
  /** The last checkpoint; null before the first. */
  last: { number: number; hash: string; sealedText: string; sealedAt: string; keyId: string; fingerprint: string } | null;
  /** For example "3 events of this program". */
  unsealedText: string;
  /** Something waits for longer than it should; since when. Null: all is well. */
  lateText: string | null;
  downloadHref: string;
}

/** The last checkpoint, what it does not cover, and the whole ledger as a file. */
export function LedgerState({ last, unsealedText, lateText, downloadHref }: LedgerStateProps) {
  return (
    <>
      {lateText && (
        <Notice kind="attention" title="Sealing does not run">
          <p>{lateText}</p>
        </Notice>
      )}
      <Panel
        title={last ? `Last checkpoint: ${last.number}` : 'No checkpoint yet'}
        className="ledger-state"
        actions={
          <a className="btn btn-small no-print" href={downloadHref} download>
            <Icon name="download" />
            Download the ledger of this program
          </a>
        }
      >
        <DescriptionList items={[...(last ? checkpointItems(last) : []), { term: 'Not sealed yet', detail: unsealedText }]} />
      </Panel>
    </>
  );
}

const checkpointItems = (last: NonNullable<LedgerStateProps['last']>): DescriptionItem[] => [
  { term: 'Sealed', detail: <time dateTime={last.sealedAt}>{last.sealedText}</time> },
  { term: 'Hash', detail: <Hash value={last.hash} /> },
  { term: 'Key', detail: <Hash value={last.keyId} /> },
  { term: 'Key fingerprint', detail: <Hash value={last.fingerprint} /> },
];
