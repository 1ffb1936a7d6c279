import type { ComponentChildren, InputHTMLAttributes, Ref } from "preact";
import { useId } from "preact/hooks";

interface Around {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

interface Ids {
  id: string;
  describedBy: string | undefined;
}

/** Label above, hint under it, what is wrong last: in that order for eyes and ears. */
function Around({ label, hint, error, children }: Around & { children: (ids: Ids) => ComponentChildren }) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div class="field">
      <label class="utrecht-form-label" for={id}>
        {label}
      </label>
      {hint && (
        <p class="soft field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children({ id, describedBy })}
      {error && (
        <p class="field__error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

type InputExtras = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  | "autocomplete"
  | "autocapitalize"
  | "autocorrect"
  | "inputMode"
  | "max"
  | "maxLength"
  | "onBlur"
  | "onKeyDown"
  | "required"
  | "spellcheck"
>;

interface TextProps extends Around {
  value: string;
  onValue: (value: string) => void;
  type?: "text" | "email" | "password" | "tel" | "time" | "date" | "search";
  /** What else the field itself should know: how it is filled in, which keys the phone shows. */
  input?: InputExtras;
  fieldRef?: Ref<HTMLInputElement>;
}

/** A year has four digits: of a day in a longer one nothing can be said, and a browser takes six. */
const LAST_DAY = "9999-12-31";

export function TextField({ label, hint, error, value, onValue, type = "text", input = {}, fieldRef }: TextProps) {
  return (
    <Around label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <input
          {...(type === "date" && { max: LAST_DAY })}
          {...input}
          ref={fieldRef}
          id={id}
          {...({ type } as { type: "text" })}
          class={`utrecht-textbox utrecht-textbox--html-input${error ? " utrecht-textbox--invalid" : ""}`}
          value={value}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={describedBy}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Around>
  );
}

export function TextArea({ label, hint, error, value, onValue, input = {} }: TextProps) {
  return (
    <Around label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <textarea
          maxLength={input.maxLength}
          id={id}
          class={`utrecht-textarea utrecht-textarea--html-textarea${error ? " utrecht-textarea--invalid" : ""}`}
          value={value}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={describedBy}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Around>
  );
}

interface FileProps extends Around {
  accept: string;
  /** A phone opens its camera at once. */
  camera?: boolean;
  onFile: (file: File | null) => void;
}

export function FileField({ label, hint, error, accept, camera, onFile }: FileProps) {
  return (
    <Around label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <input
          id={id}
          type="file"
          class={`utrecht-textbox utrecht-textbox--html-input${error ? " utrecht-textbox--invalid" : ""}`}
          accept={accept}
          capture={camera ? "environment" : undefined}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={describedBy}
          onChange={(event) => onFile(event.currentTarget.files?.[0] ?? null)}
        />
      )}
    </Around>
  );
}

interface SelectProps extends Around {
  value: string;
  onValue: (value: string) => void;
  options: readonly { value: string; text: string }[];
}

export function SelectField({ label, hint, error, value, onValue, options }: SelectProps) {
  return (
    <Around label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <select
          id={id}
          class={`utrecht-select utrecht-select--html-select${error ? " utrecht-select--invalid" : ""}`}
          value={value}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={describedBy}
          onChange={(event) => onValue(event.currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </Around>
  );
}

export function CheckField({
  label,
  checked,
  onChecked,
}: {
  label: string;
  checked: boolean;
  onChecked: (on: boolean) => void;
}) {
  return (
    <label class="check-field">
      <input type="checkbox" checked={checked} onChange={(event) => onChecked(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
