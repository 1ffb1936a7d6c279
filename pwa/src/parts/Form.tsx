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
 * language. After a try that failed, who can't see it stands at the first field that is wrong.
 */
export function Form({ class: name, onSend, stumbles, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const send = (event: Event) => {
    event.preventDefault();
    onSend();
  };
  useEffect(() => {
    if (stumbles > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [stumbles]);
  return (
    <form ref={form} class={name} noValidate onSubmit={send}>
      {children}
    </form>
  );
}
