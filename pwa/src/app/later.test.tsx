import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as texts from "../texts";
import { LATE, later, room } from "./later";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const Board = ({ name }: { name: string }) => <p>{name}</p>;

describe("a screen that comes after the start", () => {
  it("is there at once when its room was brought before", async () => {
    const from = room(() => Promise.resolve({ Board }));
    await from.fetch();
    const Screen = later(from, (it) => it.Board);
    render(<Screen name="bord" />);
    expect(screen.getByText("bord")).toBeTruthy();
  });

  it("says that it is not there, asks again, and comes", async () => {
    vi.useFakeTimers();
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const load = vi.fn().mockRejectedValueOnce(new Error("gone")).mockResolvedValue({ Board });
    const Screen = later(room<{ Board: typeof Board }>(load), (it) => it.Board);
    render(<Screen name="bord" />);
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.getByRole("alert")).toBeTruthy();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(screen.getByText("bord")).toBeTruthy();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("says after some seconds that it does not come, with a way to ask again, and is drawn when it does", async () => {
    vi.useFakeTimers();
    let come: (it: { Board: typeof Board }) => void = () => undefined;
    const answer = new Promise<{ Board: typeof Board }>((resolve) => {
      come = resolve;
    });
    const Screen = later(
      room(() => answer),
      (it) => it.Board,
    );
    render(<Screen name="bord" />);
    await vi.advanceTimersByTimeAsync(LATE - 1);
    expect(screen.queryByRole("alert")).toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(screen.getByRole("alert")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Opnieuw laden" })).toBeTruthy();
    come({ Board });
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.getByText("bord")).toBeTruthy();
  });

  it("waits no longer than that for the words of another language", async () => {
    vi.useFakeTimers();
    vi.spyOn(texts, "bringRest").mockReturnValue(new Promise(() => undefined));
    const Screen = later(
      room(() => Promise.resolve({ Board })),
      (it) => it.Board,
    );
    render(<Screen name="bord" />);
    await vi.advanceTimersByTimeAsync(LATE);
    expect(screen.getByText("bord")).toBeTruthy();
  });
});
