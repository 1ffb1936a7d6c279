import { useEffect } from "preact/hooks";
import type { Proposal } from "../api/types";
import { useAction } from "../app/useAction";
import { useStore } from "../app/store";
import { Button, ButtonLink } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { t } from "../texts";
import { serverClock } from "../time/clock";
import { clockTime, timeOrDay } from "../time/format";
import { visits } from "../visits/visits";
import { refreshProposals, proposals, putAway } from "./proposals";

/** What my own calendar proposes: one press to plan it, one to put it away. Nothing becomes a visit by itself. */
export function Proposals() {
  const { all, problem, notes } = useStore(proposals);
  const { busy, problem: refused, act } = useAction();
  // A visit that was made just now is proposed no more.
  const { all: mine, heard } = useStore(visits);
  const known = heard && mine.map((visit) => visit.id).join();
  useEffect(() => {
    if (known !== null) void refreshProposals().catch(() => undefined);
  }, [known]);
  if (all.length === 0 && notes.length === 0 && !problem) return null;
  return (
    <section class="stack">
      <h2 class="nl-heading nl-heading--level-2">{t.proposals.title}</h2>
      {problem && (
        <Notice tone="soon" title={t.proposals.problem} announce="politely">
          <p>{problem}</p>
        </Notice>
      )}
      {notes.length > 0 && (
        <Notice tone="soon" title={t.proposals.notAll} announce="politely">
          {notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </Notice>
      )}
      {refused && <Notice tone="soon" title={refused} announce="now" />}
      {all.map((one) => (
        <ProposalCard
          key={one.id}
          proposal={one}
          busy={busy === one.id}
          onPutAway={() => void act(one.id, () => putAway(one.id))}
        />
      ))}
    </section>
  );
}

function ProposalCard({ proposal, busy, onPutAway }: { proposal: Proposal; busy: boolean; onPutAway: () => void }) {
  const { address, place } = proposal;
  const where = address?.line ?? place;
  return (
    <article class="card stack stack-tight">
      <h3 class="nl-heading nl-heading--level-3 anywhere">{where}</h3>
      <p class="digits">
        {timeOrDay(proposal.starts, serverClock.now())} – {clockTime(proposal.ends)}
      </p>
      {proposal.title && <p class="soft anywhere">{proposal.title}</p>}
      {!address && <p class="soft">{t.proposals.fillIn}</p>}
      {address && !address.verified && <p class="soft">{t.proposals.notVerified}</p>}
      <div class="row">
        <ButtonLink href={`/visits/new?proposal=${proposal.id}`} look="quiet" label={t.proposals.planAt(where)}>
          {address ? t.proposals.plan : t.proposals.fillInAndPlan}
        </ButtonLink>
        <Button look="plain" busy={busy} label={t.proposals.putAwayAt(where)} onPress={onPutAway}>
          {t.proposals.putAway}
        </Button>
      </div>
    </article>
  );
}
