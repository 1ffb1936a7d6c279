import "./me.css";
import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { NotHeard, Problem } from "../../api/problem";
import { deskPlaces, isWorker, onlyProposes, onlyReports } from "../../app/places";
import { useStore } from "../../app/store";
import { Button, ButtonLink } from "../../parts/Button";
import { Languages } from "../../parts/Languages";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { PushCard } from "../../push/PushCard";
import { apiVersion } from "../../api/request";
import { files } from "../../attachments/outbox";
import { waiting } from "../../queue/queue";
import { useSession } from "../../session/context";
import { profilesOf } from "../../session/profile";
import { SignIns } from "../../sign-ins/SignIns";
import { signOut, signOutEverywhere } from "../../session/leaving";
import { chooseLanguage } from "../../session/session";
import { LinkAccount } from "../../sign-on/LinkAccount";
import { t } from "../../texts/later";
import { longDay, phoneNumber } from "../../time/format";
import { CalendarCard } from "./CalendarCard";
import { DiaryCard } from "./DiaryCard";
import { InstallCard } from "./InstallCard";
import { NumberCheck } from "./NumberCheck";
import { PasswordForm } from "./PasswordForm";
import { PinForm } from "./PinForm";
import { Preflight } from "./Preflight";
import { SecondStepCard } from "./SecondStepCard";

export function MeScreen() {
  const { me, protocol } = useSession();
  const worker = isWorker(me);
  const places = deskPlaces(me);
  return (
    <Screen title={t.me.title}>
      <section class="card stack stack-tight">
        <h2 class="nl-heading nl-heading--level-2 anywhere">{me.name}</h2>
        <p class="soft anywhere">{[me.organisation.name, ...me.teams.map((team) => team.name)].join(" · ")}</p>
        <dl class="facts">
          <dt>{t.me.phone}</dt>
          <dd>
            {me.phone ? phoneNumber(me.phone) : t.me.noPhone}
            <br />
            <span class="soft">
              {me.numberVerifiedAt ? t.me.verified(longDay(me.numberVerifiedAt)) : t.me.notVerified}
            </span>
          </dd>
          <dt>{t.me.service}</dt>
          <dd>{me.serviceNumber ? phoneNumber(me.serviceNumber) : t.me.noService}</dd>
          <dt>{t.me.rules}</dt>
          <dd class="anywhere">{t.list(profilesOf(protocol).map((one) => one.name)) || t.me.unknown}</dd>
          <dt>{t.me.versions}</dt>
          <dd>
            {t.me.appVersion(__APP_VERSION__)}
            <br />
            {t.me.apiVersion(useStore(apiVersion) ?? t.me.unknown)}
          </dd>
        </dl>
      </section>
      {places.length > 0 && (
        <section class="stack stack-tight me__desk">
          {places.map((place) => (
            <ButtonLink key={place.path} href={place.path} look="quiet" wide icon={place.icon}>
              {place.name}
            </ButtonLink>
          ))}
        </section>
      )}
      <section class="stack stack-tight me__desk">
        {worker && !places.some(({ path }) => path === "/past") && (
          <ButtonLink href="/past" look="quiet" wide icon="past">
            {t.me.past}
          </ButtonLink>
        )}
        <ButtonLink href="/incidents/mine" look="quiet" wide icon="report">
          {t.myReports.title}
        </ButtonLink>
        <ButtonLink href="/me/looks" look="quiet" wide icon="eye">
          {t.looksAtMe.title}
        </ButtonLink>
      </section>
      {onlyReports(me) && (
        <ButtonLink href="/incidents/new" look="quiet" wide icon="report">
          {t.incidents.report}
        </ButtonLink>
      )}
      {onlyProposes(me) && (
        <ButtonLink href="/risk-addresses/propose" look="quiet" wide icon="mark">
          {t.marks.proposeTitle}
        </ButtonLink>
      )}
      <MyLanguage />
      <NumberCheck />
      <InstallCard />
      <PushCard />
      {worker && <Preflight />}
      {worker && <PinForm />}
      <PasswordForm />
      <SecondStepCard />
      <LinkAccount text={t.signOn.linkMine} />
      <SignIns title={t.signIns.title} text={t.signIns.text} read={api.mySignIns} end={api.endMySignIn} />
      <Diaries />
      <SignOut />
    </Screen>
  );
}

/** Of the screens, the texts and the calls. */
function MyLanguage() {
  const [failed, setFailed] = useState(false);
  return (
    <section class="card stack stack-tight">
      <h2 class="nl-heading nl-heading--level-2">{t.me.language}</h2>
      <p class="soft">{t.me.languageText}</p>
      {failed && <Notice tone="soon" title={t.me.languageHere} announce="now" />}
      <Languages
        label={t.me.language}
        onChoose={(language) => void chooseLanguage(language).catch(() => setFailed(true))}
      />
    </section>
  );
}

/** My own diary, and that of each team whose board I may see. */
function Diaries() {
  const { me } = useSession();
  const teams = me.teams.filter((team) =>
    me.grants.some(
      (grant) => ["colleague", "manager"].includes(grant.role) && (grant.team === null || grant.team.id === team.id),
    ),
  );
  return (
    <>
      {isWorker(me) && (
        <DiaryCard
          title={t.diary.mine}
          text={t.diary.mineText}
          read={api.myDiary}
          make={api.makeMyDiaryLink}
          withdraw={api.withdrawMyDiaryLink}
        />
      )}
      {isWorker(me) && <CalendarCard />}
      {teams.map((team) => (
        <DiaryCard
          key={team.id}
          title={t.diary.team(team.name)}
          text={t.diary.teamText}
          of={team.id}
          read={() => api.teamDiary(team.id)}
          make={(body) => api.makeTeamDiaryLink(team.id, body)}
          withdraw={() => api.withdrawTeamDiaryLink(team.id)}
        />
      ))}
    </>
  );
}

function SignOut() {
  const { route } = useLocation();
  const { me } = useSession();
  const waits = useStore(files).filter((one) => one.personId === me.id && one.refused === null).length;
  const unsent = useStore(waiting).filter((action) => !action.refused).length + waits;
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [sure, setSure] = useState(false);
  const leave = async (how: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await how();
      route("/", true);
    } catch (error) {
      const said = error instanceof Problem ? error.message : "";
      setProblem(error instanceof NotHeard ? t.me.signOutOffline : said || t.me.signOutRefused);
      setBusy(false);
    }
  };
  return (
    <section class="stack stack-tight">
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {unsent > 0 && <Notice tone="soon" title={t.me.unsent(unsent)} />}
      <Button look="quiet" wide busy={busy} disabled={unsent > 0} onPress={() => void leave(signOut)}>
        {t.me.signOut}
      </Button>
      {sure ? (
        <Notice tone="soon" title={t.me.everywhereSure}>
          <div class="row">
            <Button look="main" busy={busy} onPress={() => void leave(signOutEverywhere)}>
              {t.me.everywhere}
            </Button>
            <Button look="quiet" onPress={() => setSure(false)}>
              {t.app.close}
            </Button>
          </div>
        </Notice>
      ) : (
        <Button look="quiet" wide onPress={() => setSure(true)}>
          {t.me.everywhere}
        </Button>
      )}
    </section>
  );
}
