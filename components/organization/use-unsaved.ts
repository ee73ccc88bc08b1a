'use client';

import { useSyncExternalStore } from 'react';

/** By it the acts beside the form find it. */
export const DRAFT_FORM_ID = 'draft-form';

/** A form that came back refused holds what was typed as its own values; it says so itself. */
const UNSAVED = 'unsaved';
export const unsavedMark = (unsaved: boolean) => ({ [`data-${UNSAVED}`]: unsaved ? '' : undefined });

function differs(control: Element): boolean {
  if (control instanceof HTMLTextAreaElement) return control.value !== control.defaultValue;
  if (control instanceof HTMLSelectElement) {
    const first = [...control.options].findIndex(({ defaultSelected }) => defaultSelected);
    return control.selectedIndex !== Math.max(first, 0);
  }
  if (!(control instanceof HTMLInputElement)) return false;
  if (control.type === 'checkbox') return control.checked !== control.defaultChecked;
  // A file that was uploaded is not enclosed until the draft is saved.
  if (control.type === 'hidden') return control.name === 'files';
  return control.value !== control.defaultValue;
}

/** Whether the draft's form holds anything that is not saved, as it is at this moment. */
export function holdsUnsaved(): boolean {
  const form = document.getElementById(DRAFT_FORM_ID);
  if (!(form instanceof HTMLFormElement)) return false;
  return form.dataset[UNSAVED] !== undefined || [...form.elements].some(differs);
}

function watch(tell: () => void): () => void {
  const form = document.getElementById(DRAFT_FORM_ID);
  // Files come and go as fields, and a refused form is built anew.
  const observer = new MutationObserver(tell);
  if (form) observer.observe(form, { childList: true, subtree: true, attributes: true, attributeFilter: [`data-${UNSAVED}`] });
  for (const kind of ['input', 'change'] as const) document.addEventListener(kind, tell);
  return () => {
    observer.disconnect();
    for (const kind of ['input', 'change'] as const) document.removeEventListener(kind, tell);
  };
}

/** Keeps what was typed from being left out of what is sent. Without JavaScript the server still takes the draft that was saved. */
export const useUnsaved = (): boolean => useSyncExternalStore(watch, holdsUnsaved, () => false);
