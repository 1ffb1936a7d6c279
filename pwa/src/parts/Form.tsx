import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

interface Props {
  class?: string;
  onSend: () => void;
  children: ComponentChildren;
}

/**
 * A form that says itself what is wrong, at the field and in our words: the browser's own bubbles speak the browser's
 * language. After a try that failed, who can't see it stands at the first field that is wrong.
 */
export function Form({ class: name, onSend, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const send = (event: Event) => {
    event.preventDefault();
    onSend();
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <form ref={form} class={name} noValidate onSubmit={send}>
      {children}
    </form>
  );
}
