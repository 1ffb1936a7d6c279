import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Menu } from "./Menu";

afterEach(cleanup);

function opened() {
  const onPress = vi.fn();
  const items = [
    { text: "Bel Jan", href: "tel:06" },
    { text: "Afmelden", onPress },
    { text: "Alles goed?", onPress: () => undefined },
  ];
  render(<Menu text="Meer" label="Meer over Jan" about={["Dorpsstraat 12"]} items={items} />);
  const button = screen.getByRole("button", { name: "Meer over Jan" });
  return { button, onPress, at: () => document.activeElement?.textContent };
}
const key = (name: string) => fireEvent.keyDown(document.activeElement as Element, { key: name });

describe("a menu by keys", () => {
  it("opens on its first item, goes round with arrows, and finds a letter", () => {
    const { button, at } = opened();
    button.focus();
    key("ArrowDown");
    expect(button.getAttribute("aria-expanded")).toBe("true");
    expect(at()).toBe("Bel Jan");
    key("ArrowUp");
    expect(at()).toBe("Alles goed?");
    key("ArrowDown");
    key("End");
    key("a");
    expect(at()).toBe("Afmelden");
    key("Home");
    expect(at()).toBe("Bel Jan");
  });

  it.each(["Escape", "Tab"])("is left with %s, at its button", (name) => {
    const { button } = opened();
    fireEvent.click(button);
    key(name);
    expect(screen.queryByRole("menu")).toBeNull();
    expect(document.activeElement).toBe(button);
  });

  it("does what is chosen, from its button on", () => {
    const { button, onPress } = opened();
    fireEvent.click(button);
    fireEvent.click(screen.getByRole("menuitem", { name: "Afmelden" }));
    expect(onPress).toHaveBeenCalledOnce();
    expect(document.activeElement).toBe(button);
    expect(screen.queryByRole("menu")).toBeNull();
  });

  it("goes when somebody presses elsewhere", () => {
    const { button } = opened();
    fireEvent.click(button);
    fireEvent.pointerDown(document.body);
    expect(screen.queryByRole("menu")).toBeNull();
  });
});
