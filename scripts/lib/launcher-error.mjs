/** An error for the person at the terminal: shown as its message alone, without a stack. */
export class LauncherError extends Error {
  /**
   * @param {string} message one clear line: what happened and what to do
   * @param {number} exitCode
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'LauncherError';
    this.exitCode = exitCode;
  }
}
