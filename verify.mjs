#!/usr/bin/env node
// Verifies what Proviso hands out, with nothing of Proviso's: this one file and Node 18 or newer.
//
//   node verify.mjs ledger.ndjson [--checkpoints checkpoints.ndjson] [--key <public key or key id>]
//   node verify.mjs proof.json [--key <public key or key id>]
//
// The first is the exported ledger of a program, the second the proof that one event is covered by a signed checkpoint.
// It exits with 0 when everything fits together and with 1 at the first thing that does not.
//
// How it hangs together. Every change is an event on a stream (one assessment, one application, ...). The hash of an event
// covers its fields, the digest of its content and the hash of the event before it in its stream. About once a minute the
// last event of every stream that changed becomes a leaf of a Merkle tree (RFC 6962), whose root is in a checkpoint; a
// checkpoint names the hash of the one before it and is signed (Ed25519). So one signature covers everything before it.
// Everything that is hashed or signed is the UTF-8 text of a JSON array of strings, as JSON.stringify writes it; what is
// absent is "". The whole format is in docs/ledger-format.md.
//
// What it cannot know: whether the key is the right one. Get the key's id from somewhere else than the file, and give it
// with --key. And whether an export was cut at its end: compare it with a copy of the checkpoints with --checkpoints.
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

class Fault extends Error {}
const fail = (message) => {
  throw new Fault(message);
};
const need = (condition, message) => condition || fail(message);

// --- Hashes and signatures ------------------------------------------------------------------------------------------

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const hex = (bytes) => bytes.toString('hex');
const text = (...strings) => JSON.stringify(strings.map((value) => (value === null ? '' : String(value))));

/** SHA-256 of the 16 bytes of salt and the content; the salt keeps a short content from being guessed. */
export const contentDigest = (saltHex, content) => hex(sha256(Buffer.from(saltHex, 'hex'), content));

const HASHED = 'stream sequence kind payloadVersion actor onBehalfOf requestId effectiveAt recordedAt contentDigest prevHash'.split(' ');
export const eventHash = (program, e) => hex(sha256(text('proviso/event/1', program, ...HASHED.map((name) => e[name]))));

const leafHash = (program, seal) => sha256(Buffer.of(0), text('proviso/seal/1', program, seal.stream, seal.sequence, seal.hash));
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);

/** A tree of n leaves splits at the largest power of two below n (RFC 6962, section 2.1). */
const splitOf = (n) => 2 ** Math.floor(Math.log2(n - 1));

function merkleRoot(leaves) {
  if (leaves.length < 2) return leaves[0] ?? sha256('');
  const split = splitOf(leaves.length);
  return nodeHash(merkleRoot(leaves.slice(0, split)), merkleRoot(leaves.slice(split)));
}

/** The root that a leaf reaches by its audit path, which goes from the bottom up (RFC 6962, section 2.1.1). */
function rootOfPath(leaf, index, size, path) {
  if (size === 1) return path.length === 0 ? leaf : fail('The audit path is too long.');
  if (path.length === 0) fail('The audit path is too short.');
  const split = splitOf(size);
  const sibling = Buffer.from(path[path.length - 1], 'hex');
  const below = path.slice(0, -1);
  return index < split
    ? nodeHash(rootOfPath(leaf, index, split, below), sibling)
    : nodeHash(sibling, rootOfPath(leaf, index - split, size - split, below));
}

/** An Ed25519 signature over a text, checked with the raw 32 bytes of the public key. */
function isSigned(message, signatureHex, publicKeyHex) {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(publicKeyHex, 'hex')]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verifySignature(null, Buffer.from(message), key, Buffer.from(signatureHex ?? '', 'hex'));
}

// --- Keys and checkpoints -------------------------------------------------------------------------------------------

/** The id of a key is the beginning of its SHA-256. Every key but the first is signed by the one before it. */
function checkKey(key, previous) {
  need(/^[0-9a-f]{64}$/.test(key.publicKey), `Key ${key.id} is not 32 bytes in hexadecimal.`);
  need(hex(sha256(Buffer.from(key.publicKey, 'hex'))).slice(0, 16) === key.id, `The id of key ${key.id} does not fit the key.`);
  need(key.previousId === (previous ? previous.id : null), `Key ${key.id} does not follow the key before it.`);
  const message = text('proviso/key/1', key.id, key.publicKey, key.createdAt, key.previousId);
  need(!previous || isSigned(message, key.endorsement, previous.publicKey), `Key ${key.id} is not endorsed by the one before it.`);
}

const indexOfKey = (keys, id) => keys.findIndex((key) => key.id === id || key.publicKey === id);

function checkCheckpoint(c, keys) {
  const message = text('proviso/checkpoint/1', c.number, c.previousHash, c.root, c.streamCount, c.eventCount, c.sealedAt, c.keyId);
  need(hex(sha256(message)) === c.hash, `The hash of checkpoint ${c.number} does not fit what it says.`);
  const key = keys[indexOfKey(keys, c.keyId)] ?? fail(`Checkpoint ${c.number} is signed with a key that is not here.`);
  need(isSigned(message, c.signature, key.publicKey), `The signature of checkpoint ${c.number} does not verify.`);
}

