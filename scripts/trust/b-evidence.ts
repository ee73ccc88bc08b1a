/** B9, B10: what outsiders hold verifies later and only unaltered. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSigner } from '#lib/data/ledger-key.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { readGoldenVectors } from '#lib/domain/golden-vectors.fixture.ts';
import { contentDigest, eventHash, keyText } from '#lib/domain/ledger.ts';
import { proveEvent } from '#lib/operations/prove-event.ts';
import { addLedgerKey, sealLedger } from '#lib/operations/seal-ledger.ts';
import { createTally, type Tally } from './check.ts';
import { exported, loadVerifier, type Verifier, verifies } from './offline-verifier.ts';
import { createRandom } from './random.ts';
import { makeSealedWorld, type SealedWorld } from './sealed-world.ts';
import type { TrustRun, TrustTest } from './types.ts';

/** The key changes hands: the old one endorses the new one, which seals from then on. */
async function changeKey(world: SealedWorld): Promise<void> {
  const { signer: old, checkpointFile } = world.ledger;
  const next = createSigner();
  await inTransaction(world.database.db, async (tx) => {
    const { rows } = await tx.query<{ at: string }>('SELECT proviso_instant(clock_timestamp()) AS at');
    const key = { id: next.keyId, publicKey: next.publicKeyHex, createdAt: rows[0]?.at ?? '', previousId: old.keyId };
    await addLedgerKey(tx, { ...key, endorsement: old.sign(keyText(key)) });
  });
  await sealLedger(world.database.db, next, checkpointFile);
}

/** SQL, TypeScript and the third parties' file on 1,000 events made by an implementation in another language. */
async function checkVectors(world: SealedWorld, verifier: Verifier, tally: Tally): Promise<number> {
  const vectors = readGoldenVectors();
  const { rows } = await world.database.owner.query<{ digest: string; hash: string }>(
    `SELECT proviso_content_digest(decode(v->>'salt', 'hex'), v->>'content') AS digest, proviso_event_hash((v->>'program')::uuid, (v->>'stream')::uuid,
       (v->>'sequence')::int, v->>'kind', (v->>'payloadVersion')::int, (v->>'actor')::uuid, (v->>'onBehalfOf')::uuid, (v->>'requestId')::uuid,
       (v->>'effectiveAt')::timestamptz, (v->>'recordedAt')::timestamptz, v->>'contentDigest', v->>'prevHash') AS hash
     FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS t (v, n) ORDER BY n`,
    [JSON.stringify(vectors)],
  );
  for (const [n, vector] of vectors.entries()) {
    const digests = [
      contentDigest(Buffer.from(vector.salt, 'hex'), vector.content),
      verifier.contentDigest(vector.salt, vector.content),
      rows[n]?.digest,
    ];
    const hashes = [eventHash(vector, vector.prevHash), verifier.eventHash(vector.program, vector), rows[n]?.hash];
    const agree = digests.every((digest) => digest === vector.contentDigest) && hashes.every((hash) => hash === vector.hash);
    tally.check(agree, `the implementations disagree on vector ${n}`);
  }
  return vectors.length;
}

async function oldCheckpoint(run: TrustRun) {
  const world = await makeSealedWorld(run, { assessments: 10, seals: 3, edits: 15 });
  const verifier = await loadVerifier();
  const tally = createTally();
  const auditor = await world.database.as('auditor');
  const trusted = world.ledger.signer.keyId;
  const kept = join(world.ledger.folder, 'kept-for-a-year.ndjson');
  writeFileSync(kept, readFileSync(world.ledger.checkpointFile));
  const stream = world.program.ids[0] ?? '';
  const proof = JSON.stringify(await proveEvent(auditor, world.program.slug, stream, '1'));
  for (let seal = 0; seal < run.scale(5, 40); seal += 1) await world.goOn(5);
  await changeKey(world);
  const ledger = join(world.ledger.folder, 'ledger.ndjson');
  writeFileSync(ledger, await exported(world));
  tally.check(
    await verifies(() => verifier.verifyLedger(ledger, { checkpoints: kept, key: trusted })),
    'the export does not extend the old checkpoints',
  );
  tally.check(await verifies(() => verifier.verifyProof(JSON.parse(proof), { key: trusted })), 'the old proof does not verify');
  const vectors = await checkVectors(world, verifier, tally);
  // One digit of the copy that was kept, and one of the proof.
  const other = join(world.ledger.folder, 'other.ndjson');
  writeFileSync(
    other,
    readFileSync(kept, 'utf8').replace(/"hash":"(.)/g, (_, digit) => `"hash":"${digit === '0' ? '1' : '0'}`),
  );
  const wrong = [
    await verifies(() => verifier.verifyLedger(ledger, { checkpoints: other, key: trusted })),
    await verifies(() =>
      verifier.verifyProof(JSON.parse(proof.replace(/"root":"(.)/, (_, digit) => `"root":"${digit === '0' ? '1' : '0'}`))),
    ),
    await verifies(() => verifier.verifyLedger(ledger, { key: 'ffffffffffffffff' })),
  ];
  await world.close();
  return tally.figures(
    { 'checkpoints since': run.scale(5, 40) + 1, 'golden vectors': vectors, implementations: 3 },
    {
      what: 'an altered copy of the checkpoints, an altered proof, a key that is not in it',
      failedAsItMust: wrong.every((good) => !good),
      figures: { accepted: wrong.filter(Boolean).length },
    },
  );
}

