import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import type { Imported, Mark } from "../../api/types";
import { ImportForm } from "../../row-files/ImportForm";
import { Around, jan } from "../../testing";
import { t } from "../../texts/later";
import {
  checkProposal,
  daysAfter,
  emptyProposal,
  proposalField,
  proposalOf,
  withCriteria,
  type ProposalForm,
} from "./proposal";
import { inOrder, isDue, sought } from "./register";
import { RiskAddressesScreen } from "./RiskAddressesScreen";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const TODAY = "2026-11-23";
const ruth = { ...jan, id: "ruth", name: "Ruth Verhoeven", grants: [{ role: "registrar" as const, team: null }] };

const markOf = (more: Partial<Mark> = {}): Mark => ({
  id: "m",
  address: {
    country: "NL",
    postcode: "5211AA",
    houseNumber: 12,
    verified: false,
    line: "Dorpsstraat 12, 5211 AA Den Bosch",
  },
  about: "household",
  personName: null,
  criteria: [],
  advice: ["pairs"],
  notFor: [],
  instruction: null,
  reason: "Dreigde in mei",
  incidentId: null,
  measure: null,
  validFrom: TODAY,
  reviewDate: "2027-05-24",
  reviewOverdue: false,
  endsOn: "2028-05-24",
  state: "approved",
  replaces: null,
  proposedBy: { id: "karin", name: "Karin Smit" },
  proposedAt: "2026-11-23T09:00:00Z",
  approvedBy: null,
  approvedAt: null,
  reviewedBy: null,
  reviewedAt: null,
  endedBy: null,
  endedAt: null,
  endReason: null,
  personConcerned: {
    informedOn: null,
    notInformedBecause: null,
    objectedOn: null,
    objection: null,
    objectionOutcome: null,
  },
  ...more,
});

const filledIn = (more: Partial<ProposalForm> = {}): ProposalForm => {
  const form = emptyProposal("NL", TODAY);
  return {
    ...form,
    address: { ...form.address, postcode: "5211 AA", number: "12" },
    advice: ["pairs"],
    reason: " Dreigde in mei ",
    ...more,
  };
};

describe("a proposal", () => {
  it("asks for an address, an advice and a reason, and nothing else", () => {
    expect(checkProposal(emptyProposal("NL", TODAY), TODAY)).toEqual({
      errors: {
        address: { postcode: "needed", number: "needed" },
        advice: "advice",
        reason: "reason",
      },
      body: null,
    });
    const { body, errors } = checkProposal(filledIn(), TODAY);
    expect(errors).toEqual({});
    expect(body).toMatchObject({
      advice: ["pairs"],
      reason: "Dreigde in mei",
      reviewDate: "2027-05-24",
      endsOn: "2027-11-22",
    });
    expect(body).not.toHaveProperty("validFrom");
    expect(body).not.toHaveProperty("personName");
  });

  it("looks again from today on, and ends after that", () => {
    expect(checkProposal(filledIn({ reviewDate: "2026-11-22" }), TODAY).errors).toEqual({ reviewDate: "today" });
    expect(checkProposal(filledIn({ endsOn: "2027-05-23" }), TODAY).errors).toEqual({ endsOn: "afterReview" });
    expect(checkProposal(filledIn({ validFrom: "2027-06-01" }), TODAY).errors).toEqual({ validFrom: "beforeReview" });
    expect(checkProposal(filledIn({ validFrom: "2026-12-01" }), TODAY).body?.validFrom).toBe("2026-12-01");
  });

  it("names the person where it is about one", () => {
    expect(checkProposal(filledIn({ about: "person" }), TODAY).errors).toEqual({ personName: "needed" });
    expect(checkProposal(filledIn({ about: "person", personName: " K. Jansen " }), TODAY).body?.personName).toBe(
      "K. Jansen",
    );
    expect(checkProposal(filledIn({ personName: "K. Jansen" }), TODAY).body).not.toHaveProperty("personName");
  });

  it("keeps the investigator away after an investigation", () => {
    const form = withCriteria(filledIn(), ["fraud_investigation"]);
    expect(form.advice).toEqual(["pairs", "not_this_employee"]);
    expect(checkProposal(form, TODAY).errors).toEqual({ notFor: "investigator" });
    expect(checkProposal({ ...form, notFor: ["jan"] }, TODAY).body?.notFor).toEqual(["jan"]);
    expect(checkProposal(filledIn({ notFor: ["jan"] }), TODAY).body?.notFor).toEqual([]);
  });

  it("starts from the mark that it changes, with dates of its own", () => {
    const form = proposalOf(markOf({ personName: "K. Jansen", about: "person", reviewDate: "2026-01-01" }), TODAY);
    expect(form).toMatchObject({ personName: "K. Jansen", advice: ["pairs"], reviewDate: "2027-05-24" });
    expect(checkProposal(form, TODAY).body).not.toBeNull();
  });

  it("knows which field an answer of the server is about", () => {
    expect(proposalField("/address/houseNumber")).toBe("address/number");
    expect(proposalField("/notFor/0")).toBe("notFor");
    expect(proposalField("/replaces")).toBeUndefined();
  });

  it("counts days by the calendar", () => {
    expect(daysAfter("2026-10-24", 1)).toBe("2026-10-25");
    expect(daysAfter("2027-02-28", 1)).toBe("2027-03-01");
  });
});

