import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it } from "vitest";
import { sound } from "../../desk/sound";
import { SoundSwitch } from "./SoundSwitch";
import { t } from "../../texts/later";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

describe("the switch of the sound", () => {
  it("does not turn off what it asks to be pressed for", () => {
    sound.set("waits");
    render(<SoundSwitch />);
    const button = screen.getByText(t.board.soundWaits);
    fireEvent.pointerDown(button);
    // The press itself made it sound, before the click came.
    sound.set("on");
    fireEvent.pointerUp(button);
    fireEvent.click(button);
    expect(sound.get()).not.toBe("off");
    expect(localStorage.getItem("achterwacht-sound")).toBe("on");
  });

  it("turns off what is on", () => {
    sound.set("on");
    render(<SoundSwitch />);
    fireEvent.click(screen.getByText(t.board.soundOn));
    expect(sound.get()).toBe("off");
  });
});
