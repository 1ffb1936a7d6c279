import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/later";
import { Problem } from "../../api/problem";
import type { AddressIn, RiskAnswer } from "../../api/types";
import { t } from "../../texts";

/** Somebody has stopped typing. */
const PAUSE = 700;

export type Risk = { state: "none" } | { state: "asking" } | { state: "told"; risk: RiskAnswer };

const unchecked: RiskAnswer = {
  checked: false,
  advice: null,
  instructions: [],
  provisional: false,
  sameBuilding: false,
};

/** Asks the register about one exact address, once it is complete. No answer is "not checked", never "no risk". */
export function useRisk(address: AddressIn | null, purpose: string): Risk {
  const [risk, setRisk] = useState<Risk>({ state: "none" });
  const asked = address ? JSON.stringify(address) : null;
  useEffect(() => {
    if (!asked) {
      setRisk({ state: "none" });
      return;
    }
    let gone = false;
    setRisk({ state: "asking" });
    const timer = setTimeout(() => {
      api
        .searchRisk({ address: JSON.parse(asked) as AddressIn, purpose: purpose.trim() || t.checkIn.searchPurpose })
        .then((told) => !gone && setRisk({ state: "told", risk: told }))
        .catch((error: unknown) => {
          // 400: the server doesn't take it for an address; the form says that at the main button.
          if (gone) return;
          const notAnAddress = error instanceof Problem && error.status === 400;
          setRisk(notAnAddress ? { state: "none" } : { state: "told", risk: unchecked });
        });
    }, PAUSE);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
    // The purpose is said with the look-up; changing it afterwards is no new look-up.
  }, [asked]);
  return risk;
}
