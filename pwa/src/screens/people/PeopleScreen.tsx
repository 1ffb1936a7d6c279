import "../../desk/desk.css";
import "./people.css";
import { useRef, useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Named, Person } from "../../api/types";
import { asNamed } from "../../app/filling";
import { newId } from "../../app/ids";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { useForm } from "../../app/useForm";
import { Button, ButtonLink } from "../../parts/Button";
import { SelectField, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import type { What } from "../../phone/checks";
import { ImportForm } from "../../row-files/ImportForm";
import { SignIns } from "../../sign-ins/SignIns";
import { BreakGlassUsed } from "../../sign-on/BreakGlassUsed";
import { TeamProtocolForm } from "../../team-protocol/TeamProtocolForm";
import { t } from "../../texts/later";
import { longDay, phoneNumber } from "../../time/format";
import { Changes } from "./Changes";
import { DeskMailForm } from "./DeskMailForm";
import { GuardFirmForm } from "./GuardFirmForm";
import { PersonForm } from "./PersonForm";
import { ResetStep } from "./ResetStep";
import { SignInPolicy } from "./SignInPolicy";
import { among, EVERYBODY, NUMBERS, numberOf, ROLES } from "./sought";
import { checkTeam, noTeam } from "./team";

/** People and teams: who may do what, and whose number was never tried. */
export function PeopleScreen() {
  const people = useFetch(api.people);
  const teams = useFetch(api.teams);
  const [open, setOpen] = useState<Person | "new" | "file" | null>(null);
  const [sought, setSought] = useState(EVERYBODY);
  const names = teams.value?.teams ?? [];
  const all = people.value ?? [];
  const shown = among(all, sought);
  const seek = (change: Partial<typeof sought>) => setSought((old) => ({ ...old, ...change }));
  const done = () => {
    setOpen(null);
    people.again();
  };
  return (
    <Screen
      wide
      title={t.people.title}
      aside={
        <div class="row">
          <Button onPress={() => setOpen("new")}>{t.people.add}</Button>
          <Button look="quiet" onPress={() => setOpen("file")}>
            {t.people.file.open}
          </Button>
        </div>
      }
    >
      <BreakGlassUsed />
      {people.problem && <Notice tone="soon" title={people.problem} announce="now" />}
      {open === "file" && (
        <ImportForm
          words={t.people.file}
          send={api.importPeople}
          template={api.peopleTemplate}
          more={(read) => <Changes of={read} />}
          onKept={people.again}
          onClose={() => setOpen(null)}
        />
      )}
      {open !== null && open !== "file" && (
        <PersonForm
          key={open === "new" ? "new" : open.id}
          person={open === "new" ? null : open}
          teams={names}
          onDone={done}
          onClose={() => setOpen(null)}
        />
      )}
      <NotReady />
      <div class="people__sought">
        <TextField label={t.app.search} type="search" value={sought.text} onValue={(text) => seek({ text })} />
        <SelectField
          label={t.people.role}
          value={sought.role}
          onValue={(role) => seek({ role: ROLES.find((one) => one === role) ?? "" })}
          options={[{ value: "", text: t.people.anyRole }, ...ROLES.map((one) => ({ value: one, text: t.roles[one] }))]}
        />
        {names.length > 1 && (
          <SelectField
            label={t.people.team}
            value={sought.team}
            onValue={(team) => seek({ team })}
            options={[
              { value: "", text: t.people.everyTeam },
              ...names.map(({ id, name }) => ({ value: id, text: name })),
            ]}
          />
        )}
        <SelectField
          label={t.people.number}
          value={sought.number}
          onValue={(number) => seek({ number: NUMBERS.find((one) => one === number) ?? "" })}
          options={[
            { value: "", text: t.people.anyNumber },
            ...NUMBERS.map((one) => ({ value: one, text: t.people.numbers[one] })),
          ]}
        />
      </div>
      {people.value && (
        <p class="soft" role="status">
          {shown.length === 0 ? t.people.nobody : t.people.shown(shown.length, all.length)}
        </p>
      )}
      <ul class="desk-list">
        {shown.map((person) => (
          <PersonItem
            key={person.id}
            person={person}
            teams={names}
            onOpen={() => setOpen(person)}
            onChanged={people.again}
          />
        ))}
      </ul>
      <Teams teams={names} onDone={teams.again} />
      <SignInPolicy onDone={people.again} />
      <ButtonLink href="/standing" look="quiet">
        {t.standing.open}
      </ButtonLink>
      <ButtonLink href="/people/sign-on" look="quiet">
        {t.signOn.title}
      </ButtonLink>
      <section class="stack desk-form">
        <h2 class="nl-heading nl-heading--level-2">{t.guard.ofAll}</h2>
        <GuardFirmForm teamId={null} />
      </section>
    </Screen>
  );
}

/** Whose phone said, when it was last opened, that something would fail on a visit. */
function NotReady() {
  const { value } = useFetch(api.phonesNotReady);
  const [sought, setSought] = useState<What | null>(null);
  const phones = (value ?? []).filter((one) => sought === null || one.failing.includes(sought));
  const kinds = [...new Set((value ?? []).flatMap((one) => one.failing))];
  if (!value || value.length === 0) return null;
  return (
    <details class="card stack stack-tight">
      <summary class="strong">{t.people.notReady(value.length)}</summary>
      <div class="row">
        {kinds.map((one) => (
          <Button
            key={one}
            size="small"
            look={one === sought ? "main" : "quiet"}
            onPress={() => setSought(one === sought ? null : one)}
          >
            {t.preflight[one].name}
          </Button>
        ))}
      </div>
      <ul>
        {phones.map((one) => (
          <li key={one.person.id} class="anywhere">
            <span class="strong">{one.person.name}</span>: {t.list(one.failing.map((what) => t.preflight[what].name))}{" "}
            <span class="soft">{t.people.toldOn(longDay(one.reportedAt), one.appVersion)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface ItemProps {
  person: Person;
  teams: Named[];
  onOpen: () => void;
  onChanged: () => void;
}

function PersonItem({ person, teams, onOpen, onChanged }: ItemProps) {
  const { busy, problem, act } = useAction();
  const [sent, setSent] = useState<string | null>(null);
  const invite = () =>
    act("invite", () => api.invite(person.id)).then((done) => {
      if (!done) return;
      setSent(t.people.invitedNow);
      onChanged();
    });
  const [signIns, setSignIns] = useState(false);
  const team = (id: string | null | undefined) => teams.find((one) => one.id === id)?.name ?? t.people.allTeams;
  return (
    <li class="card desk-item">
      <div class="stack stack-tight">
        <p class="desk-item__title anywhere">{person.name}</p>
        <p class="soft anywhere">
          {[person.email, person.phone && phoneNumber(person.phone)].filter(Boolean).join(" · ")}
        </p>
        <p class="anywhere">{t.list(person.grants.map((grant) => `${t.roles[grant.role]} (${team(grant.teamId)})`))}</p>
        <div class="row">
          {!person.active && <Badge>{t.people.inactive}</Badge>}
          {person.numberVerifiedAt && numberOf(person) === "tested" && (
            <span class="soft">{t.people.tested(longDay(person.numberVerifiedAt))}</span>
          )}
          {person.phone && !person.numberVerifiedAt && (
            <Badge tone="soon">{person.numberDeniedAt ? t.numberCheck.deniedOf : t.people.unverified}</Badge>
          )}
          {person.active && !person.canSignIn && (
            <Badge tone="soon">
              {person.invitedUntil ? t.people.invited(longDay(person.invitedUntil)) : t.people.notInvited}
            </Badge>
          )}
          {person.active && person.canSignIn && person.secondStep === "awaited" && <Badge>{t.step.awaited}</Badge>}
          {!person.phone && <Badge tone="soon">{t.people.noPhone}</Badge>}
          {person.absentUntil && <Badge tone="soon">{t.people.absent(longDay(person.absentUntil))}</Badge>}
        </div>
      </div>
      <div class="row">
        {person.active && person.phone && (
          <Button
            size="small"
            look="quiet"
            busy={busy === "check"}
            label={t.numberCheck.of(person.name)}
            onPress={() =>
              void act("check", () => api.checkNumberOf(person.id)).then((done) =>
                setSent(done ? t.numberCheck.sentTo : null),
              )
            }
          >
            {t.numberCheck.test}
          </Button>
        )}
        {person.active && !person.canSignIn && (
          <Button
            size="small"
            look="quiet"
            busy={busy === "invite"}
            label={t.people.inviteOf(person.name)}
            onPress={() => void invite()}
          >
            {t.people.invite}
          </Button>
        )}
        {person.active && (
          <Button size="small" look="quiet" label={t.signIns.titleOf(person.name)} onPress={() => setSignIns(!signIns)}>
            {t.signIns.show}
          </Button>
        )}
        <Button size="small" look="quiet" label={t.people.changeOf(person.name)} onPress={onOpen}>
          {t.people.change}
        </Button>
      </div>
      {signIns && (
        <div class="desk-item__more">
          <SignIns
            title={t.signIns.titleOf(person.name)}
            read={() => api.signInsOf(person.id)}
            end={(id) => api.endSignInOf(person.id, id)}
          />
          {person.secondStep === "set" && <ResetStep person={person} onDone={onChanged} />}
        </div>
      )}
      {(problem || sent) && (
        <div class="desk-item__more">
          {problem ? (
            <Notice tone="soon" title={problem} announce="now" />
          ) : (
            <Notice title={sent ?? ""} announce="politely" />
          )}
        </div>
      )}
    </li>
  );
}

type Part = "deskMail" | "teamProtocol" | "guardFirm";

function TeamItem({ team }: { team: Named }) {
  const [open, setOpen] = useState<Part | null>(null);
  const turn = (part: Part) => setOpen(open === part ? null : part);
  return (
    <li class="card desk-item">
      <p class="desk-item__title anywhere">{team.name}</p>
      <div class="row">
        <Button size="small" look="quiet" label={t.teamProtocol.of(team.name)} onPress={() => turn("teamProtocol")}>
          {t.teamProtocol.title}
        </Button>
        <Button size="small" look="quiet" label={t.guard.of(team.name)} onPress={() => turn("guardFirm")}>
          {t.guard.title}
        </Button>
        <Button size="small" look="quiet" label={t.deskMail.of(team.name)} onPress={() => turn("deskMail")}>
          {t.deskMail.title}
        </Button>
      </div>
      {open && (
        <div class="desk-item__more">
          {open === "deskMail" && <DeskMailForm teamId={team.id} />}
          {open === "teamProtocol" && <TeamProtocolForm teamId={team.id} />}
          {open === "guardFirm" && <GuardFirmForm teamId={team.id} />}
        </div>
      )}
    </li>
  );
}

function Teams({ teams, onDone }: { teams: Named[]; onDone: () => void }) {
  // One key for one wish: sent again after a lost answer it stays one team.
  const id = useRef(newId());
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: noTeam,
    check: checkTeam,
    at: asNamed("name"),
    next: noTeam,
    send: (name) => api.addTeam({ id: id.current, name }),
    onDone: () => {
      id.current = newId();
      onDone();
    },
  });
  return (
    <section class="stack desk-form">
      <h2 class="nl-heading nl-heading--level-2">{t.people.teams}</h2>
      <ul class="desk-list">
        {teams.map((team) => (
          <TeamItem key={team.id} team={team} />
        ))}
      </ul>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <Form class="fields" stumbles={stumbles} onSend={send}>
        <TextField
          label={t.people.newTeam}
          value={form.name}
          error={said("name")}
          onValue={(name) => change({ name })}
        />
        <Button submit look="quiet" size="small" busy={busy !== null}>
          {t.people.addTeam}
        </Button>
      </Form>
    </section>
  );
}
