'use client';

import { type ChangeEvent, type DragEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import type { FormState } from '#components/ui/form-state.ts';
import { ACCEPTED_ENDINGS, ACCEPTED_WORDS } from '#lib/domain/file-kind.ts';
import { fileSize, readTickets, type TicketedFile, type Uploaded } from './file-ticket.ts';

export interface FileFieldProps {
  /** Sent once for each file, with its ticket. */
  name?: string | undefined;
  /** The slug of the program that the files are for. */
  program: string;
  label?: string | undefined;
  hint?: string | undefined;
  optional?: boolean | undefined;
  /** One file replaces the one before it. */
  multiple?: boolean | undefined;
  /** The answer of the form: its files are kept, and what is wrong with them is said here. */
  state: FormState | null;
  uploaded?: Uploaded | undefined;
  /** This page: where an upload without JavaScript comes back to. */
  returnTo: string;
}

interface Sending {
  /** For those who listen to the page. */
  said: string;
  problem: string | null;
  busy: boolean;
}

const IDLE: Sending = { said: '', problem: null, busy: false };

async function send(program: string, files: readonly File[]): Promise<TicketedFile[]> {
  const body = new FormData();
  for (const file of files) body.append('files', file, file.name);
  const response = await fetch(`/upload/${program}`, { method: 'POST', body, headers: { Accept: 'application/json' } });
  const answer: { files?: TicketedFile[]; detail?: string } = await response.json().catch(() => ({}));
  if (!response.ok || !answer.files) throw new Error(answer.detail ?? 'The upload did not arrive. Try again.');
  return answer.files;
}

/** The files of a form: chosen, dropped on it or pasted. Each is uploaded at once; the form sends its ticket. */
export function FileField({
  name = 'files',
  multiple = true,
  optional = false,
  label = multiple ? 'Files' : 'File',
  ...props
}: FileFieldProps) {
  const first = props.state ? (props.state.values[name] ?? []) : (props.uploaded?.tickets ?? []);
  const [files, setFiles] = useState(() => readTickets(first));
  const [sending, setSending] = useState(IDLE);
  const [over, setOver] = useState(false);
  const [ready, setReady] = useState(false);
  const error = sending.problem ?? (props.state ? props.state.fieldErrors[name] : props.uploaded?.problem);
  const add = async (chosen: readonly File[]) => {
    if (chosen.length === 0) return;
    const names = chosen.map((file) => file.name).join(', ');
    setSending({ said: `Uploading ${names}.`, problem: null, busy: true });
    try {
      const stored = await send(props.program, multiple ? chosen : chosen.slice(0, 1));
      setFiles((before) =>
        multiple ? [...before.filter((old) => !stored.some((file) => file.ticket === old.ticket)), ...stored] : stored,
      );
      setSending({ ...IDLE, said: `Uploaded ${names}.` });
    } catch (problem) {
      setSending({ ...IDLE, problem: (problem as Error).message });
    }
  };
  useEffect(() => setReady(true), []);
  const zone = useHeldForm(sending.busy, () =>
    setSending((before) => ({
      ...before,
      problem: 'Nothing was sent: a file is still being uploaded. Send the form once it is listed here.',
    })),
  );
  usePastedFiles(add);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void add([...event.dataTransfer.files]);
  };
  return (
    <div className={classNames('field', error && 'field-wrong')} id={name}>
      <label htmlFor={`${name}-chooser`}>
        {label}
        {optional && <span className="field-optional"> optional</span>}
      </label>
      <p className="field-hint" id={`${name}-hint`}>
        {props.hint ?? 'Choose, drop or paste.'} {ACCEPTED_WORDS}.
      </p>
      {error && (
        <p className="field-error" id={`${name}-error`} role="alert">
          {error}
        </p>
      )}
      <fieldset
        ref={zone}
        aria-label={label}
        className={classNames('drop-zone', over && 'drop-zone-over')}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileRows name={name} files={files} remove={(ticket) => setFiles(files.filter((file) => file.ticket !== ticket))} />
        <input
          id={`${name}-chooser`}
          type="file"
          // Without JavaScript the form itself carries the file; with it, the ticket.
          name={ready ? undefined : 'upload'}
          multiple={multiple}
          accept={ACCEPTED_ENDINGS}
          aria-describedby={classNames(`${name}-hint`, error ? `${name}-error` : null)}
          onChange={(event: ChangeEvent<HTMLInputElement>) => {
            const chosen = [...(event.target.files ?? [])];
            event.target.value = '';
            void add(chosen);
          }}
        />
        <p className="muted small" role="status">
          {sending.said}
        </p>
        <noscript>
          <button
            className="btn"
            type="submit"
            formNoValidate
            formMethod="post"
            formEncType="multipart/form-data"
            formAction={`/upload/${props.program}?returnTo=${encodeURIComponent(props.returnTo)}`}
          >
            Upload the chosen files first
          </button>
        </noscript>
      </fieldset>
    </div>
  );
}

/** While a file is on its way its form is not sent, which would be recorded without it. */
function useHeldForm(busy: boolean, say: () => void): RefObject<HTMLFieldSetElement | null> {
  const zone = useRef<HTMLFieldSetElement>(null);
  const latest = useRef({ busy, say });
  useEffect(() => {
    latest.current = { busy, say };
  });
  useEffect(() => {
    const form = zone.current?.closest('form');
    const hold = (event: SubmitEvent) => {
      if (!latest.current.busy) return;
      event.preventDefault();
      latest.current.say();
    };
    form?.addEventListener('submit', hold);
    return () => form?.removeEventListener('submit', hold);
  }, []);
  return zone;
}

/** Files that are pasted anywhere on the page while the form is open; text is left to the field it is pasted into. */
function usePastedFiles(add: (files: readonly File[]) => Promise<void>): void {
  const latest = useRef(add);
  useEffect(() => {
    latest.current = add;
  });
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void latest.current(files);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, []);
}

function FileRows({ name, files, remove }: { name: string; files: readonly TicketedFile[]; remove: (ticket: string) => void }) {
  if (files.length === 0) return null;
  return (
    <ul className="plain file-rows">
      {files.map((file) => (
        <li key={file.ticket}>
          <input type="hidden" name={name} value={file.ticket} />
          <span>{file.fileName}</span> <span className="muted small">{fileSize(file.sizeBytes)}</span>
          <Button small variant="quiet" onClick={() => remove(file.ticket)} aria-label={`Remove ${file.fileName}`}>
            Remove
          </Button>
        </li>
      ))}
    </ul>
  );
}
