import type { ComponentChild } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/later";
import type { PhoneItem, SimulatedPhone } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { t } from "../../texts/later";
import { exactTime, phoneNumber } from "../../time/format";
import { CallIn } from "./CallIn";
import { CallItem } from "./CallItem";
import { rolesInWords } from "./roles";

export function Phone({ phone, onDone }: { phone: SimulatedPhone; onDone: () => void }) {
  const [text, setText] = useState("");
  const { busy, problem, act } = useAction(onDone);
  const list = useRef<HTMLOListElement>(null);
  const ringing = phone.items.some((item) => item.call?.state === "ringing");
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [phone.items.length, ringing]);
  const send = async () => {
    if (text.trim() === "") return;
    if (await act("send", () => api.phoneSends(phone.personId, text.trim()))) setText("");
  };
  return (
    <section class={`phone${ringing ? " phone--ringing" : ""}`} aria-label={phone.name}>
      <header class="phone__head">
        <h2 class="nl-heading nl-heading--level-3 anywhere">{phone.name}</h2>
        <p class="soft">
          {phoneNumber(phone.number)}
          <br />
          {rolesInWords(phone.roles, phone.managerWord)}
        </p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and who has only a keyboard scrolls it too. */}
      <ol ref={list} class="phone__items" aria-live="polite" aria-label={t.simulator.items(phone.name)} tabIndex={0}>
        {phone.items.map((item) =>
          item.channel === "call" ? (
            <CallItem key={item.id} item={item} onDone={onDone} />
          ) : (
            <Sms key={item.id} item={item} />
          ),
        )}
      </ol>
      {problem && <p class="field__error">{problem}</p>}
      <CallIn personId={phone.personId} onDone={onDone} />
      <form
        class="phone__form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <input
          class="utrecht-textbox utrecht-textbox--html-input"
          aria-label={t.simulator.reply(phone.name)}
          placeholder={t.simulator.placeholder}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <Button submit size="small" busy={busy !== null}>
          {t.simulator.send}
        </Button>
      </form>
    </section>
  );
}

function Sms({ item }: { item: PhoneItem }) {
  return (
    <li class={`bubble bubble--${item.direction}`}>
      <p class="anywhere">{withLinks(item.text)}</p>
      <p class="bubble__when">
        {exactTime(item.at)} · {t.simulator.states[item.state] ?? item.state}
      </p>
    </li>
  );
}

/** A link in a text can be pressed, as on a phone. Here it has no host: the page's own is right on any port. */
const withLinks = (text: string): ComponentChild[] =>
  text.split(/(\/o\/[\w-]+)/).map((part, place) =>
    place % 2 === 1 ? (
      <a key={part} href={part} target="_blank" rel="noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  );
