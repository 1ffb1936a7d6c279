import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Props {
  class?: string;
  onSend: () => void;
  /** How often a try to send it failed, as `useForm` counts: by our own check, or by the server. */
  stumbles: number;
  children: ComponentChildren;
}

/**
 * A form that says itself what is wrong, at the field and in our words: the browser's own bubbles speak the browser's
 * language. After a try that failed, who can't see it stands at the first field that is wrong, and where none is, what
 * went wrong is brought into sight.
 */
export function Form({ class: name, onSend, stumbles, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const send = (event: Event) => {
    event.preventDefault();
    onSend();
  };
  useEffect(() => {
    if (stumbles === 0) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (wrong) wrong.focus();
    // Of a long form the button is far below where it is said, a moment later, that the server did not take it.
    else
      requestAnimationFrame(() =>
        form.current?.querySelector('[role="alert"]')?.scrollIntoView?.({ block: "nearest" }),
      );
  }, [stumbles]);
  return (
    <form ref={form} class={name} noValidate onSubmit={send}>
      {children}
    </form>
  );
}
