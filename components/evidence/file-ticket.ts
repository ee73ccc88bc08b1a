/** What a form knows of an uploaded file: its ticket says the name and the size, and the server alone can sign one. */
export interface TicketedFile {
  ticket: string;
  fileName: string;
  sizeBytes: number;
}

/** What a page was opened with after an upload without JavaScript. */
export interface Uploaded {
  tickets: readonly string[];
  /** Why there are none, in a sentence. */
  problem: string | null;
}

const decode = (text: string): string => {
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  return new TextDecoder().decode(bytes);
};

/** Reads a ticket to show it; null for something else. What counts is what the server reads in it. */
export function readTicket(ticket: string): TicketedFile | null {
  try {
    const said: unknown = JSON.parse(decode(ticket.split('.')[0] ?? ''));
    if (said === null || typeof said !== 'object' || !('fileName' in said) || !('sizeBytes' in said)) return null;
    return { ticket, fileName: String(said.fileName), sizeBytes: Number(said.sizeBytes) };
  } catch {
    return null; // not a ticket
  }
}

export const readTickets = (tickets: readonly string[]): TicketedFile[] => tickets.flatMap((ticket) => readTicket(ticket) ?? []);

/** For people: "12 KB", "3.4 MB". */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${Math.round(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}
