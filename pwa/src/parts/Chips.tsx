import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export interface Chip<T extends string> {
  value: T;
  text: string;
  /** What is read aloud, when the text alone says too little. */
  label?: string;
}

interface OneProps<T extends string> {
  legend: string;
  chips: readonly Chip<T>[];
  value: T | null;
  onValue: (value: T) => void;
  /** As many beside each other as fit in this many columns. */
  columns?: number;
  quietLegend?: boolean;
  /** As wide as their words, one after another. */
  flow?: boolean;
  error?: string | undefined;
}

/** One of a few. Real radio buttons underneath, so that arrows and screen readers work. */
export function ChooseOne<T extends string>({
  legend,
  chips,
  value,
  onValue,
  columns,
  quietLegend,
  flow,
  error,
}: OneProps<T>) {
  const name = useId();
  return (
    <fieldset aria-describedby={error && `${name}-error`}>
      <legend class={quietLegend ? "only-read-aloud" : "legend"}>{legend}</legend>
      <div class={flow ? "chips chips--flow" : "chips"} style={columns ? { "--columns": String(columns) } : undefined}>
        {chips.map((chip) => (
          <label class="chip" key={chip.value}>
            <input
              type="radio"
              name={name}
              value={chip.value}
              checked={chip.value === value}
              aria-invalid={error ? "true" : undefined}
              aria-label={chip.label}
              onChange={() => onValue(chip.value)}
            />
            <span class="chip__face">{chip.text}</span>
          </label>
        ))}
      </div>
      {error && (
        <p class="field__error" id={`${name}-error`}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

interface SomeProps<T extends string> {
  legend: string;
  chips: readonly Chip<T>[];
  values: readonly T[];
  onValues: (values: T[]) => void;
  columns?: number;
  error?: string | undefined;
  /** Between the legend and the chips. */
  children?: ComponentChildren;
}

/** None, one or more of a few. */
export function ChooseSome<T extends string>({
  legend,
  chips,
  values,
  onValues,
  columns,
  error,
  children,
}: SomeProps<T>) {
  const id = useId();
  const toggle = (value: T, on: boolean) => onValues(on ? [...values, value] : values.filter((held) => held !== value));
  return (
    <fieldset aria-describedby={error && `${id}-error`}>
      <legend class="legend">{legend}</legend>
      {children}
      <div class="chips chips--flow" style={columns ? { "--columns": String(columns) } : undefined}>
        {chips.map((chip) => (
          <label class="chip" key={chip.value}>
            <input
              type="checkbox"
              checked={values.includes(chip.value)}
              aria-invalid={error ? "true" : undefined}
              onChange={(event) => toggle(chip.value, event.currentTarget.checked)}
            />
            <span class="chip__face">{chip.text}</span>
          </label>
        ))}
      </div>
      {error && (
        <p class="field__error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
