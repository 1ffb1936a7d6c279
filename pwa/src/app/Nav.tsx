import { useLocation } from "preact-iso";
import { Icon, type IconName } from "../parts/Icon";
import { PanicKey } from "../panic/PanicKey";
import { useSession } from "../session/context";
import { t } from "../texts";
import { mineUnderWay, visits } from "../visits/visits";
import { deskPlaces, isWorker, thumbPlaces, type Place } from "./places";
import { useStore } from "./store";

/** The visit that is going on, from everywhere but that visit; from there, and without one, today. */
function useToday(): Place {
  const { me } = useSession();
  const { path } = useLocation();
  const [first, second] = mineUnderWay(useStore(visits).all, me.id);
  const one = first && !second && path !== `/visits/${first.id}` ? first : null;
  return { path: one ? `/visits/${one.id}` : "/", name: one ? t.places.visit : t.places.today, icon: "today" };
}

const cards = (): Place => ({ path: "/cards", name: t.places.cards, icon: "cards" });
const report = (): Place => ({ path: "/incidents/new", name: t.places.report, icon: "report" });
const mePlace = (): Place => ({ path: "/me", name: t.places.me, icon: "me" });

function NavLink({ place, here }: { place: Place; here: boolean }) {
  return (
    <a class="nav__link" href={place.path} aria-current={here ? "page" : undefined}>
      <Icon name={place.icon as IconName} />
      <span>{place.name}</span>
    </a>
  );
}

export function BottomBar() {
  const { me } = useSession();
  const { path } = useLocation();
  const today = useToday();
  if (!isWorker(me)) {
    return (
      <nav class="bottom-bar bottom-bar--desk" aria-label={t.places.label}>
        {[...thumbPlaces(me), mePlace()].map((place) => (
          <NavLink key={place.path} place={place} here={path.startsWith(place.path)} />
        ))}
      </nav>
    );
  }
  return (
    <nav class="bottom-bar" aria-label={t.places.label}>
      <div class="bottom-bar__side">
        <NavLink place={today} here={path === today.path} />
        <NavLink place={cards()} here={path === "/cards"} />
      </div>
      <PanicKey />
      <div class="bottom-bar__side">
        <NavLink place={report()} here={path === "/incidents/new"} />
        <NavLink place={mePlace()} here={path === "/me"} />
      </div>
    </nav>
  );
}

/** On a wide screen the places stand at the side. */
export function Rail() {
  const { me } = useSession();
  const { path } = useLocation();
  const today = useToday();
  const worker = isWorker(me);
  const desk = deskPlaces(me);
  return (
    <nav class="rail" aria-label={t.places.label}>
      <p class="rail__name">
        <img src="/icon.svg" alt="" width="36" height="36" />
        {t.app.name}
      </p>
      {desk.map((place) => (
        <NavLink
          key={place.path}
          place={place}
          here={path === place.path || (place.path === "/board" && path.startsWith("/alarms"))}
        />
      ))}
      {worker && desk.length > 0 && <hr />}
      {worker && (
        <>
          <NavLink place={today} here={path === today.path} />
          <NavLink place={cards()} here={path === "/cards"} />
          <NavLink place={report()} here={path === "/incidents/new"} />
        </>
      )}
      <NavLink place={mePlace()} here={path === "/me"} />
      <p class="rail__who soft anywhere">
        {me.name}
        <br />
        {me.organisation.name}
      </p>
      {worker && (
        <div class="rail__panic">
          <PanicKey />
        </div>
      )}
    </nav>
  );
}
