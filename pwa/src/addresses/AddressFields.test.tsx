import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, describe, expect, it } from "vitest";
import { t } from "../texts";
import { Around } from "../testing";
import { emptyAddress } from "./address";
import { AddressFields } from "./AddressFields";

afterEach(cleanup);

function Form() {
  const [form, setForm] = useState(() => emptyAddress("NL"));
  return (
    <>
      <AddressFields form={form} errors={{}} onForm={setForm} />
      <output>{JSON.stringify(form)}</output>
    </>
  );
}

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const form = () => JSON.parse(screen.getByRole("status").textContent ?? "{}") as Record<string, string>;

describe("the fields of an address", () => {
  it("can be filled in after the other country was chosen", () => {
    render(<Form />, { wrapper: Around });
    fireEvent.click(screen.getByText(t.address.countries.BE));
    for (const name of [t.address.street, t.address.number, t.address.box, t.address.city]) {
      expect(field(name).hasAttribute("maxlength"), name).toBe(false);
    }
    expect(field(t.address.postcode).maxLength).toBe(4);
  });

  it("lose nothing when a browser fills in several at once", () => {
    render(<Form />, { wrapper: Around });
    fireEvent.input(field(t.address.postcode), { target: { value: "5211AA" } });
    fireEvent.input(field(t.address.number), { target: { value: "12" } });
    fireEvent.input(field(t.address.cityOptional), { target: { value: "Den Bosch" } });
    expect(form()).toMatchObject({ postcode: "5211AA", number: "12", city: "Den Bosch" });
  });

  it("ask for the town where it is read out, and say why", () => {
    const shown = (city?: "town") => (
      <AddressFields form={emptyAddress("NL")} errors={city ? { city } : {}} withTown onForm={() => undefined} />
    );
    const { rerender } = render(shown(), { wrapper: Around });
    expect(field(t.address.city).getAttribute("aria-invalid")).not.toBe("true");
    expect(screen.queryByText(t.address.townWhy)).toBeNull();
    rerender(shown("town"));
    expect(field(t.address.city).getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText(t.wrong.town)).toBeTruthy();
    expect(screen.getByText(t.address.townWhy)).toBeTruthy();
  });
});
