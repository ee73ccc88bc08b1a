'use client';

import { useRef, useState, useSyncExternalStore } from 'react';
import { Button } from '#components/ui/button.tsx';
import { type FormState, ticked } from '#components/ui/form-state.ts';
import { TextInput } from '#components/ui/inputs.tsx';
import { statusRules } from '#lib/domain/status.ts';
import type { RequestRecipient } from './request-form-types.ts';

const KINDS: Record<RequestRecipient['kind'], string> = { application: 'Applicant', operator: 'Operator', both: 'Applicant and operator' };

const never = () => () => undefined;
/** Whether scripts run: a filter that could do nothing is not offered. */
const useScripts = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

const textOf = (row: RequestRecipient): string =>
  [row.name, row.subjectName, row.addressee ?? '', KINDS[row.kind], ...row.assessments.map(({ status }) => statusRules[status].label)]
    .join(' ')
    .toLowerCase();

export interface RecipientPickerProps {
  rows: readonly RequestRecipient[];
  chosen: readonly string[];
  state: FormState | null;
}

/** Everybody of whom something can be asked, one box each. Rows that the filter hides stay chosen. */
export function RecipientPicker({ rows, chosen, state }: RecipientPickerProps) {
  const scripts = useScripts();
  const list = useRef<HTMLFieldSetElement>(null);
  const [filter, setFilter] = useState('');
  const [count, setCount] = useState<number | null>(null);
  const wanted = filter.trim().toLowerCase();
  const isShown = (row: RequestRecipient): boolean => wanted === '' || textOf(row).includes(wanted);
  const boxes = (): HTMLInputElement[] => [...(list.current?.querySelectorAll<HTMLInputElement>('input[name=recipients]') ?? [])];
  const recount = () => setCount(boxes().filter(({ checked }) => checked).length);
  const setShown = (checked: boolean) => {
    for (const box of boxes()) if (!box.closest('li')?.hidden) box.checked = checked;
    recount();
  };
  const first = rows.filter(({ organizationId }) => ticked(state, 'recipients', organizationId, chosen.includes(organizationId))).length;
  return (
    <fieldset className="field" id="recipients" ref={list} onChange={recount} aria-describedby="recipients-count">
      <legend>Recipients</legend>
      {state?.fieldErrors.recipients && <p className="field-error">{state.fieldErrors.recipients}</p>}
      {scripts && (
        <div className="row picker-tools">
          <TextInput
            type="search"
            aria-label="Filter the recipients"
            placeholder="Name, state or status"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          />
          <Button small onClick={() => setShown(true)}>
            Choose all shown
          </Button>
          <Button small variant="quiet" onClick={() => setShown(false)}>
            Choose none of them
          </Button>
        </div>
      )}
      <p className="muted small" id="recipients-count" role="status">
        {count ?? first} of {rows.length} chosen
      </p>
      <ul className="picker">
        {rows.map((row) => (
          <li key={row.organizationId} hidden={!isShown(row)}>
            <label className="check">
              <input
                type="checkbox"
                name="recipients"
                value={row.organizationId}
                defaultChecked={ticked(state, 'recipients', row.organizationId, chosen.includes(row.organizationId))}
              />
              <span>
                <b>{row.subjectName}</b> <span className="muted small">{KINDS[row.kind]}</span>
                <span className="sub-line">{row.addressee ?? row.name}</span>
                <span className="sub-line">
                  {row.assessments.map(({ condition, status }) => `${condition}: ${statusRules[status].label}`).join(' · ')}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
