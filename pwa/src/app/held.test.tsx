import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useHeld } from "./held";

function Shown({ value }: { value: string }) {
  return <p>{useHeld(value)}</p>;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const pass = (milliseconds: number) => act(() => void vi.advanceTimersByTime(milliseconds));

describe("what is drawn while somebody presses", () => {
  it("stays as it was between the press and the click, and follows after it", () => {
    const { rerender } = render(<Shown value="before" />);
    rerender(<Shown value="later" />);
    expect(screen.getByText("later")).toBeTruthy();
    fireEvent.pointerDown(screen.getByText("later"));
    rerender(<Shown value="polled" />);
    expect(screen.getByText("later")).toBeTruthy();
    fireEvent.pointerUp(screen.getByText("later"));
    rerender(<Shown value="polled" />);
    expect(screen.getByText("later")).toBeTruthy();
    pass(150);
    expect(screen.getByText("polled")).toBeTruthy();
  });

  it("does not wait for a press that never ends: an alarm comes through", () => {
    const { rerender } = render(<Shown value="before" />);
    fireEvent.pointerDown(screen.getByText("before"));
    rerender(<Shown value="alarm" />);
    pass(1_400);
    expect(screen.getByText("before")).toBeTruthy();
    pass(200);
    expect(screen.getByText("alarm")).toBeTruthy();
  });
});
