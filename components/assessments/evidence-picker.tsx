import { evidenceClassOptions, issuerOptions } from '#components/evidence/evidence-options.ts';
import { FileField } from '#components/evidence/file-field.tsx';
import type { Uploaded } from '#components/evidence/file-ticket.ts';
import { CheckBox } from '#components/ui/choices.tsx';
import { Details } from '#components/ui/details.tsx';
import { SelectField, TextField } from '#components/ui/form-fields.tsx';
import { type FormState, fieldOf, ticked, typed } from '#components/ui/form-state.ts';
import { Notice } from '#components/ui/notice.tsx';
import type { EvidenceChoice, NextStepOption } from './next-step-types.ts';

export interface EvidencePickerProps {
  evidence: readonly EvidenceChoice[];
  state: FormState | null;
  hint?: string | undefined;
  missing?: NextStepOption['missing'];
  upload: { program: string; uploaded: Uploaded; returnTo: string };
}

const NEW_FIELDS = ['title', 'url', 'class', 'citation', 'file', 'issuer'].map((name) => `newEvidence.${name}`);

/** Tick what is already on record, or add one item by a file, a link or a citation. Says what is still missing, and offers it. */
export function EvidencePicker({ evidence, state, hint, missing, upload }: EvidencePickerProps) {
  const errors = state?.fieldErrors ?? {};
  const adding =
    NEW_FIELDS.some((name) => typed(state, name) !== '' || errors[name]) ||
    upload.uploaded.tickets.length > 0 ||
    upload.uploaded.problem !== null;
  const wouldDo = (id: string) => missing?.wouldDo.includes(id) ?? false;
  return (
    <fieldset className="field field-wide" id="evidenceIds">
      <legend>Evidence</legend>
      {hint && <p className="field-hint">{hint}</p>}
      {errors.evidenceIds && <p className="field-error">{errors.evidenceIds}</p>}
      {missing && <Missing missing={missing} />}
      {evidence.length === 0 && <p className="muted small">Nothing is on record for this assessment yet.</p>}
      {[...evidence]
        .sort((a, b) => Number(wouldDo(b.id)) - Number(wouldDo(a.id)))
        .map((item) => (
          <CheckBox key={item.id} name="evidenceIds" value={item.id} defaultChecked={ticked(state, 'evidenceIds', item.id, item.checked)}>
            {item.label}
            {item.note && <span className="muted"> · {item.note}</span>}
            {wouldDo(item.id) && <span className="muted"> · would do</span>}
          </CheckBox>
        ))}
      <Details summary="Add a file, a link or a citation" open={adding || (missing !== undefined && missing.wouldDo.length === 0)}>
        <NewItem state={state} upload={upload} />
      </Details>
    </fieldset>
  );
}

function Missing({ missing }: { missing: NonNullable<NextStepOption['missing']> }) {
  return (
    <div className="evidence-missing">
      <Notice kind="attention" title={missing.says}>
        {missing.wouldDo.length > 0 ? 'Tick an item that would do: ticking accepts it.' : 'Nothing on record here would do. Add it below.'}
      </Notice>
    </div>
  );
}

function NewItem({ state, upload }: Pick<EvidencePickerProps, 'state' | 'upload'>) {
  const text = (name: string) => fieldOf(state, `newEvidence.${name}`);
  return (
    <div className="form-grid">
      <input type="hidden" name="program" value={upload.program} />
      <TextField {...text('title')} label="Title" />
      <SelectField {...text('class')} label="Class" options={evidenceClassOptions} placeholder="Choose" />
      <div className="field-wide">
        <FileField name="newEvidence.file" multiple={false} optional state={state} {...upload} />
      </div>
      <TextField {...text('url')} type="url" label="Web address" fieldClassName="field-wide" optional />
      <TextField {...text('citation')} label="Citation" optional />
      <SelectField {...text('issuer')} label="Whose it is" placeholder="Somebody else's" options={issuerOptions} />
    </div>
  );
}
