import { render, screen } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import { SessionContext } from "../session/context";
import { jan, protocol } from "../testing";
import { t } from "../texts";
import { Reminders } from "./Reminders";
import { TroubleFields } from "./Trouble";
import { NO_TROUBLE } from "./trouble-form";

const losser = {
  ...protocol,
  reminders: ["Zorg dat je bereikbaar bent."],
  told: ["je direct leidinggevende", "directe collega's"],
  reachable: "binnen werktijd een teammanager",
  riskSigns: ["Het is een 'bekende' inwoner."],
};

const within = (part: preact.ComponentChildren) =>
  render(
    <SessionContext.Provider value={{ state: "signed-in", me: jan, protocol: losser, colleagues: [] }}>
      {part}
    </SessionContext.Provider>,
  );

describe("what a protocol says beside its rules", () => {
  it("names whom to tell and who can be reached, with the reminders", () => {
    within(<Reminders teamId="t" />);
    expect(screen.getAllByRole("listitem", { hidden: true }).map((one) => one.textContent)).toEqual([
      "Laat weten waar je heen gaat en wanneer: je direct leidinggevende of directe collega's.",
      "Zorg dat je bereikbaar bent.",
      "Bereikbaar: binnen werktijd een teammanager.",
    ]);
  });

  it("shows its signs of risk where one says that trouble is expected", () => {
    within(<TroubleFields form={NO_TROUBLE} teamId="t" onForm={() => undefined} />);
    expect(screen.getByText(t.trouble.signs)).toBeTruthy();
    expect(screen.getByText("Het is een 'bekende' inwoner.")).toBeTruthy();
  });
});
