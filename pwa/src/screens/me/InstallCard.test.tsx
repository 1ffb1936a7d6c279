import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { awaitInstall, installPrompt } from "../../app/install";
import { InstallCard } from "./InstallCard";

afterEach(() => {
  cleanup();
  installPrompt.set(null);
  vi.unstubAllGlobals();
});

describe("the app on the home screen", () => {
  it("is one press where the browser offers it, and not offered twice", () => {
    awaitInstall();
    const prompt = vi.fn(() => Promise.resolve());
    const offer = Object.assign(new Event("beforeinstallprompt", { cancelable: true }), { prompt });
    window.dispatchEvent(offer);
    expect(offer.defaultPrevented).toBe(true);
    const { container } = render(<InstallCard />);
    fireEvent.click(screen.getByRole("button", { name: "Zet op mijn beginscherm" }));
    expect(prompt).toHaveBeenCalledTimes(1);
    return vi.waitFor(() => expect(container.innerHTML).toBe(""));
  });

  it.each([
    [false, 4],
    [true, 0],
  ])("is four steps by hand on an iPhone, and nothing when it is there (installed: %s)", (standalone, steps) => {
    vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { standalone }));
    render(<InstallCard />);
    expect(screen.queryAllByRole("listitem")).toHaveLength(steps);
  });

  it("is three steps by the menu of an Android that offers nothing, until it is there", async () => {
    const userAgent = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0";
    vi.stubGlobal("navigator", Object.create(navigator, { userAgent: { value: userAgent } }));
    const { container } = render(<InstallCard />);
    expect(screen.queryAllByRole("listitem")).toHaveLength(3);
    expect(screen.getByText(/App installeren/)).toBeDefined();
    window.dispatchEvent(new Event("appinstalled"));
    await vi.waitFor(() => expect(container.innerHTML).toBe(""));
  });
});