/** A key vouches for itself and for those after it, and its checkpoint for all before: so the last one decides. */
function checkTrusted(keys, last, trusted) {
  if (!trusted) return;
  const index = indexOfKey(keys, trusted);
  need(index >= 0, `The key ${trusted} is not in this file.`);
  need(last && indexOfKey(keys, last.keyId) >= index, `The last checkpoint does not go back to the key ${trusted}.`);
}

// --- Events ---------------------------------------------------------------------------------------------------------

const place = (e) => `Event ${e.sequence} of stream ${e.stream}`;

function checkEvent(program, e) {
  need(eventHash(program, e) === e.hash, `${place(e)}: its hash does not fit its fields.`);
  need((e.content === null) === (e.salt === null), `${place(e)}: its content or its salt is missing.`);
  need(e.content === null || contentDigest(e.salt, e.content) === e.contentDigest, `${place(e)}: its content was altered.`);
}

/** What is known of a ledger file while it is read. `seals`: by stream, then by sequence. */
const start = () => ({ keys: [], hashes: [], seals: new Map(), lastStream: '', events: 0, streams: 0, erased: 0, unsealed: 0 });

const read = {
  header(s, line) {
    need(line.format === 'proviso/ledger/1', `This format is not known: ${line.format}`);
    s.header = line;
  },

  key(s, line) {
    checkKey(line, s.keys.at(-1));
    s.keys.push(line);
  },

  checkpoint(s, line) {
    const { number } = line;
    need(number === s.hashes.length + 1, `Checkpoint ${s.hashes.length + 1} is missing.`);
    need(line.previousHash === (s.hashes.at(-1) ?? ''), `Checkpoint ${number} does not name the hash of the one before it.`);
    checkCheckpoint(line, s.keys);
    const isOlder = s.last && indexOfKey(s.keys, line.keyId) < indexOfKey(s.keys, s.last.keyId);
    need(!isOlder, `Checkpoint ${number} is signed with a key that had been replaced.`);
    s.hashes.push(line.hash);
    s.last = { ...line, leaves: undefined };
    // A checkpoint that seals nothing of this program comes without its leaves.
    if (!line.leaves) return;
    // A leaf of another program is only its hash: what it stands for is not for the reader of this file.
    const leaves = line.leaves.map((leaf) => (typeof leaf === 'string' ? Buffer.from(leaf, 'hex') : leafHash(s.header.program, leaf)));
    need(leaves.length === line.streamCount, `Checkpoint ${number} says ${line.streamCount} leaves and has ${leaves.length}.`);
    need(hex(merkleRoot(leaves)) === line.root, `The leaves of checkpoint ${number} do not lead to its root.`);
    for (const { stream, sequence, hash } of line.leaves.filter((leaf) => typeof leaf !== 'string')) {
      if (!s.seals.has(stream)) s.seals.set(stream, new Map());
      s.seals.get(stream).set(sequence, { hash, number });
    }
  },

  event(s, line) {
    if (s.stream?.id !== line.stream) {
      endStream(s);
      need(line.stream > s.lastStream, `Stream ${line.stream} is out of order.`);
      s.lastStream = line.stream;
      s.stream = { id: line.stream, sequence: 0, hash: '', sealed: 0, gone: new Set(), seals: s.seals.get(line.stream) ?? new Map() };
      s.seals.delete(line.stream);
      s.streams += 1;
    }
    const { stream } = s;
    need(line.sequence === stream.sequence + 1, `Event ${stream.sequence + 1} of stream ${line.stream} is missing.`);
    need(line.prevHash === stream.hash, `${place(line)} does not follow the event before it.`);
    checkEvent(s.header.program, line);
    const seal = stream.seals.get(line.sequence);
    need(!seal || seal.hash === line.hash, `${place(line)} is not the one that checkpoint ${seal?.number} sealed.`);
    if (seal) stream.sealed = line.sequence;
    stream.seals.delete(line.sequence);
    // Personal data may be erased, if a later event of the stream says so; the digest stays, and with it the chain.
    if (line.content === null) stream.gone.add(line.sequence);
    else if (line.kind === 'content_erased' && stream.gone.delete(JSON.parse(line.content).payload.erased)) s.erased += 1;
    stream.sequence = line.sequence;
    stream.hash = line.hash;
    s.events += 1;
  },

  footer(s, line) {
    endStream(s);
    for (const [stream, seals] of s.seals) fail(`Stream ${stream} is missing, which checkpoint ${[...seals.values()][0].number} sealed.`);
    const found = { events: s.events, streams: s.streams, unsealed: s.unsealed, checkpoints: s.hashes.length };
    for (const name in found) need(line[name] === found[name], `The footer says ${line[name]} ${name}; there are ${found[name]}.`);
    s.footer = line;
  },
};

