import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import type { IncidentForm } from "../../api/types";
import { noAnswers } from "../../incidents/answers";
import { Course } from "./Conduct";

afterEach(cleanup);

it("says whom to call when something threatens now: the report does not call the police", () => {
  const form = { threatToCome: true, extreme: false, persistent: false, behaviours: [] } as unknown as IncidentForm;
  const answers = noAnswers("NL");
  const props = { form, channel: null, causedBy: "", change: () => undefined };
  const { rerender } = render(<Course {...props} answers={answers} />);
  expect(screen.queryByRole("link")).toBeNull();
  rerender(<Course {...props} answers={{ ...answers, threatToCome: true }} />);
  expect(screen.getByText(/Bel eerst 112/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Bel 112" }).getAttribute("href")).toBe("tel:112");
});
