import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, expect, it } from "vitest";
import { soon } from "../test-soon";
import { t } from "../texts";
import { Sheet } from "./Sheet";

afterEach(cleanup);

function Asks() {
  const [open, setOpen] = useState(false);
  return (
    <main>
      <button type="button" onClick={() => setOpen(true)}>
        {t.app.open}
      </button>
      {open && (
        <Sheet title={t.app.moment} onClose={() => setOpen(false)}>
          <button type="button">{t.app.yes}</button>
        </Sheet>
      )}
    </main>
  );
}

it("gives the place back to what opened it", async () => {
  render(<Asks />);
  const opens = screen.getByText(t.app.open);
  opens.focus();
  fireEvent.click(opens);
  await soon(() => expect(document.querySelector("dialog[open]")).not.toBeNull());
  screen.getByText(t.app.yes).focus();
  fireEvent.click(screen.getByText(t.app.cancel));
  await soon(() => expect(document.querySelector("dialog")).toBeNull());
  await soon(() => expect(document.activeElement).toBe(opens));
});
