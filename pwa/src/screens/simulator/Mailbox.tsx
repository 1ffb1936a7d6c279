import { useEffect, useRef } from "preact/hooks";
import type { SimulatedMailbox } from "../../api/types";
import { t } from "../../texts/later";
import { exactTime } from "../../time/format";

/** What was mailed to one address. Nobody answers a mail here. */
export function Mailbox({ mailbox }: { mailbox: SimulatedMailbox }) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [mailbox.mails.length]);
  return (
    <section class="phone" aria-label={mailbox.address}>
      <header class="phone__head">
        <h2 class="nl-heading nl-heading--level-3 anywhere">{mailbox.address}</h2>
        <p class="soft">{t.simulator.mailbox}</p>
      </header>
      <ol ref={list} class="phone__items" aria-live="polite">
        {mailbox.mails.map((mail) => (
          <li key={mail.id} class="bubble">
            <p class="strong anywhere">{mail.subject}</p>
            <p class="bubble__letter anywhere">{mail.text}</p>
            <p class="bubble__when">
              {exactTime(mail.at)} · {t.simulator.states[mail.state] ?? mail.state}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
