import { t } from "../texts";
import { phoneNumber, smsLink, telLink } from "../time/format";
import { ButtonLink } from "./Button";

interface CallProps {
  name: string;
  number: string;
  look?: "main" | "quiet" | "on-alarm" | "on-alarm-quiet";
  size?: "large" | "small";
  wide?: boolean;
  /** Says the number itself as well. */
  full?: boolean;
}

/** Whom a button names where their whole name stands beside it. */
export const givenName = (name: string): string => name.split(" ")[0] ?? name;

/** Calling somebody: the phone's own dialler, no network needed. */
export function Call({ name, number, look = "quiet", size, wide, full }: CallProps) {
  return (
    <ButtonLink href={telLink(number)} look={look} size={size} wide={wide} icon="phone">
      {full ? t.contact.callNumber(name, phoneNumber(number)) : t.contact.call(name)}
    </ButtonLink>
  );
}

/** The way by SMS, with the text to type for who doesn't trust the link. */
export function Sms({
  number,
  text,
  look = "quiet",
  wide,
}: {
  number: string;
  text: string;
  look?: CallProps["look"];
  wide?: boolean;
}) {
  return (
    <ButtonLink href={smsLink(number, text)} look={look} wide={wide} icon="sms">
      {t.contact.sms(text, phoneNumber(number))}
    </ButtonLink>
  );
}
