import { evidenceClassOptions } from '#components/evidence/evidence-options.ts';
import { FileField } from '#components/evidence/file-field.tsx';
import type { Uploaded } from '#components/evidence/file-ticket.ts';
import { DateField, SelectField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { type FormState, fieldOf } from '#components/ui/form-state.ts';
import { ANSWERED_BY, answeredByLabels } from '#lib/domain/answer.ts';

const answeredByOptions = ANSWERED_BY.map((value) => ({ value, label: answeredByLabels[value] }));

/** For whom files are uploaded, and what an upload without JavaScript came back with. */
export interface LetterFiles {
  program: string;
  returnTo: string;
  uploaded: Uploaded;
}

/** Where the letter is, who wrote it for whom, and its two dates. */
export function LetterFacts({ state, today, files }: { state: FormState | null; today: string; files: LetterFiles }) {
  const field = (name: string, fallback?: string) => fieldOf(state, name, fallback);
  return (
    <div className="form-grid form-grid-letter">
      <div className="field-wide">
        <FileField {...files} state={state} optional hint="The letter, and what came with it: choose, drop or paste." />
      </div>
      <TextField
        {...field('url')}
        label="Link"
        type="url"
        inputMode="url"
        hint="Where the letter or its report can be read, or paste its text below"
        fieldClassName="field-wide"
      />
      <TextAreaField {...field('text')} label="Text" optional rows={3} hint="Kept word for word as evidence" fieldClassName="field-wide" />
      <TextField {...field('authorName')} label="Who wrote it" autoComplete="off" />
      <TextField {...field('authorRole')} label="Role" optional autoComplete="off" />
      <DateField {...field('datedOn')} label="Dated" hint="As on the letter" max={today} />
      <DateField {...field('receivedOn')} label="Received" optional hint="Leave empty when it is not on record" max={today} />
      <SelectField {...field('answeredBy', 'applicant')} label="On behalf of" options={answeredByOptions} />
      <SelectField {...field('class', 'G')} label="Class of evidence" options={evidenceClassOptions} hint="News about a letter is H" />
      <TextField
        {...field('title')}
        label="Title"
        optional
        hint="Left empty: named after its writer and date"
        fieldClassName="field-wide"
      />
    </div>
  );
}