/**
 * What is said beside the history and covered by no hash: labels, not facts of the record. The first key has nobody before it
 * to sign when it was made, and says that nobody did; nothing rests on either.
 */
const UNCOVERED = /"streamKind":"[^"]*"|"exportedAt":"[^"]*"|"slug":"[^"]*"|"name":"[^"]*"/g;
const FIRST_KEY = /"createdAt":"[^"]*"|"endorsement":null/g;

function isUncovered(text: string, at: number): boolean {
  const from = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(from, end < 0 ? text.length : end);
  const labels = line.includes('"previousId":null') ? FIRST_KEY : UNCOVERED;
  return [...line.matchAll(labels)].some((match) => at - from >= match.index && at - from < match.index + match[0].length);
}

async function alteredExport(run: TrustRun) {
  const world = await makeSealedWorld(run, { assessments: 10, seals: 3, edits: 15 });
  const verifier = await loadVerifier();
  const tally = createTally();
  const text = await exported(world);
  const file = join(world.ledger.folder, 'altered.ndjson');
  const verify = (content: string) => {
    writeFileSync(file, content);
    return verifies(() => verifier.verifyLedger(file, { checkpoints: world.ledger.checkpointFile }));
  };
  tally.check(await verify(text), 'the export itself does not verify');
  const random = createRandom(run.seed);
  const times = run.scale(60, 1000);
  let labels = 0;
  for (let n = 0; n < times; n += 1) {
    const at = random.int(text.length);
    if (isUncovered(text, at)) {
      labels += 1;
      continue;
    }
    const old = text[at] ?? '';
    const changed = String.fromCharCode((old.charCodeAt(0) % 95) + 33);
    const altered = text.slice(0, at) + (changed === old ? '~' : changed) + text.slice(at + 1);
    tally.check(!(await verify(altered)), () => `byte ${at} altered (${text.slice(Math.max(0, at - 30), at + 10)}) and not found`);
  }
  const lines = text.trimEnd().split('\n');
  for (let n = 0; n < lines.length; n += 1) {
    const dropped = lines.filter((_, index) => index !== n).join('\n');
    tally.check(!(await verify(dropped)), `line ${n + 1} dropped and not found`);
  }
  // The control: the same reader without its hashes would take the altered text, which is still proper JSON.
  const altered = text.replace(/Edit (\d)/, 'Exit $1');
  const parses =
    altered !== text &&
    altered
      .trimEnd()
      .split('\n')
      .every((line) => JSON.parse(line));
  await world.close();
  return tally.figures(
    {
      'bytes altered': times - labels,
      'lines dropped': lines.length,
      'not detected': tally.failed(),
      'labels outside of the hashes, left out': labels,
    },
    { what: 'an altered reason, read without checking any hash', failedAsItMust: parses, figures: { detected: 0 } },
  );
}

export const evidenceTests: readonly TrustTest[] = [
  {
    id: 'B9',
    title: 'Checkpoints and a proof kept since long ago, the history and the key having gone on; 1,000 golden vectors',
    must: 'They verify offline with the one file for third parties; SQL, TypeScript and that file agree on every vector',
    run: oldCheckpoint,
  },
  {
    id: 'B10',
    title: 'An exported ledger with one byte altered, or one line dropped',
    must: 'The file for third parties refuses it, every time',
    run: alteredExport,
  },
];
