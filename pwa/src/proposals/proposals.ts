// The visits that my own calendar proposes, as the server last said. In memory only: they hold other people's addresses.
import { api } from "../api/calls";
import type { Proposal } from "../api/types";
import { createStore } from "../app/store";
import { whenForgotten } from "../storage/database";

export interface ProposalsHeard {
  all: Proposal[];
  /** Why my calendar could not be read. */
  problem: string | null;
  /** What in it could not be read. */
  notes: string[];
}

const NONE: ProposalsHeard = { all: [], problem: null, notes: [] };

export const proposals = createStore<ProposalsHeard>(NONE);

export const forgetProposals = (): void => proposals.set(NONE);
whenForgotten(forgetProposals);

/** Asks for them. Without an answer, what was heard before stays. */
export async function refreshProposals(): Promise<void> {
  const heard = await api.proposals();
  proposals.set({ all: heard.proposals, problem: heard.problem, notes: heard.notes });
}

/** Gone from this screen when the server has heard it. */
export async function putAway(id: string): Promise<void> {
  await api.putProposalAway(id);
  proposals.update((now) => ({ ...now, all: now.all.filter((one) => one.id !== id) }));
}
