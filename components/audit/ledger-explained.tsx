import { Details } from '#components/ui/details.tsx';
import { Panel } from '#components/ui/panel.tsx';

/** What the ledger is and what it can and cannot prove, for an auditor who is no engineer. */
export function LedgerExplained() {
  return (
    <Panel title="What this is" className="prose">
      <h3>What is chained</h3>
      <p>
        Every act in this program, whoever did it and by whatever way, adds an event to a history: who, what, from when it holds, and when
        it was recorded. Each event carries a digest (SHA-256) of its content and of the event before it. Change, remove or insert one, and
        no digest after it fits any more.
      </p>
      <h3>What a checkpoint is</h3>
      <p>
        Every minute in which something was recorded, the installation signs a checkpoint: one digest over the newest event of each history
        that grew, together with the hash of the checkpoint before it. The signing key (Ed25519) is kept outside the database.
      </p>
      <h3>Where the copies are</h3>
      <p>
        In the database; in the file checkpoints.ndjson, which is only ever added to and is kept outside it; and in every report, which
        cites the last checkpoint by number and hash. Keep hashes of your own: what you hold, nobody here can rewrite.
      </p>
      <h3>What it proves</h3>
      <p>
        That the history you are given is the one that was sealed. Nothing up to a checkpoint whose hash you hold was changed, removed,
        inserted or put in another order since, by anybody, an administrator of the database included.
      </p>
      <h3>What it cannot prove</h3>
      <ul className="bullets">
        <li>That what was recorded is true. An event says who stated what and when; whether it was so is for you to find out.</li>
        <li>That a date of effect is right. It is what a person stated; the list of back-dated entries shows the distant ones.</li>
        <li>Anything about events that are not sealed yet, or that were never recorded.</li>
        <li>
          That nobody was shown another history. Whoever holds the key could sign a second one; it shows when two people compare the hash of
          the same checkpoint.
        </li>
      </ul>
      <p>
        Where the law asks for it, personal data is erased: the content of the event goes, the event, its digest and its place in the chain
        stay, and the check says erased, not altered.
      </p>
    </Panel>
  );
}

/** Step by step, with nothing of ours but one file that can be read. */
export function HowToCheck({ downloadHref, keyId }: { downloadHref: string; keyId: string | null }) {
  return (
    <Panel title="Check it yourself" className="prose">
      <p>It takes a computer with Node.js 20 or newer, no network, and about ten minutes.</p>
      <ol className="steps">
        <li>
          <a href={downloadHref} download>
            Download the ledger of this program
          </a>{' '}
          and save it as ledger.ndjson.
        </li>
        <li>
          Take <code>verify.mjs</code> from the source code of Proviso. It is one file that uses nothing else; read it, or have somebody
          read it whom you trust.
        </li>
        <li>
          Run <code>node verify.mjs ledger.ndjson</code>. It recomputes every digest, chain, checkpoint and signature, and names the first
          event or checkpoint that does not fit.
        </li>
        <li>
          Compare the last checkpoint’s number and hash with the table here, with a report from that time, or with what you noted earlier.
        </li>
        <li>
          Better still, ask for the file of checkpoints that is kept outside the database, and run{' '}
          <code>
            node verify.mjs ledger.ndjson <span className="nowrap">--checkpoints</span> checkpoints.ndjson
          </code>
          .
        </li>
      </ol>
      <p>
        For a single event, follow Proof beside it, save the answer as proof.json and run <code>node verify.mjs proof.json</code>.
      </p>
      {keyId && (
        <Details summary="When you were given the key in another way">
          <p>
            Add <code className="hash">--key {keyId}</code>. Then a history signed with any other key is refused, unless that key was
            endorsed by this one.
          </p>
        </Details>
      )}
    </Panel>
  );
}
