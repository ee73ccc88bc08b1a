import { evidenceClassOptions } from '#components/evidence/evidence-options.ts';
import { FileField } from '#components/evidence/file-field.tsx';
import type { Uploaded } from '#components/evidence/file-ticket.ts';
import { SelectField, TextField } from '#components/ui/form-fields.tsx';
import { type FormState, fieldOf } from '#components/ui/form-state.ts';

export const letterLabels = {
  'newEvidence.title': 'Title of the letter',
  'newEvidence.class': 'Class',
  'newEvidence.url': 'Link to it',
  'newEvidence.file': 'File',
};

/** The paper that an act rests on, added as evidence with it. Fields sent: `newEvidence.title`, `.class`, `.url`, `.file`, all empty for none. */
export interface UploadPlace {
  /** The slug of the program that a file is for. */
  program: string;
  /** This page, as it was opened: where an upload without JavaScript comes back to. */
  returnTo: string;
  uploaded: Uploaded;
}

export interface LetterFieldsProps {
  state: FormState | null;
  legend: string;
  preset?: string | undefined;
  upload: UploadPlace;
}

export function LetterFields({ state, legend, preset = 'G', upload }: LetterFieldsProps) {
  return (
    <fieldset className="field form-group">
      <legend>
        {legend}
        <span className="field-optional"> optional</span>
      </legend>
      <div className="form-grid">
        <TextField {...fieldOf(state, 'newEvidence.title')} label="Title" />
        <SelectField {...fieldOf(state, 'newEvidence.class', preset)} label="Class" options={evidenceClassOptions} />
        <TextField {...fieldOf(state, 'newEvidence.url')} type="url" label="Link" hint="Begins with https://" fieldClassName="field-wide" />
      </div>
      <FileField name="newEvidence.file" label="File" multiple={false} optional state={state} {...upload} />
    </fieldset>
  );
}
