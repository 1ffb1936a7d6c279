import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon, type IconName } from "./Icon";

interface Looks {
  /** One main button a screen; the others step back. */
  look?: "main" | "quiet" | "plain" | "alarm" | "on-alarm" | "on-alarm-quiet" | undefined;
  size?: "large" | "small" | undefined;
  wide?: boolean | undefined;
  icon?: IconName | undefined;
  children: ComponentChildren;
}

const classes = ({ look = "main", size, wide }: Looks): string =>
  ["nl-button", `button--${look}`, size && `button--${size}`, wide && "button--wide"].filter(Boolean).join(" ");

interface ButtonProps extends Looks {
  onPress?: () => void;
  /** It goes from the page while the keyboard stands on it: where that goes on. */
  onGone?: (() => void) | undefined;
  submit?: boolean;
  disabled?: boolean;
  busy?: boolean;
  pressed?: boolean;
  expanded?: boolean;
  label?: string;
  describedBy?: string;
}

export function Button(props: ButtonProps) {
  const { onPress, onGone, submit, disabled, busy, pressed, expanded, label, icon, children, describedBy } = props;
  const off = disabled || busy;
  const here = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => () => (here.current === document.activeElement ? onGone?.() : undefined), []);
  return (
    <button
      ref={here}
      type={submit ? "submit" : "button"}
      class={`${classes(props)}${off ? " nl-button--disabled" : ""}`}
      aria-disabled={off ? "true" : undefined}
      aria-busy={busy ? "true" : undefined}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-label={label}
      aria-describedby={describedBy}
      onClick={(event) => {
        // aria-disabled instead of disabled: the button keeps its focus while something is on its way.
        if (off) event.preventDefault();
        else onPress?.();
      }}
    >
      {icon && <Icon name={icon} />}
      <span class="nl-button__label">{children}</span>
    </button>
  );
}

interface LinkProps extends Looks {
  href: string;
  label?: string;
  /** A file of the server, and no screen: the app's own router leaves it alone. */
  file?: boolean;
}

/** A link that looks like a button: to another screen, or out to the phone itself (tel:, sms:). */
export function ButtonLink(props: LinkProps) {
  const { href, label, icon, children, file } = props;
  return (
    <a class={classes(props)} href={href} aria-label={label} target={file ? "_blank" : undefined} rel="noopener">
      {icon && <Icon name={icon} />}
      <span class="nl-button__label">{children}</span>
    </a>
  );
}
