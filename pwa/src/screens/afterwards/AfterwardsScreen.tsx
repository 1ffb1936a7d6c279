import { useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/calls";
import { useSeconds } from "../../app/poll";
import { useStore } from "../../app/store";
import type { Feeling, Visit } from "../../api/types";
import { Button, ButtonLink } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { press, waiting } from "../../queue/queue";
import { useSession } from "../../session/context";
import { t } from "../../texts";
import { clockTime, isoDay } from "../../time/format";
import { serverClock } from "../../time/clock";
import { Pending } from "../../visits/Pending";
import { closedBy, readClosed } from "../../visits/closed";
import { homeBy as homeUntil, stateOfGoingHome } from "../../visits/state";
import { usePress } from "../../visits/usePress";
import { useFacts, useWatchState } from "../../visits/useWatchState";
import { VisitWatchLine, WatchLine } from "../../visits/WatchLine";
import { accept, visits } from "../../visits/visits";
import { TONES, WayBack } from "../../visits/WayBack";

/** After the check-out that the server confirmed: how was it, in one press. */
export function AfterwardsScreen() {
  const id = useRoute().params["id"] ?? "";
  return <Afterwards key={id} id={id} />;
}

function Afterwards({ id }: { id: string }) {
  const held = useStore(visits).all.find((visit) => visit.id === id);
  // The list forgets a visit that is over; this screen doesn't need to.
  const [visit, setVisit] = useState(held);
  const actions = useStore(waiting).filter((action) => action.subject === id);
  const { me } = useSession();
  const state = useWatchState();
  const [chosen, setChosen] = useState<Feeling | null>(null);

  useEffect(() => {
    if (held) setVisit(held);
  }, [held]);
  const closed = visit ? closedBy(visit, me.id) : null;
  // What is read here need not be said once more on Vandaag.
  useEffect(() => readClosed(id), [id, closed?.at]);
  useEffect(() => {
    if (!held)
      api.visit(id).then(
        (heard) => {
          accept(heard);
          setVisit(heard);
        },
        () => undefined,
      );
  }, [id]);

  if (visit && visit.state === "under_way") {
    return (
      <Screen title={t.places.visit} back={`/visits/${id}`}>
        <VisitWatchLine visit={visit} />
      </Screen>
    );
  }
  const feeling = chosen ?? visit?.feeling ?? null;
  const wayBack = visit?.worker.id === me.id && Boolean(visit.wayBack);
  const homeBy = visit ? homeUntil(visit) : null;
  const feel = (value: Feeling) => {
    setChosen(value);
    void press({ kind: "feeling", subject: id, body: { feeling: value } });
  };

  return (
    <Screen
      title={t.afterwards.title}
      foot={
        <ButtonLink href="/" wide size="large">
          {t.app.done}
        </ButtonLink>
      }
    >
      <Notice
        tone={visit?.state === "ended" ? "watched" : "plain"}
        title={visit?.state === "ended" && visit.endedAt ? t.afterwards.checkedOut(ended(visit.endedAt)) : t.app.moment}
        announce="politely"
      >
        {visit && <p class="anywhere">{visit.address.line}</p>}
        {closed && <p class="anywhere">{closed.text}</p>}
        {visit?.state === "ended" && state.tone === "nobody" && <p>{t.afterwards.nobody}</p>}
      </Notice>
      {/* Closed, and yet not alone: an alarm that runs, or another visit. */}
      {visit?.state === "ended" && state.tone !== "nobody" && !homeBy && !wayBack && <WatchLine />}
      {wayBack && visit && <WayBack visit={visit} />}
      {homeBy && visit && <HomeSafe visit={visit} />}
      <ChooseOne<Feeling>
        legend={t.afterwards.how}
        columns={1}
        chips={(["green", "amber", "red"] as const).map((value) => ({ value, text: t.afterwards.feelings[value] }))}
        value={feeling}
        onValue={feel}
      />
      <Pending actions={actions.filter((action) => action.refused || action.attempts > 1)} visit={visit ?? null} />
      {feeling && feeling !== "green" && <p>{t.afterwards.talk}</p>}
      <ButtonLink href={`/incidents/new?visit=${id}`} look={feeling === "red" ? "main" : "quiet"} wide icon="report">
        {t.afterwards.report}
      </ButtonLink>
    </Screen>
  );
}

const ended = (at: string): string => (isoDay(at) === isoDay(serverClock.now()) ? clockTime(at) : "");

/** Who goes straight home is watched until they say they are there. */
function HomeSafe({ visit }: { visit: Visit }) {
  const facts = useFacts();
  const { act, pinPad } = usePress(visit.id);
  useSeconds();
  const state = stateOfGoingHome(visit, facts);
  if (!state) return null;
  return (
    <>
      <Notice tone={TONES[state.tone]} title={state.text} announce="politely">
        <Button wide onPress={() => act("ok")}>
          {t.afterwards.home}
        </Button>
      </Notice>
      {pinPad}
    </>
  );
}
