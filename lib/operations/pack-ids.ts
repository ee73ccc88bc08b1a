/** Names of a pack resolved to ids. A name that leads nowhere is an error with its place, before anything is written. */
import { newId } from '#lib/data/ids.ts';
import { AppError } from '#lib/domain/errors.ts';

export class Names {
  private readonly ids: Map<string, string>;
  private readonly kind: string;

  constructor(kind: string, ids: Map<string, string> = new Map()) {
    this.kind = kind;
    this.ids = ids;
  }

  /** Makes ids for these refs. */
  static of(kind: string, items: readonly { ref: string }[]): Names {
    return new Names(kind, new Map(items.map((item) => [item.ref, newId()])));
  }

  /** @throws AppError `invalid_request` naming what is missing */
  get(ref: string): string {
    const id = this.ids.get(ref);
    if (!id)
      throw new AppError('invalid_request', `The pack refers to the ${this.kind} "${ref}", which it does not contain.`, {
        field: this.kind,
      });
    return id;
  }

  all(refs: readonly string[]): string[] {
    return refs.map((ref) => this.get(ref));
  }

  orNull(ref: string | null): string | null {
    return ref === null ? null : this.get(ref);
  }
}
