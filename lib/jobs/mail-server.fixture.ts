/** A real mail server on this machine, for tests: keeps what it is given, and fails on purpose. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Mail {
  to: string;
  from: string;
  /** By lower-case name, unfolded. */
  headers: Record<string, string>;
  /** The part that is plain text. */
  text: string;
  raw: string;
}

export interface MailServer {
  url: string;
  mails: Mail[];
  /** Asked for each message once all of it has come: the answer to give, `hang` for none; absent: it is taken. */
  answer: ((mail: Mail) => { code: number; text: string } | 'hang' | undefined) | null;
  close(): Promise<void>;
}

const decode = (text: string, encoding: string | undefined): string => {
  if (encoding === 'base64') return Buffer.from(text, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return text;
  const bytes = text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
};

function headersOf(head: string): Record<string, string> {
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

const splitHead = (part: string): [string, string] => {
  const at = part.indexOf('\r\n\r\n');
  return [part.slice(0, at).trimStart(), part.slice(at + 4)];
};

function parse(raw: string, to: string, from: string): Mail {
  const [head, body] = splitHead(raw);
  const headers = headersOf(head);
  const boundary = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '')?.[1];
  const parts = boundary ? body.split(`--${boundary}`).slice(1, -1) : [`${head}\r\n\r\n${body}`];
  const plain = parts.map(splitHead).find(([partHead]) => /text\/plain/.test(headersOf(partHead)['content-type'] ?? ''));
  const text = plain ? decode(plain[1], headersOf(plain[0])['content-transfer-encoding']) : body;
  return { to, from, headers, raw, text: text.replaceAll('\r\n', '\n').trim() };
}

export async function startMailServer(): Promise<MailServer> {
  const kept: MailServer = { url: '', mails: [], answer: null, close: async () => undefined };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const mail = parse(
          Buffer.concat(chunks).toString('utf8'),
          rcptTo.map(({ address }) => address).join(' '),
          mailFrom ? mailFrom.address : '',
        );
        const answer = kept.answer?.(mail);
        if (answer === 'hang') return void kept.mails.push(mail);
        if (answer) return callback(Object.assign(new Error(answer.text), { responseCode: answer.code }));
        kept.mails.push(mail);
        callback();
      });
    },
  });
  // A client that was killed resets its connection.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  kept.url = `smtp://127.0.0.1:${port}`;
  kept.close = () => new Promise((resolve) => server.close(() => resolve()));
  return kept;
}
