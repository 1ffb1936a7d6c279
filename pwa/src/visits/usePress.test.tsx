import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import type { ComponentChildren } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { afterKey } from "../parts/PinPad";
import { drain, refresh, startQueue, waiting } from "../queue/queue";
import { forgetEverything } from "../storage/database";
import { Around, jan } from "../testing";
import { t } from "../texts";
import { usePress } from "./usePress";

function Visit() {
  const { act, pinPad } = usePress("v");
  return (
    <>
      <button type="button" onClick={() => act("check-out", { returnTo: "office" })}>
        {"out"}
      </button>
      <button type="button" onClick={() => act("feeling", { feeling: "green" })}>
        {"feeling"}
      </button>
      {pinPad}
    </>
  );
}

const WithPin = ({ children }: { children: ComponentChildren }) => (
  <Around me={{ ...jan, hasPin: true }}>{children}</Around>
);

let bodies: Record<string, unknown>[];
const wrong = { status: 400, title: "x", detail: "x", errors: [{ pointer: "/pin", code: "pin_wrong", detail: "x" }] };

beforeEach(async () => {
  await forgetEverything();
  bodies = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const body = (await request.json()) as Record<string, unknown>;
    bodies.push(body);
    return body["pin"] === "1234" || body["feeling"]
      ? Response.json({ id: "v" })
      : Response.json(wrong, { status: 400 });
  });
  startQueue({ personId: () => "jan", askServer: async () => undefined, onNews: () => undefined });
  await drain();
});
afterEach(async () => {
  cleanup();
  await forgetEverything();
  await drain(); // a round that was on its way brings nothing into the next test
  await refresh();
  vi.unstubAllGlobals();
});

const type = (pin: string) => {
  for (const digit of pin) fireEvent.click(screen.getByText(digit, { selector: "button" }));
  fireEvent.click(screen.getByText(t.pending.kinds["check-out"]));
};

describe("checking out with a PIN", () => {
  it("asks it first, and again when the server says it is wrong", async () => {
    render(<Visit />, { wrapper: WithPin });
    fireEvent.click(screen.getByText("out"));
    expect(bodies).toEqual([]);

    type("9999");
    await screen.findByText(t.pin.wrong);
    expect(bodies).toMatchObject([{ pin: "9999", returnTo: "office" }]);

    type("1234");
    await waitFor(() => expect(bodies).toHaveLength(2));
    expect(bodies[1]).toMatchObject({ pin: "1234", returnTo: "office" });
    await waitFor(() => expect(waiting.get()).toEqual([]));
  });

  it("asks it when only the server knows that there is one", async () => {
    render(<Visit />, { wrapper: Around });
    fireEvent.click(screen.getByText("out"));
    await screen.findByText(t.pin.title);
  });

  it("does not ask it for what proves nothing", async () => {
    render(<Visit />, { wrapper: WithPin });
    fireEvent.click(screen.getByText("feeling"));
    await waitFor(() => expect(bodies.filter((one) => "feeling" in one)).toMatchObject([{ feeling: "green" }]));
    expect(screen.queryByText(t.pin.title)).toBeNull();
  });
});

describe("the keys of the PIN", () => {
  it("take four to eight digits, and nothing else", () => {
    expect([..."12a345678900"].reduce(afterKey, "")).toBe("12345678");
    expect(afterKey("123", "Backspace")).toBe("12");
    expect(afterKey("", "Backspace")).toBe("");
  });
});
