import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import type { IncidentForm } from "../../api/types";
import type { Answers } from "../../incidents/answers";
import { Questions } from "./Questions";

const form = {
  fields: ["caused_by", "kind", "moment"],
  several: false,
  behaviours: [],
  channels: [],
  levels: [],
  motives: [],
  expressions: [],
  stalkingLog: [],
} as unknown as IncidentForm;
const answers = { damage: null, damages: [], witnesses: [], behaviours: [] } as unknown as Answers;

afterEach(cleanup);

it("asks which damage there is where the form has no such question and somebody said that there is", () => {
  const change = () => undefined;
  render(<Questions form={form} answers={answers} change={change} />);
  expect(screen.queryByText("Schade toevoegen")).toBeNull();
  cleanup();
  render(<Questions form={form} answers={{ ...answers, damage: true }} change={change} />);
  expect(screen.getByText("Schade toevoegen")).toBeTruthy();
});
