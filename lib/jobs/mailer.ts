/** E-mail through a mail server of one's own. */
import { createTransport } from 'nodemailer';
import { type Mailer, MailRefused } from '#lib/operations/send-messages.ts';

export interface MailSettings {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  url: string;
  /** The sender, as an address or `Name <address>`. */
  from: string;
}

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;
/** A server answers from 500 on what it will not take, however often it is asked. */
const PERMANENT = 500;

/**
 * Whether the server will never take this message for this receiver. A wrong password, a sender it does not take or a greeting that
 * refuses everybody is a fault of the settings: the message waits until that is mended.
 */
function isRefusedForGood(error: { responseCode?: number; command?: string }): boolean {
  return (error.responseCode ?? 0) >= PERMANENT && (error.command === 'RCPT TO' || error.command === 'DATA');
}

/**
 * Nothing in a message is fetched or read from disk. Line breaks in an address or a subject cannot begin a header: nodemailer
 * folds them, and what goes into a subject has none to begin with.
 */
export function createMailer({ url, from }: MailSettings): Mailer & { close(): void } {
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: 2,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from, headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } },
  );
  return {
    async send({ recipient, subject, text, html, messageId }) {
      try {
        await transport.sendMail({
          // An object, not text: a comma in it can never become a second receiver.
          to: { name: '', address: recipient },
          subject,
          text,
          ...(html === null ? {} : { html }),
          messageId: `<${messageId}>`,
        });
      } catch (error) {
        throw isRefusedForGood(error as object) ? new MailRefused((error as Error).message) : error;
      }
    },
    close: () => transport.close(),
  };
}
