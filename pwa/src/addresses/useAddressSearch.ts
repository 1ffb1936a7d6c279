import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api/later";
import type { Address, Country, Suggestion } from "../api/types";

/** Somebody types on; fewer questions than letters. */
const PAUSE = 250;
const SHORTEST = 3;

export type Found =
  | { state: "quiet" }
  | { state: "told"; suggestions: Suggestion[] }
  | { state: "away" }
  | { state: "chosen"; line: string };

/** Looks for the address that is typed in the public registers. Whatever goes wrong, one can always type it by hand. */
export function useAddressSearch(country: Country, onAddress: (address: Address) => void) {
  const [text, setText] = useState("");
  const [found, setFound] = useState<Found>({ state: "quiet" });
  // Only the newest question counts: answers may overtake each other.
  const newest = useRef(0);

  const ask = async (question: () => ReturnType<typeof api.searchAddresses>): Promise<Suggestion[] | null> => {
    const mine = ++newest.current;
    const answer = await question().catch(() => null);
    if (mine !== newest.current) return null;
    const told = answer?.available === true;
    setFound(told ? { state: "told", suggestions: answer.suggestions } : { state: "away" });
    return told ? answer.suggestions : null;
  };

  useEffect(() => {
    const typed = text.trim();
    newest.current += 1;
    if (typed.length < SHORTEST) {
      setFound((now) => (typed === "" && now.state === "chosen" ? now : { state: "quiet" }));
      return;
    }
    const timer = setTimeout(() => void ask(() => api.searchAddresses({ country, text: typed })), PAUSE);
    return () => clearTimeout(timer);
  }, [text, country]);

  const fill = ({ line, address }: Suggestion) => {
    if (!address) return;
    onAddress(address);
    setText("");
    setFound({ state: "chosen", line });
  };

  const choose = async (suggestion: Suggestion) => {
    if (suggestion.address) return fill(suggestion);
    const complete = await ask(() => api.completeAddress({ country, id: suggestion.id }));
    if (complete?.length === 1 && complete[0]) fill(complete[0]);
  };

  return { text, setText, found, choose, close: () => setFound({ state: "quiet" }) };
}
