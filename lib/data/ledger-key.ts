/**
 * The signing key of the ledger. Its private half is in a file beside the database, never in it.
 * (`turbopackIgnore`: which files these are is known only at run time; the build would take the whole project along.)
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { keyIdOf } from '#lib/domain/ledger.ts';

export interface LedgerSigner {
  keyId: string;
  /** The 32 raw bytes of the Ed25519 key. */
  publicKeyHex: string;
  /** The signature over the UTF-8 bytes, 128 hexadecimal digits. */
  sign(text: string): string;
}

export interface LedgerFiles {
  keyFile: string;
  checkpointFile: string;
}

/** The key in the file is missing, is none, or is not the one that signs now. */
export class LedgerKeyError extends Error {
  override readonly name = 'LedgerKeyError';
}

/** Where the key and the checkpoints are kept: in the data folder, unless the environment names other files. */
export function ledgerFiles(dataFolder: string, env: Readonly<Record<string, string | undefined>> = process.env): LedgerFiles {
  return {
    keyFile: env.PROVISO_LEDGER_KEY_FILE || join(/* turbopackIgnore: true */ dataFolder, 'ledger-key.pem'),
    checkpointFile: env.PROVISO_CHECKPOINT_FILE || join(/* turbopackIgnore: true */ dataFolder, 'checkpoints.ndjson'),
  };
}

/** Where a new key waits until the database knows it. */
const nextFile = (file: string): string => `${file}.next`;

function signerOf(privateKey: KeyObject): LedgerSigner {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('The key of the ledger must be an Ed25519 key.');
  const publicKeyHex = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  return {
    keyId: keyIdOf(publicKeyHex),
    publicKeyHex,
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('hex'),
  };
}

/** A key that exists in memory only. */
export const createSigner = (): LedgerSigner => signerOf(generateKeyPairSync('ed25519').privateKey);

/** The key of a file; null when there is no such file. @throws LedgerKeyError when the file holds no Ed25519 key */
export async function readSigner(file: string): Promise<LedgerSigner | null> {
  let pem: string;
  try {
    pem = await readFile(/* turbopackIgnore: true */ file, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return signerOf(createPrivateKey(pem));
  } catch {
    // The parser's own words could quote the file.
    throw new LedgerKeyError(`${file} does not hold an Ed25519 key in PEM form.`);
  }
}

/** Writes a file that is there as a whole or not at all, readable by its owner alone, and on the disk before it is named. */
async function writeKey(file: string): Promise<string> {
  await mkdir(/* turbopackIgnore: true */ dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(/* turbopackIgnore: true */ draft, 'wx', 0o600);
  try {
    await handle.writeFile(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  return draft;
}

/** The key of a file, made now if there is none. Of two processes that make it at once, both get the same. */
export async function openSigner(file: string): Promise<LedgerSigner> {
  const found = await readSigner(file);
  if (found) return found;
  const draft = await writeKey(file);
  try {
    await link(/* turbopackIgnore: true */ draft, /* turbopackIgnore: true */ file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  } finally {
    await rm(/* turbopackIgnore: true */ draft, { force: true });
  }
  const made = await readSigner(file);
  if (!made) throw new Error(`${file} vanished while it was made.`);
  return made;
}

/** The key that is to follow the one of this file, kept beside it until `takeNextKey`; the same again after a crash. */
export const prepareNextKey = (file: string): Promise<LedgerSigner> => openSigner(nextFile(file));

/** The key that was prepared; null when none was. */
export const readNextKey = (file: string): Promise<LedgerSigner | null> => readSigner(nextFile(file));

/** Puts the prepared key in the place of the old one, whose private half is gone with that. */
export const takeNextKey = (file: string): Promise<void> => rename(/* turbopackIgnore: true */ nextFile(file), file);
