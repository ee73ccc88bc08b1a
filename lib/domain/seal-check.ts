/** Checks that every event of a stream is sealed by a checkpoint or listed as pending, event by event. */
import type { ReportFault } from './ledger-fault.ts';
import { eventPlace, type StoredEvent } from './stream-check.ts';

export interface StoredSeal {
  checkpoint: number;
  program: string;
  stream: string;
  sequence: number;
  hash: string;
}

export interface SealCheck {
  /** @param seals of exactly this event, usually none or one */
  add(event: StoredEvent, seals: readonly StoredSeal[], isPending: boolean): void;
  /** @returns how many events no checkpoint covers */
  end(): number;
}

/** @param covered is told how many events each seal covers: those since the seal before it */
export function createSealCheck(report: ReportFault, covered: (checkpoint: number, events: number) => void): SealCheck {
  let sealedUpTo = 0;
  let lastCheckpoint = 0;
  /** The first event since the last seal that is not pending either, and the first that is. */
  let loose: string | null = null;
  let pending: string | null = null;
  let unsealed = 0;

  function addSeal(event: StoredEvent, seal: StoredSeal): void {
    const where = eventPlace(event);
    if (seal.hash !== event.hash) report('seal', where, `Checkpoint ${seal.checkpoint} sealed another hash.`);
    if (seal.checkpoint <= lastCheckpoint)
      report('seal', where, `Checkpoint ${seal.checkpoint} seals it after checkpoint ${lastCheckpoint}.`);
    if (pending) report('seal', pending, `It is listed as pending though checkpoint ${seal.checkpoint} covers it.`);
    covered(seal.checkpoint, event.sequence - sealedUpTo);
    sealedUpTo = event.sequence;
    lastCheckpoint = seal.checkpoint;
    loose = null;
    pending = null;
    unsealed = 0;
  }

  return {
    add(event, seals, isPending) {
      unsealed += 1;
      if (isPending) pending ??= eventPlace(event);
      else loose ??= eventPlace(event);
      for (const seal of seals) addSeal(event, seal);
    },
    end() {
      if (loose) report('seal', loose, 'It is neither covered by a checkpoint nor listed as pending.');
      return unsealed;
    },
  };
}