describe("the register", () => {
  const due = markOf({ id: "due", reviewDate: TODAY });
  const waiting = markOf({ id: "waiting", state: "proposed", reviewDate: "2027-01-01" });
  const later = markOf({ id: "later", reviewDate: "2028-01-01" });
  const sooner = markOf({ id: "sooner" });
  const ended = markOf({ id: "ended", state: "ended", reviewDate: "2020-01-01", personName: "K. Jansen" });

  it("shows what is due first, then what waits for approval", () => {
    const shown = inOrder([ended, later, waiting, sooner, due], TODAY);
    expect(shown.map(({ id }) => id)).toEqual(["due", "waiting", "sooner", "later", "ended"]);
    expect(isDue(ended, TODAY)).toBe(false);
  });

  it("finds by address, name or reason", () => {
    expect(sought([due, ended], "jansen").map(({ id }) => id)).toEqual(["ended"]);
    expect(sought([due, ended], " 5211 ")).toHaveLength(2);
  });

  it("gives files to the registrar, and to nobody else", async () => {
    vi.spyOn(api, "marks").mockResolvedValue([markOf({ state: "proposed", reviewDate: "2040-01-01" })]);
    const karin = { ...ruth, id: "karin", grants: [{ role: "manager" as const, team: null }] };
    const { unmount } = render(
      <Around me={karin}>
        <RiskAddressesScreen />
      </Around>,
    );
    await screen.findByText("Een ander keurt dit goed");
    expect(screen.queryByText("Bestand inlezen")).toBeNull();
    expect(screen.queryByText("Goedkeuren")).toBeNull();
    unmount();
    render(
      <Around me={ruth}>
        <RiskAddressesScreen />
      </Around>,
    );
    await screen.findByText("Goedkeuren");
    expect(screen.getByText("Bestand inlezen")).toBeTruthy();
  });
});

describe("a long register", () => {
  const many = Array.from({ length: 120 }, (_, n) =>
    markOf({ id: `${n}`, address: { ...markOf().address, line: `Dorpsstraat ${n}, 5211 AA Den Bosch` } }),
  );

  it("is asked page by page", async () => {
    const asked: string[] = [];
    vi.stubGlobal(
      "fetch",
      vi.fn((request: Request) => {
        asked.push(new URL(request.url).search);
        const last = asked.length === 2;
        const page = { marks: last ? many.slice(100) : many.slice(0, 100), next: last ? null : "99" };
        return Promise.resolve(new Response(JSON.stringify(page), { headers: { "Content-Type": "application/json" } }));
      }),
    );
    expect((await api.marks()).map(({ id }) => id)).toEqual(many.map(({ id }) => id));
    expect(asked).toEqual(["", "?after=99"]);
    vi.unstubAllGlobals();
  });

  it("shows fifty more at a press", async () => {
    vi.spyOn(api, "marks").mockResolvedValue(many);
    render(
      <Around me={ruth}>
        <RiskAddressesScreen />
      </Around>,
    );
    expect(await screen.findAllByRole("listitem")).toHaveLength(50);
    fireEvent.click(screen.getByText("Nog 50 laten zien"));
    expect(screen.getAllByRole("listitem")).toHaveLength(100);
    fireEvent.click(screen.getByText("Nog 20 laten zien"));
    expect(screen.getAllByRole("listitem")).toHaveLength(120);
    expect(screen.queryByText(/laten zien/)).toBeNull();
  });
});

describe("a file", () => {
  const report = (more: Partial<Imported>): Imported => ({
    rows: 3,
    kept: 0,
    known: 1,
    refusedCount: 1,
    refused: [
      { line: 4, wrong: [{ column: "postcode", code: "postcode_nl", detail: "Schrijf de postcode als 1234 AB." }] },
    ],
    dryRun: true,
    notes: [],
    ...more,
  });

  it("is looked through first, and only then kept", async () => {
    const sent = vi
      .spyOn(api, "importMarks")
      .mockResolvedValueOnce(report({}))
      .mockResolvedValueOnce(report({ kept: 1, dryRun: false }));
    const onKept = vi.fn();
    render(
      <ImportForm
        words={t.marks.file}
        send={api.importMarks}
        template={api.marksTemplate}
        onKept={onKept}
        onClose={() => {}}
      />,
    );
    const file = new File(["x"], "marks.csv");
    fireEvent.change(screen.getByLabelText("Bestand"), { target: { files: [file] } });
    fireEvent.click(screen.getByText("Eerst nakijken"));
    await screen.findByText("3 rijen in het bestand: 1 nieuw, 1 al bekend, 1 niet te gebruiken.");
    expect(screen.getByText(/postcode: Schrijf de postcode/)).toBeTruthy();
    expect(sent).toHaveBeenLastCalledWith(file, { dryRun: true, keepGood: false, option: false });
    expect(onKept).not.toHaveBeenCalled();
    fireEvent.click(screen.getByText("Alleen de goede rij houden"));
    await screen.findByText("1 voorstel gemaakt.");
    expect(sent).toHaveBeenLastCalledWith(file, { dryRun: false, keepGood: true, option: false });
    await waitFor(() => expect(onKept).toHaveBeenCalledOnce());
  });
});
