import { useRef, useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Named } from "../../api/types";
import { asNamed } from "../../app/filling";
import { newId } from "../../app/ids";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { TeamProtocolForm } from "../../team-protocol/TeamProtocolForm";
import { t } from "../../texts/later";
import { DeskMailForm } from "./DeskMailForm";
import { GuardFirmForm } from "./GuardFirmForm";
import { checkTeam, noTeam } from "./team";

type Part = "deskMail" | "teamProtocol" | "guardFirm";

function TeamItem({ team }: { team: Named }) {
  const [open, setOpen] = useState<Part | null>(null);
  const turn = (part: Part) => setOpen(open === part ? null : part);
  return (
    <li class="card desk-item people__team">
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

/** The teams, what is set for each, and a new one. */
export function Teams({ teams, onDone }: { teams: Named[]; onDone: () => void }) {
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
