import { CheckBox } from '#components/ui/choices.tsx';
import { Details } from '#components/ui/details.tsx';
import { SelectField, TextField } from '#components/ui/form-fields.tsx';
import { type FormState, ticked, typed } from '#components/ui/form-state.ts';
import { EVIDENCE_CLASSES, evidenceClassLabels } from '#lib/domain/evidence-class.ts';
import type { EvidenceChoice } from './next-step-types.ts';

export const evidenceClassOptions = EVIDENCE_CLASSES.map((value) => ({ value, label: `${value} · ${evidenceClassLabels[value]}` }));

export interface EvidencePickerProps {
  evidence: readonly EvidenceChoice[];
  state: FormState | null;
  hint?: string | undefined;
}

/** Tick what is already on record, or add one item by its link. */
export function EvidencePicker({ evidence, state, hint }: EvidencePickerProps) {
  const errors = state?.fieldErrors ?? {};
  const adding = ['newEvidence.title', 'newEvidence.url', 'newEvidence.class'].some((name) => typed(state, name) !== '' || errors[name]);
  return (
    <fieldset className="field" id="evidenceIds">
      <legend>Evidence</legend>
      {hint && <p className="field-hint">{hint}</p>}
      {errors.evidenceIds && <p className="field-error">{errors.evidenceIds}</p>}
      {evidence.length === 0 && <p className="muted small">Nothing is on record for this assessment yet.</p>}
      {evidence.map((item) => (
        <CheckBox key={item.id} name="evidenceIds" value={item.id} defaultChecked={ticked(state, 'evidenceIds', item.id, item.checked)}>
          {item.label}
          {item.note && <span className="muted"> · {item.note}</span>}
        </CheckBox>
      ))}
      <Details summary="Add a link" open={adding}>
        <div className="form-grid">
          <TextField
            name="newEvidence.title"
            label="Title"
            defaultValue={typed(state, 'newEvidence.title')}
            error={errors['newEvidence.title']}
          />
          <SelectField
            name="newEvidence.class"
            label="Class"
            options={evidenceClassOptions}
            placeholder="Choose"
            defaultValue={typed(state, 'newEvidence.class')}
            error={errors['newEvidence.class']}
          />
          <TextField
            name="newEvidence.url"
            type="url"
            label="Web address"
            fieldClassName="field-wide"
            defaultValue={typed(state, 'newEvidence.url')}
            error={errors['newEvidence.url']}
          />
        </div>
      </Details>
    </fieldset>
  );
}
