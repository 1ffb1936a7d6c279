import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { visitOf } from "../../testing";
import { AllWell } from "./AllWell";

afterEach(cleanup);

const calls = (checkCall: "asked" | "ok") => visitOf({ watch: { ...visitOf().watch, checkCall } });

it("says that all is well once the server has the answer, where the question stood, and not to who said nothing", () => {
  const [onWell, onNotWell] = [vi.fn(), vi.fn()];
  const shown = (checkCall: "asked" | "ok") => (
    <AllWell visit={calls(checkCall)} waits={false} onWell={onWell} onNotWell={onNotWell} />
  );
  const { rerender, container } = render(shown("asked"));
  fireEvent.click(screen.getByRole("button", { name: "Ja" }));
  expect(onWell).toHaveBeenCalledOnce();
  expect(screen.queryByText("Alles goed")).toBeNull();
  rerender(shown("ok"));
  expect(screen.getByText("Alles goed")).toBeTruthy();
  cleanup();
  const { container: other } = render(shown("ok"));
  expect(container.textContent + other.textContent).toBe("");
});
