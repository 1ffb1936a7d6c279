import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Protocol, Visit } from "../api/types";
import { drain, refresh, startQueue } from "../queue/queue";
import { SessionContext } from "../session/context";
import { forgetEverything } from "../storage/database";
import { Around, jan, protocol, visitOf } from "../testing";
import { t } from "../texts";
import { SayTrouble, TellTrouble, TroubleSaid } from "./Trouble";
import { NO_TROUBLE } from "./trouble-form";

const WHY = "Hij dreigde vorige week";
const follows = { pair: true, police: true, whom: "de politie, 0900-8844", callMinutes: 15 };
const planned = (more: Partial<Visit> = {}) => visitOf({ state: "planned", startedAt: null, ...more });
const said = { expectsTrouble: WHY, troubleSaidBy: { id: jan.id, name: jan.name }, youSaidIt: true };

function Filling({ visit }: { visit: Visit }) {
  const [form, setForm] = useState(NO_TROUBLE);
  return (
    <SayTrouble visit={visit} form={form} onForm={(part) => setForm((now) => ({ ...now, ...part }))}>
      {t.trouble.sayNow}
    </SayTrouble>
  );
}

const filling = (trouble: Protocol["trouble"]) =>
  render(
    <SessionContext.Provider
      value={{ state: "signed-in", me: jan, protocol: { ...protocol, trouble }, colleagues: [] }}
    >
      <Filling visit={planned()} />
    </SessionContext.Provider>,
  );

let heard: { method: string; path: string; body: unknown }[];

beforeEach(async () => {
  await forgetEverything();
  heard = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    heard.push({
      method: request.method,
      path: new URL(request.url).pathname,
      body: JSON.parse((await request.text()) || "null"),
    });
    return Response.json({ id: "v" });
  });
  startQueue({ personId: () => "jan", askServer: async () => undefined, onNews: () => undefined });
  await drain();
});
afterEach(async () => {
  cleanup();
  await forgetEverything();
  await refresh();
  vi.unstubAllGlobals();
});

const choose = (label: string) => fireEvent.click(screen.getByLabelText(label));

describe("expecting trouble", () => {
  it("says what follows by the protocol, and goes through the queue", async () => {
    filling(follows);
    expect(screen.queryByLabelText(t.trouble.why)).toBeNull();
    choose(t.trouble.expect);
    expect(screen.getByRole("status").textContent).toBe(
      "Je achterwacht en je leidinggevende krijgen een sms, je gaat niet alleen, je belt eerst de politie, 0900-8844 en een collega belt je na 15 minuten.",
    );
    expect(screen.queryByLabelText(t.trouble.police)).toBeNull();
    fireEvent.input(screen.getByLabelText(t.trouble.why), { target: { value: ` ${WHY} ` } });
    fireEvent.click(screen.getByText(t.trouble.sayNow));
    await waitFor(() => expect(heard).toHaveLength(1));
    expect(heard[0]).toMatchObject({
      method: "PUT",
      path: "/v1/visits/v/expected-trouble",
      body: { why: WHY, policeWanted: false },
    });
  });

  it("lets who says it ask for the police, where the protocol does not by itself", () => {
    filling({ pair: false, police: false, whom: "de wijkagent", callMinutes: null });
    choose(t.trouble.expect);
    expect(screen.getByRole("status").textContent).toBe("Je achterwacht en je leidinggevende krijgen een sms.");
    choose(t.trouble.police);
    expect(screen.getByRole("status").textContent).toBe(
      "Je achterwacht en je leidinggevende krijgen een sms en je belt eerst de wijkagent.",
    );
  });

  it("is taken back by who said it, before the start", async () => {
    render(<TroubleSaid visit={planned(said)} />, { wrapper: Around });
    expect(screen.getByText(t.trouble.youExpect)).toBeTruthy();
    expect(screen.getByText(t.trouble.propose).closest("a")?.getAttribute("href")).toBe(
      "/risk-addresses/propose?visit=v",
    );
    fireEvent.click(screen.getByText(t.trouble.takeBack));
    await waitFor(() => expect(heard).toHaveLength(1));
    expect(heard[0]).toMatchObject({ method: "DELETE", path: "/v1/visits/v/expected-trouble", body: null });
  });

  it("is read by the others, and not taken back by them or under way", () => {
    const fatima = { expectsTrouble: WHY, troubleSaidBy: { id: "fatima", name: "Fatima Bakker" } };
    render(<TroubleSaid visit={planned(fatima)} />, { wrapper: Around });
    expect(screen.getByText("Fatima Bakker verwacht problemen")).toBeTruthy();
    expect(screen.queryByText(t.trouble.takeBack)).toBeNull();
    cleanup();
    render(<TroubleSaid visit={visitOf(said)} />, { wrapper: Around });
    expect(screen.queryByText(t.trouble.takeBack)).toBeNull();
  });

  it("is taken back too by who said it besides the one it names", () => {
    const both = { expectsTrouble: WHY, troubleSaidBy: { id: "fatima", name: "Fatima Bakker" }, youSaidIt: true };
    render(<TroubleSaid visit={planned(both)} />, { wrapper: Around });
    expect(screen.getByText("Fatima Bakker verwacht problemen")).toBeTruthy();
    expect(screen.getByText(t.trouble.youToo)).toBeTruthy();
    expect(screen.getByText(t.trouble.takeBack)).toBeTruthy();
  });

  it("asks why, instead of a button that does nothing", () => {
    render(<TellTrouble visit={visitOf()} />, { wrapper: Around });
    fireEvent.click(screen.getByLabelText(t.trouble.expect));
    fireEvent.click(screen.getByText(t.trouble.say));
    const why = screen.getByLabelText(t.trouble.why);
    expect(document.activeElement).toBe(why);
    expect(document.getElementById(why.getAttribute("aria-describedby")?.split(" ").pop() ?? "")?.textContent).toBe(
      t.wrong.reason,
    );
    fireEvent.input(why, { target: { value: "Hij dreigde" } });
    expect(screen.queryByText(t.wrong.reason)).toBeNull();
  });

  it("stands folded under a neutral word while the visit goes on", () => {
    const { container } = render(<TellTrouble visit={visitOf(said)} />, { wrapper: Around });
    const folded = container.querySelector("details");
    expect(folded?.open).toBe(false);
    expect(folded?.querySelector("summary")?.textContent).toBe(t.trouble.toTell);
  });
});
