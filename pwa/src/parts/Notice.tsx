import type { ComponentChildren } from "preact";

interface Props {
  tone?: "plain" | "watched" | "soon" | "alarm";
  title?: ComponentChildren;
  children?: ComponentChildren;
  /** Said aloud as soon as it appears; "now" interrupts. */
  announce?: "politely" | "now";
}

/** Something to know, in words; its colour says the same once more. */
export function Notice({ tone = "plain", title, children, announce }: Props) {
  return (
    <div
      class={`notice notice--${tone} stack stack-tight`}
      role={announce === "now" ? "alert" : announce === "politely" ? "status" : undefined}
    >
      {title && <p class="notice__title">{title}</p>}
      {children}
    </div>
  );
}

export function Badge({ tone = "plain", children }: Pick<Props, "tone" | "children">) {
  return <span class={`badge badge--${tone}`}>{children}</span>;
}

/** The one sentence that matters most: is anybody watching? */
export function StateLine({ tone, href, to, children }: StateProps) {
  return (
    <div class={`state-line state-line--${tone}`}>
      <span class="state-line__dot" aria-hidden="true" />
      <p class="anywhere" role="status" aria-live="polite">
        {children}
      </p>
      {href && (
        <a class="nl-link state-line__to" href={href}>
          {to}
        </a>
      )}
    </div>
  );
}

interface StateProps {
  tone: "watched" | "nobody" | "late" | "alarm";
  /** The screen that it is about, where it stands on another one. */
  href?: string | null | undefined;
  to?: string;
  children: ComponentChildren;
}
