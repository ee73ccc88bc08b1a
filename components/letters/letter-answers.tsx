import { SelectField, TextField } from '#components/ui/form-fields.tsx';
import { type FormState, typed } from '#components/ui/form-state.ts';
import { ANSWERS, answerLabels } from '#lib/domain/answer.ts';
import type { LetterCondition } from './record-letter-types.ts';

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const options = ANSWERS.map((value) => ({ value, label: sentence(answerLabels[value]) }));

/** One answer and one remark for each condition; the wording stands above each so that nobody answers from memory. */
export function LetterAnswers({ conditions, state }: { conditions: readonly LetterCondition[]; state: FormState | null }) {
  return (
    <div className="letter-answers" id="answers">
      {state?.fieldErrors.answers && <p className="field-error">{state.fieldErrors.answers}</p>}
      {conditions.map((condition) => {
        const answer = `answers.${condition.ref}.answer`;
        const note = `answers.${condition.ref}.note`;
        return (
          <fieldset key={condition.ref} className="letter-answer">
            <legend>
              {condition.title}
              {!condition.tracked && <span className="field-optional"> recorded, not tracked</span>}
            </legend>
            <p className="letter-wording">{condition.wording}</p>
            <div className="form-grid">
              <SelectField
                name={answer}
                label="Answer"
                optional={!condition.tracked}
                placeholder={condition.tracked ? 'Choose' : 'Leave out'}
                options={options}
                defaultValue={typed(state, answer)}
                error={state?.fieldErrors[answer]}
              />
              <TextField
                name={note}
                label="In its words, or why"
                optional
                defaultValue={typed(state, note)}
                error={state?.fieldErrors[note]}
              />
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}
