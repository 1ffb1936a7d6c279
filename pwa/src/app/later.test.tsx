import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { later, room } from "./later";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
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
});
