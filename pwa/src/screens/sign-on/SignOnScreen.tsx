import "../../desk/desk.css";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Named, Role } from "../../api/types";
import { asNamed } from "../../app/filling";
import { onlyEverywhere, ROLES, teamOf } from "../../app/roles";
import { useFetch } from "../../app/useFetch";
import { SENDING, useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { CheckField, SelectField, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { LinkAccount } from "../../sign-on/LinkAccount";
import { t } from "../../texts/later";
import { BreakGlassForm } from "./BreakGlassForm";
import { KeptByProvider } from "./KeptByProvider";
import { asKept, checkSignOn, firstGroup, LEVELS, noSignOn, type Group } from "./sign-on";

const EVERY = "every";

/** How people come in by the provider of their organisation, and what its groups stand for. */
export function SignOnScreen() {
  const { value, problem: unread, again } = useFetch(api.signOnSetting);
  const teams = useFetch(api.teams);
  const [tried, setTried] = useState<{ works: boolean; problem: string | null } | null>(null);
  const { form, change, fill, said, stumbles, done, busy, problem, send, act } = useForm({
    begin: noSignOn,
    check: checkSignOn,
    at: asNamed("issuer", "clientId", "secret", "groupsClaim", "only"),
    send: (body) => api.setSignOn(body),
    next: noSignOn,
    onDone: again,
  });
  useEffect(() => {
    if (value) fill(() => asKept(value));
  }, [value]);
  const set = value !== null && value.issuer !== "";
  const wrong = unread ?? problem;
  return (
    <Screen wide title={t.signOn.title}>
      <p>{t.signOn.text}</p>
      {wrong && <Notice tone="soon" title={wrong} announce="now" />}
      <Form class="stack desk-form" stumbles={stumbles} onSend={() => value && send()}>
        {value && (
          <dl class="facts">
            <dt>{t.signOn.redirect}</dt>
            <dd class="anywhere">{value.redirectAddress}</dd>
            {form.ownKey && <dt>{t.signOn.keys}</dt>}
            {form.ownKey && <dd class="anywhere">{value.keysAddress}</dd>}
          </dl>
        )}
        <TextField
          label={t.signOn.issuer}
          hint={t.signOn.issuerHint}
          value={form.issuer}
          error={said("issuer")}
          onValue={(issuer) => change({ issuer })}
          input={{ autocapitalize: "none", spellcheck: false }}
        />
        <TextField
          label={t.signOn.clientId}
          value={form.clientId}
          error={said("clientId")}
          onValue={(clientId) => change({ clientId })}
          input={{ autocapitalize: "none", spellcheck: false }}
        />
        <SelectField
          label={t.signOn.proof}
          value={form.ownKey ? "key" : "secret"}
          onValue={(how) => change({ ownKey: how === "key" })}
          options={[
            { value: "secret", text: t.signOn.withSecret },
            { value: "key", text: t.signOn.withKey },
          ]}
        />
        {!form.ownKey && (
          <TextField
            label={t.signOn.secret}
            hint={value?.hasSecret ? t.signOn.secretKept : undefined}
            type="password"
            value={form.secret}
            error={said("secret")}
            onValue={(secret) => change({ secret })}
            input={{ autocomplete: "off" }}
          />
        )}
        <div class="stack">
          <TextField
            label={t.signOn.groupsClaim}
            value={form.groupsClaim}
            error={said("groupsClaim")}
            onValue={(groupsClaim) => change({ groupsClaim })}
            input={{ autocapitalize: "none", spellcheck: false }}
          />
          <SelectField
            label={t.signOn.level}
            value={form.level}
            onValue={(level) => change({ level })}
            options={[
              { value: "", text: t.signOn.levels.none },
              ...LEVELS.map((one) => ({ value: one, text: t.signOn.levels[one] })),
            ]}
          />
        </div>
        <Groups groups={form.groups} teams={teams.value?.teams ?? []} onGroups={(groups) => change({ groups })} />
        {said("groups") && <p class="field__error">{said("groups")}</p>}
        <CheckField label={t.signOn.active} checked={form.active} onChecked={(active) => change({ active })} />
        {form.active && <CheckField label={t.signOn.only} checked={form.only} onChecked={(only) => change({ only })} />}
        {said("only") && <p class="field__error">{said("only")}</p>}
        {done && <Notice title={t.signOn.saved} announce="politely" />}
        {tried && (
          <Notice tone={tried.works ? "watched" : "soon"} title={tried.problem ?? t.signOn.works} announce="now" />
        )}
        <div class="row">
          {/* Who did not read how it is set does not overwrite it. */}
          <Button submit busy={busy === SENDING} disabled={!value}>
            {t.signOn.save}
          </Button>
          {set && (
            <Button
              look="quiet"
              busy={busy === "try"}
              onPress={() => void act("try", () => api.trySignOn().then(setTried))}
            >
              {t.signOn.try}
            </Button>
          )}
          {set && (
            <Button
              look="quiet"
              busy={busy === "remove"}
              onPress={() => void act("remove", () => api.removeSignOn().then(again))}
            >
              {t.signOn.remove}
            </Button>
          )}
        </div>
      </Form>
      {value?.linked ? <p>{t.signOn.linked}</p> : value?.active && <LinkAccount text={t.signOn.linkText} />}
      <KeptByProvider />
      <BreakGlassForm />
    </Screen>
  );
}

function Groups({ groups, teams, onGroups }: { groups: Group[]; teams: Named[]; onGroups: (groups: Group[]) => void }) {
  const put = (place: number, part: Partial<Group>) =>
    onGroups(groups.map((one, index) => (index === place ? { ...one, ...part } : one)));
  return (
    <fieldset class="stack stack-tight">
      <legend class="legend">{t.signOn.groups}</legend>
      <p class="soft">{t.signOn.groupsText}</p>
      {groups.map((one, place) => (
        <div key={place} class="fields">
          <TextField label={t.signOn.group} value={one.name} onValue={(name) => put(place, { name })} />
          <SelectField
            label={t.people.role}
            value={one.role}
            onValue={(role) => put(place, { role: role as Role, teamId: teamOf(role as Role, one.teamId) })}
            options={ROLES.map((role) => ({ value: role, text: t.roles[role] }))}
          />
          <SelectField
            label={t.people.team}
            value={one.teamId ?? EVERY}
            onValue={(teamId) => put(place, { teamId: teamId === EVERY ? null : teamId })}
            options={[
              { value: EVERY, text: t.people.allTeams },
              ...(onlyEverywhere(one.role) ? [] : teams.map((team) => ({ value: team.id, text: team.name }))),
            ]}
          />
          <Button look="quiet" size="small" onPress={() => onGroups(groups.filter((_, index) => index !== place))}>
            {t.signOn.removeGroup}
          </Button>
        </div>
      ))}
      <Button look="quiet" size="small" onPress={() => onGroups([...groups, firstGroup(teams)])}>
        {t.signOn.addGroup}
      </Button>
    </fieldset>
  );
}
