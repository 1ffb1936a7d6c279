import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { NotHeard, Problem } from "../api/problem";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { soon } from "../test-soon";
import { asNamed } from "./filling";
import { t } from "../texts";
import { useForm, type Checked } from "./useForm";

afterEach(cleanup);

interface Typed {
  name: string;
  note: string;
}

const check = (form: Typed): Checked<{ name?: "needed" }, string> =>
  form.name ? { errors: {}, body: form.name } : { errors: { name: "needed" }, body: null };

const onDone = vi.fn();

function Names({ send }: { send: (name: string) => Promise<void> }) {
  const {
    form,
    change,
    said,
    stumbles,
    done,
    problem,
    send: submit,
  } = useForm({
    begin: { name: "", note: "" },
    check,
    at: asNamed("name"),
    next: { name: "", note: "" },
    send,
    onDone,
  });
  return (
    <Form stumbles={stumbles} onSend={submit}>
      {problem && <p role="alert">{problem}</p>}
      {done && <p role="status">{t.pin.saved}</p>}
      <TextField label="Naam" value={form.name} error={said("name")} onValue={(name) => change({ name })} />
      <TextField label="Notitie" value={form.note} onValue={(note) => change({ note })} />
      <Button submit>{t.pin.save}</Button>
    </Form>
  );
}

/** A server whose answers are given one by one. */
function server() {
  const asked: { name: string; yes: () => void; no: (error: Error) => void }[] = [];
  const send = vi.fn((name: string) => new Promise<void>((yes, no) => asked.push({ name, yes, no })));
  render(<Names send={send} />);
  return { asked, send };
}

const name = () => screen.getByLabelText<HTMLInputElement>("Naam");
const type = (value: string) => fireEvent.input(name(), { target: { value } });
const press = () => fireEvent.click(screen.getByText(t.pin.save));
const refused = (pointer: string) =>
  new Problem(422, "Fout", "Dit kan niet.", [{ pointer, code: "x", detail: "Bestaat al." }]);

it("says at the field what is missing, goes there, and asks nothing", async () => {
  const { send } = server();
  expect(name().getAttribute("aria-invalid")).toBeNull();
  press();
  await soon(() => expect(document.activeElement).toBe(name()));
  expect(name().getAttribute("aria-invalid")).toBe("true");
  expect(send).not.toHaveBeenCalled();
});

it("sends once, however often it is pressed, also before it is drawn again", async () => {
  const { send, asked } = server();
  type("Waak");
  press();
  press();
  await soon(() => expect(send).toHaveBeenCalledTimes(1));
  press();
  await act(async () => asked[0]?.yes());
  await screen.findByText(t.pin.saved);
  expect(send).toHaveBeenCalledTimes(1);
  expect(name().value).toBe("");
});

it("keeps what was typed after a failure, and can be tried again", async () => {
  const { asked } = server();
  type("Waak");
  press();
  await act(async () => asked[0]?.no(new NotHeard("away")));
  expect((await screen.findByRole("alert")).textContent).toContain("Geen antwoord");
  expect(name().value).toBe("Waak");
  press();
  await act(async () => asked[1]?.yes());
  await screen.findByText(t.pin.saved);
  expect(screen.queryByRole("alert")).toBeNull();
  expect(asked.map((one) => one.name)).toEqual(["Waak", "Waak"]);
});

it("says at its field what the server finds wrong, and goes there", async () => {
  const { asked } = server();
  type("Waak");
  press();
  await act(async () => asked[0]?.no(refused("/name")));
  await soon(() => expect(document.activeElement).toBe(name()));
  expect(screen.getByText("Bestaat al.").id).toBe(name().getAttribute("aria-describedby"));
  expect(screen.queryByRole("alert")).toBeNull();
  type("Waak en Co");
  await soon(() => expect(screen.queryByText("Bestaat al.")).toBeNull());
});

it("says above the form what is about no field of it", async () => {
  const { asked } = server();
  type("Waak");
  press();
  await act(async () => asked[0]?.no(refused("/team")));
  expect((await screen.findByRole("alert")).textContent).toBe("Bestaat al.");
});

it("overwrites nothing that was typed while it was under way, and does not say that it was kept", async () => {
  const { asked } = server();
  type("Waak");
  press();
  const note = screen.getByLabelText<HTMLInputElement>("Notitie");
  note.focus();
  fireEvent.input(note, { target: { value: "nog iets" } });
  await act(async () => asked[0]?.yes());
  expect(screen.queryByText(t.pin.saved)).toBeNull();
  expect(note.value).toBe("nog iets");
  expect(document.activeElement).toBe(note);
});

it("takes nobody away from where they type when a refusal comes late", async () => {
  const { asked } = server();
  type("Waak");
  press();
  const note = screen.getByLabelText<HTMLInputElement>("Notitie");
  note.focus();
  fireEvent.input(note, { target: { value: "nog iets" } });
  await act(async () => asked[0]?.no(refused("/name")));
  await screen.findByText("Bestaat al.");
  expect(document.activeElement).toBe(note);
  expect(note.value).toBe("nog iets");
});
