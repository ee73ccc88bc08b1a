'use client';

import { useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';

export interface SecretBoxProps {
  label: string;
  value: string;
  note: string;
}

/** A link or token that is shown only now, ready to be copied. Without JavaScript it can be selected. */
export function SecretBox({ label, value, note }: SecretBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  useEffect(() => box.current?.focus(), []);
  const copy = () => {
    navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      () => box.current?.select(),
    );
  };
  return (
    <div className="secret" role="status">
      <Field id="secret" label={label} hint={note}>
        <div className="secret-line">
          <input
            ref={box}
            id="secret"
            className="input"
            readOnly
            value={value}
            aria-describedby="secret-hint"
            onFocus={(event) => event.target.select()}
          />
          <Button onClick={copy}>{isCopied ? 'Copied' : 'Copy'}</Button>
        </div>
      </Field>
    </div>
  );
}
