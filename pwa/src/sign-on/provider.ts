// The way to the provider of an organisation and back, as a browser goes it.
import type { Checked, Wrong } from "../app/useForm";

/** What a provider gave the browser to bring back, in the address of the page. */
export function broughtBack(search: string) {
  const said = new URLSearchParams(search);
  const part = (name: string) => said.get(name) ?? "";
  return { state: part("state"), code: part("code"), iss: part("iss"), error: part("error") };
}

/** The organisation that a link of an intranet names. */
export const organisationIn = (search: string): string => new URLSearchParams(search).get("organisatie") ?? "";

export function checkOrganisation({
  organisation,
}: {
  organisation: string;
}): Checked<{ organisation?: Wrong }, string> {
  const name = organisation.trim().toLowerCase();
  return name ? { errors: {}, body: name } : { errors: { organisation: "needed" }, body: null };
}

export const goThere = ({ address }: { address: string }): void => location.assign(address);
