import "../../desk/desk.css";
import "./protocol.css";
import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { ProtocolRow } from "../../api/types";
import { useFetch } from "../../app/useFetch";
import { SelectField, TextField } from "../../parts/Field";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { hasRole } from "../../session/session";
import { TeamProtocolForm } from "../../team-protocol/TeamProtocolForm";
import { t } from "../../texts/later";
import { PageOf, PagesApart } from "./Pages";
import { compared, sought } from "./reading";
import { SwitchAll } from "./SwitchAll";

const NONE = "";

/** The protocol that is in force, in words; beside another one what differs comes first. */
export function ProtocolScreen() {
  const { me } = useSession();
  const { value, problem, again } = useFetch(api.protocols);
  const [chosen, setChosen] = useState<string | null>(null);
  const [beside, setBeside] = useState(NONE);
  const [text, setText] = useState("");
  const all = value?.protocols ?? [];
  const id = chosen ?? (all.find((one) => one.inForce) ?? all[0])?.id ?? null;
  const row = all.find((one) => one.id === id);
  const other = beside !== id ? beside : NONE;
  return (
    <Screen wide title={t.reading.title}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {!value && !problem && <p role="status">{t.app.moment}</p>}
      {id && (
        <div class="protocol__chosen">
          <SelectField
            label={t.reading.which}
            value={id}
            onValue={setChosen}
            options={all.map((one) => ({ value: one.id, text: nameOf(one) }))}
          />
          <SelectField
            label={t.reading.beside}
            value={other}
            onValue={setBeside}
            options={[
              { value: NONE, text: t.reading.alone },
              ...all.filter((one) => one.id !== id).map((one) => ({ value: one.id, text: nameOf(one) })),
            ]}
          />
          <TextField label={t.app.search} type="search" value={text} onValue={setText} />
        </div>
      )}
      {row && <Used by={row} />}
      {id && <Reading key={`${id} ${other}`} id={id} other={other} text={text} />}
      {hasRole(me, "administrator") && all.length > 1 && (
        <SwitchAll
          all={all}
          onDone={() => {
            setChosen(null);
            again();
          }}
        />
      )}
      {hasRole(me, "administrator") && <Teams />}
    </Screen>
  );
}

const nameOf = ({ name, inForce }: ProtocolRow): string => (inForce ? t.reading.inForce(name) : name);

function Used({ by }: { by: ProtocolRow }) {
  return (
    <div class="row">
      {by.inForce && <Badge tone="watched">{t.reading.ofOrganisation}</Badge>}
      {by.teams.map((team) => (
        <Badge key={team.id}>{t.reading.ofTeam(team.name)}</Badge>
      ))}
      <span class="soft">{by.version === null ? t.reading.shipped : t.reading.version(by.version)}</span>
    </div>
  );
}

function Reading({ id, other, text }: { id: string; other: string; text: string }) {
  const mine = useFetch(() => api.readProtocol(id));
  const theirs = useFetch(() => (other ? api.readProtocol(other) : Promise.resolve(null)));
  const problem = mine.problem ?? theirs.problem;
  if (problem) return <Notice tone="soon" title={problem} announce="now" />;
  if (!mine.value || (other && !theirs.value)) return <p role="status">{t.app.moment}</p>;
  if (theirs.value) {
    const { differ, same } = compared(mine.value.pages, theirs.value.pages);
    const names: [string, string] = [mine.value.name, theirs.value.name];
    return (
      <>
        <p role="status" class="soft">
          {t.reading.differ(differ.length, same.length)}
        </p>
        {sought(differ, text).map((one) => (
          <PagesApart key={one.key} of={one} names={names} />
        ))}
        {same.length > 0 && (
          <details class="card">
            <summary class="strong">{t.reading.same}</summary>
            <p>{t.list(same.map((one) => one.title))}</p>
          </details>
        )}
      </>
    );
  }
  const pages = sought(mine.value.pages, text);
  return (
    <>
      <p role="status" class="soft">
        {pages.length === 0 ? t.reading.nothing : t.reading.sources}
      </p>
      {pages.map((page, place) => (
        <PageOf key={page.key} page={page} open={place === 0 || text.trim() !== ""} />
      ))}
    </>
  );
}

/** Which protocol each team uses: chosen here too. */
function Teams() {
  const { value } = useFetch(api.teams);
  return (
    <section class="stack desk-form">
      <h2 class="nl-heading nl-heading--level-2">{t.reading.teams}</h2>
      {(value?.teams ?? []).map((team) => (
        <details key={team.id} class="card">
          <summary class="strong anywhere">{team.name}</summary>
          <TeamProtocolForm teamId={team.id} />
        </details>
      ))}
    </section>
  );
}
