import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Named, Person } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Menu } from "../../desk/Menu";
import { Button } from "../../parts/Button";
import { Badge, Notice } from "../../parts/Notice";
import { SignIns } from "../../sign-ins/SignIns";
import { t } from "../../texts/later";
import { longDay, phoneNumber } from "../../time/format";
import { ResetStep } from "./ResetStep";
import { numberOf } from "./sought";

interface Props {
  person: Person;
  teams: Named[];
  onOpen: () => void;
  onChanged: () => void;
}

/** Somebody in the list: their roles, what is not in order yet, and what can be done about it. */
export function PersonItem({ person, teams, onOpen, onChanged }: Props) {
  const { busy, problem, act } = useAction();
  const [sent, setSent] = useState<string | null>(null);
  const invite = () =>
    act("invite", () => api.invite(person.id)).then((done) => {
      if (!done) return;
      setSent(t.people.invitedNow);
      onChanged();
    });
  const test = (by: "sms" | "call") =>
    act(by, () => api.checkNumberOf(person.id, by)).then((done) =>
      setSent(done ? (by === "sms" ? t.numberTest.sentTo : t.numberTest.ringsTo) : null),
    );
  const isRung = person.active && person.phone && !person.notToBeReached;
  const [signIns, setSignIns] = useState(false);
  const team = (id: string | null | undefined) => teams.find((one) => one.id === id)?.name ?? t.people.allTeams;
  return (
    <li class="card desk-item people__item">
      <div class="people__known">
        <p class="desk-item__title anywhere">{person.name}</p>
        <p class="soft anywhere">
          {[person.email, person.phone && !person.notToBeReached && phoneNumber(person.phone)]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <p class="anywhere">{t.list(person.grants.map((grant) => `${t.roles[grant.role]} (${team(grant.teamId)})`))}</p>
        <div class="row">
          {person.notToBeReached && <Badge tone="soon">{t.whereabouts.tasks.manager_first()}</Badge>}
          {!person.active && <Badge>{t.people.inactive}</Badge>}
          {person.numberVerifiedAt && numberOf(person) === "tested" && (
            <span class="soft">{t.people.tested(longDay(person.numberVerifiedAt))}</span>
          )}
          {person.phone && !person.numberVerifiedAt && (
            <Badge tone="soon">{person.numberDeniedAt ? t.numberTest.deniedOf : t.people.unverified}</Badge>
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
        {isRung && (
          <Button
            size="small"
            look="quiet"
            busy={busy === "sms"}
            label={t.numberTest.of(person.name)}
            onPress={() => void test("sms")}
          >
            {t.numberTest.test}
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
        {isRung && (
          <Menu
            text={t.board.more}
            label={t.board.moreOf(person.name)}
            items={[{ text: t.numberTest.testByCall, onPress: () => void test("call") }]}
          />
        )}
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
