// The address as it is typed, and as the server wants it. Pure.
import type { AddressIn, Country, Me, WhereToIn } from "../api/types";

export interface AddressForm {
  /** "place": there is no house number; then only where, and the town. */
  country: Country | "place";
  /** A street, a corner, a park, as people say it. */
  where: string;
  postcode: string;
  number: string;
  addition: string;
  box: string;
  street: string;
  city: string;
  /** Of the register it was chosen from; empty when any of it was typed by hand. */
  registerId: string;
}

export const emptyAddress = (country: AddressForm["country"]): AddressForm => ({
  country,
  where: "",
  postcode: "",
  number: "",
  addition: "",
  box: "",
  street: "",
  city: "",
  registerId: "",
});

/** Where this organisation works, as long as nobody says otherwise. */
export const countryOf = (me: Me): Country => (me.organisation.country === "BE" ? "BE" : "NL");

/** An address of the server's, as it is filled in. */
export function formOf(address: WhereToIn): AddressForm {
  if (address.country === "place") return { ...emptyAddress("place"), where: address.where, city: address.city };
  const form: AddressForm = {
    ...emptyAddress(address.country),
    postcode: address.postcode,
    number: String(address.houseNumber),
    street: address.street ?? "",
    city: address.city ?? "",
    registerId: address.registerId ?? "",
  };
  return address.country === "NL" ? { ...form, addition: address.addition ?? "" } : { ...form, box: address.box ?? "" };
}

/** Where an answer of the server about an address belongs, in a form that has one. */
export const ADDRESS_AT: Readonly<Record<string, string>> = {
  "/address/postcode": "address/postcode",
  "/address/houseNumber": "address/number",
  "/address/addition": "address/addition",
  "/address/box": "address/box",
  "/address/street": "address/street",
  "/address/city": "address/city",
  "/address/where": "address/where",
};

export type AddressErrors = Partial<Record<keyof AddressForm, "needed" | "wrong" | "town">>;

const NL_POSTCODE = /^[1-9]\d{3}(?!SA|SD|SS)[A-Z]{2}$/;
const BE_POSTCODE = /^[1-9]\d{3}$/;

export const compactPostcode = (text: string): string => text.replace(/\s/g, "").toUpperCase();

/** "12-a" typed into the number is a number and an addition. */
export function splitNumber(form: AddressForm): AddressForm {
  if (form.country !== "NL") return form;
  const found = /^\s*(\d{1,5})\s*[-/ ]?\s*([A-Za-z0-9]{1,6})\s*$/.exec(form.number);
  return found && !/^\d+$/.test(form.number.trim()) && !form.addition
    ? { ...form, number: found[1] ?? "", addition: (found[2] ?? "").toUpperCase() }
    : form;
}

export function checkAddress(form: AddressForm): { address: AddressIn | null; errors: AddressErrors } {
  if (form.country === "place") return { address: null, errors: { number: "needed" } };
  const errors: AddressErrors = {};
  const need = (field: keyof AddressForm) => {
    if (!form[field].trim()) errors[field] = "needed";
  };
  need("postcode");
  need("number");
  const postcode = compactPostcode(form.postcode);
  if (form.country === "BE") {
    need("street");
    need("city");
    if (postcode && !BE_POSTCODE.test(postcode)) errors.postcode = "wrong";
    if (Object.keys(errors).length > 0) return { address: null, errors };
    const box = form.box.trim();
    return {
      address: {
        country: "BE",
        street: form.street.trim(),
        houseNumber: form.number.trim(),
        ...(box ? { box } : {}),
        postcode,
        city: form.city.trim(),
        ...(form.registerId ? { registerId: form.registerId } : {}),
      },
      errors,
    };
  }
  const split = splitNumber(form);
  const houseNumber = Number(split.number.trim());
  if (postcode && !NL_POSTCODE.test(postcode)) errors.postcode = "wrong";
  if (!errors.number && !(Number.isInteger(houseNumber) && houseNumber >= 1 && houseNumber <= 99_999)) {
    errors.number = "wrong";
  }
  if (Object.keys(errors).length > 0) return { address: null, errors };
  const addition = split.addition.trim();
  const street = form.street.trim();
  const city = form.city.trim();
  return {
    address: {
      country: "NL",
      postcode,
      houseNumber,
      ...(addition ? { addition } : {}),
      ...(street ? { street } : {}),
      ...(city ? { city } : {}),
      ...(form.registerId ? { registerId: form.registerId } : {}),
    },
    errors,
  };
}

/**
 * The address of a visit: in an alarm it is read out, and nobody finds a street by its postcode. What the register knows
 * has its town; what is typed by hand needs it.
 */
export function checkVisitAddress(form: AddressForm): { address: WhereToIn | null; errors: AddressErrors } {
  if (form.country === "place") {
    const errors: AddressErrors = {};
    const where = form.where.trim();
    const city = form.city.trim();
    if (!where) errors.where = "needed";
    if (!city) errors.city = "needed";
    return { address: where && city ? { country: "place", where, city } : null, errors };
  }
  const checked = checkAddress(form);
  if (form.registerId || form.city.trim()) return checked;
  return { address: null, errors: { ...checked.errors, city: checked.errors.city ?? "town" } };
}
