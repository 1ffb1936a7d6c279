import { describe, expect, it } from "vitest";
import { watchMoves } from "./watch-moves";

const person = (id: string) => ({ id, name: id, phone: "+31612345678" });

describe("who comes along", () => {
  const calls = [person("fatima"), person("karin")];

  it("doesn't watch: who is told instead", () => {
    expect(watchMoves(calls, ["fatima"])).toEqual({ from: "fatima", to: "karin" });
    expect(watchMoves(calls, ["fatima", "karin"])).toEqual({ from: "fatima", to: null });
  });

  it("changes nothing where they would not be told first", () => {
    expect(watchMoves(calls, [])).toBeNull();
    expect(watchMoves(calls, ["karin", null])).toBeNull();
    expect(watchMoves([], ["karin"])).toBeNull();
  });
});
