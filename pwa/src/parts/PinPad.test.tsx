import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { render as draw } from "preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PinPad } from "./PinPad";

const sent = vi.fn();

beforeEach(() => {
  sent.mockClear();
  render(<PinPad title="Pincode" done="Afmelden" onPin={sent} onClose={() => undefined} />);
});
afterEach(cleanup);

const one = () => screen.getByRole("button", { name: "1", hidden: true });
/** As a browser does: what is not prevented presses the button with the focus. */
const enter = () => act(() => void (fireEvent.keyDown(one(), { key: "Enter" }) && one().click()));
const types = (keys: string[]) => {
  for (const key of keys) act(() => void fireEvent.keyDown(one(), { key }));
};

it("is sent by Enter with what was typed, though the focus stands on a digit", () => {
  types([..."12345", "Backspace"]);
  enter();
  expect(sent.mock.calls).toEqual([["1234"]]);
});

it("is not sent before there is enough of it", () => {
  types([..."12"]);
  enter();
  expect(sent).not.toHaveBeenCalled();
});

it("presses the digit that somebody went to with Tab", () => {
  types([..."1234", "Tab"]);
  enter();
  expect(sent).not.toHaveBeenCalled();
  types(["5"]);
  enter();
  expect(sent.mock.calls).toEqual([["123415"]]);
});

it("takes what is typed as soon as it is there: on a busy phone what comes after the drawing comes late", async () => {
  cleanup();
  const root = document.body.appendChild(document.createElement("div"));
  draw(<PinPad title="Pincode" done="Afmelden" onPin={sent} onClose={() => undefined} />, root);
  for (const key of [..."1234", "Enter"]) {
    window.dispatchEvent(new KeyboardEvent("keydown", { key }));
    await Promise.resolve(); // drawn, and nothing that comes after it
  }
  act(() => draw(null, root));
  root.remove();
  expect(sent.mock.calls).toEqual([["1234"]]);
});
