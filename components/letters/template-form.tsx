'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { fieldOf } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';

const labels = { name: 'Name', subject: 'Subject', body: 'Letter' };

export interface TemplateFormProps extends Omit<ActFormProps, 'label' | 'hidden'> {
  /** What is filled in; `version` 0 is a new name. */
  template: { name: string; subject: string; body: string; version: number };
}

/** A template as it will be saved, as a version of its own. Fields sent: `name`, `subject`, `body`, `version`. */
export function TemplateForm({ template, ...form }: TemplateFormProps) {
  const isNew = template.version === 0;
  return (
    <ActForm
      {...form}
      label={isNew ? 'A new template' : `Change ${template.name}`}
      labels={labels}
      hidden={{ version: String(template.version), ...(isNew ? {} : { name: template.name }) }}
    >
      {(state) => {
        const field = (name: 'name' | 'subject' | 'body') => ({
          ...fieldOf(state, name, template[name]),
          // The page may hold several of these forms.
          id: isNew ? name : `${name}-${template.version}-${template.name}`,
        });
        return (
          <>
            {isNew && <TextField {...field('name')} label="Name" autoComplete="off" />}
            <TextField {...field('subject')} label="Subject" autoComplete="off" />
            <TextAreaField {...field('body')} label="Letter" rows={14} spellCheck />
            <div className="row form-end">
              <SubmitButton pendingLabel="Saving…">{isNew ? 'Save the template' : `Save version ${template.version + 1}`}</SubmitButton>
              <span className="muted small">Letters that were sent keep the words they were sent with.</span>
            </div>
          </>
        );
      }}
    </ActForm>
  );
}