function endStream(s) {
  if (!s.stream) return;
  const { id, gone, seals, sequence, sealed } = s.stream;
  for (const [n, seal] of seals) fail(`Event ${n} of stream ${id} is missing, which checkpoint ${seal.number} sealed.`);
  for (const n of gone) fail(`The content of event ${n} of stream ${id} is gone, and no later event says that it was erased.`);
  s.unsealed += sequence - sealed;
  s.stream = null;
}

/** Lines end with a line feed alone: U+2028 and its kind may stand inside of one. */
async function* lines(file) {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop();
    for (const part of parts) yield JSON.parse(part);
  }
  if (rest !== '') yield JSON.parse(rest);
}

export async function verifyLedger(file, { checkpoints, key } = {}) {
  const s = start();
  for await (const line of lines(file)) {
    need(!s.footer, 'There is something after the footer.');
    need((line.line === 'header') === !s.header, 'The header is missing, or there are two.');
    need(Object.hasOwn(read, line.line), `A line of a kind that is not known: ${line.line}`);
    read[line.line](s, line);
  }
  need(s.footer, 'The footer is missing: the file was cut.');
  checkTrusted(s.keys, s.last, key);
  if (checkpoints) await compareCheckpoints(s, checkpoints);
  return s;
}

const FIVE_MINUTES = 300_000;

/** A copy that was kept elsewhere must say the same, and the ledger must have every checkpoint that is older than its export. */
async function compareCheckpoints(s, file) {
  for await (const line of lines(file)) {
    if (line.line !== 'checkpoint') continue;
    const hash = s.hashes[line.number - 1];
    need(hash === undefined || hash === line.hash, `Checkpoint ${line.number} of ${file} is another one: the history was changed.`);
    const age = Date.parse(s.header.exportedAt) - Date.parse(line.sealedAt);
    need(hash || age < FIVE_MINUTES, `Checkpoint ${line.number} of ${file} is missing in the ledger: its end was cut.`);
  }
}

export function verifyProof(proof, { key } = {}) {
  const { program, event, seal, checkpoint, keys } = proof;
  need(proof.format === 'proviso/proof/1', `This format is not known: ${proof.format}`);
  checkEvent(program, event);
  need(proof.sealed, `${place(event)} fits its hash, but no checkpoint covers it yet.`);
  // From the event along its stream to the one that the checkpoint names. Of those in between only the digest is shown.
  const end = proof.later.reduce((before, shown) => {
    const e = { ...shown, stream: event.stream };
    need(e.prevHash === before.hash && e.sequence === before.sequence + 1, `${place(e)} does not follow the event before it.`);
    need(eventHash(program, e) === e.hash, `${place(e)}: its hash does not fit its fields.`);
    return e;
  }, event);
  need(end.hash === seal.hash && end.sequence === seal.sequence, 'The events do not lead to the one that was sealed.');
  need(proof.leafCount === checkpoint.streamCount && proof.leafIndex < proof.leafCount, 'The leaf is not one of the checkpoint.');
  const leaf = leafHash(program, { ...seal, stream: event.stream });
  const root = hex(rootOfPath(leaf, proof.leafIndex, proof.leafCount, proof.path));
  need(root === checkpoint.root, 'The audit path does not lead to the root.');
  for (const [index, item] of keys.entries()) checkKey(item, keys[index - 1]);
  checkCheckpoint(checkpoint, keys);
  checkTrusted(keys, checkpoint, key);
  return proof;
}

// --- Command line ---------------------------------------------------------------------------------------------------

const OPTIONS = { checkpoints: { type: 'string' }, key: { type: 'string' } };
const USAGE = 'Give one file: node verify.mjs <ledger.ndjson | proof.json> [--checkpoints <file>] [--key <key>]';

async function main(args) {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const file = positionals.length === 1 ? positionals[0] : fail(USAGE);
  const trust = values.key ? `It goes back to the key ${values.key}.` : 'Compare the key with one from elsewhere, with --key.';
  const sealed = (c) => (c ? `checkpoint ${c.number}, ${c.hash}, sealed at ${c.sealedAt} with the key ${c.keyId}` : 'no checkpoint');
  if (file.endsWith('.json')) {
    const { event, checkpoint } = verifyProof(JSON.parse(readFileSync(file, 'utf8')), values);
    return `OK. ${place(event)}, recorded at ${event.recordedAt}, is covered by ${sealed(checkpoint)}. ${trust}`;
  }
  const s = await verifyLedger(file, values);
  return `OK. ${s.header.slug}: ${s.events} events on ${s.streams} streams, ${s.erased} erased, ${s.unsealed} not covered yet. The last is ${sealed(s.last)}. ${trust}`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(await main(process.argv.slice(2)));
  } catch (error) {
    // Whatever is malformed is as bad as what is altered.
    console.error(`NOT VERIFIED. ${error instanceof Fault ? error.message : `It cannot be read: ${error.message}`}`);
    process.exitCode = 1;
  }
}
