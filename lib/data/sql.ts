/** Small helpers to build SQL with numbered parameters: values never become text of a statement. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Adds a value and returns its placeholder. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** LIKE pattern that finds `text` anywhere, with its own wildcards taken literally. */
export const likeAnywhere = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** NFKD, marks removed, lower case: how names are sorted and searched. */
export const sortName = (name: string): string => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
