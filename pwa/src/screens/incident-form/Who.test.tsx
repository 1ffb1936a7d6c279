import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { noAnswers } from "../../incidents/answers";
import { Who } from "./People";

afterEach(cleanup);

it("takes over who did it as was said at once: without a name nobody can be kept out", () => {
  const change = vi.fn();
  const { rerender } = render(<Who answers={noAnswers("NL")} causedBy="J. Pieters" change={change} />);
  fireEvent.click(screen.getByRole("button", { name: "Overnemen als naam: J. Pieters" }));
  expect(change).toHaveBeenCalledWith({ name: "J. Pieters" });
  rerender(<Who answers={{ ...noAnswers("NL"), name: "Pieters" }} causedBy="J. Pieters" change={change} />);
  expect(screen.queryByRole("button")).toBeNull();
});
