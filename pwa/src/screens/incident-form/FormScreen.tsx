import { useLocation, useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Incident, IncidentForm } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { answersOf, bodyOf, type Answers } from "../../incidents/answers";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { drafts } from "../../storage/database";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";
import { Questions } from "./Questions";

/** The complete form of a report. What is filled in stays on this device until the server has it. */
export function FormScreen() {
  const id = useRoute().params["id"] ?? "";
  const report = useFetch(() => api.incident(id), id);
  const form = useFetch(() => api.incidentForm(id), id);
  const problem = report.problem ?? form.problem;
  if (!report.value || !form.value) {
    return (
      <Screen title={t.cases.form} back={`/incidents/${id}`}>
        {problem ? <Notice tone="soon" title={problem} announce="now" /> : <p role="status">{t.app.moment}</p>}
      </Screen>
    );
  }
  return <Filling incident={report.value} form={form.value} />;
}

function Filling({ incident, form }: { incident: Incident; form: IncidentForm }) {
  const { route } = useLocation();
  const { me } = useSession();
  const name = `${me.id}:incident-form:${incident.id}:${incident.revision}`;
  const page = `/incidents/${incident.id}`;
  const [answers, setAnswers] = useState<Answers>(() => answersOf(incident));
  const { busy, problem, act } = useAction(() => {
    void drafts.drop(name);
    route(page);
  });
  useEffect(() => {
    let gone = false;
    void drafts.find<Answers>(name).then((found) => {
      if (found && !gone) setAnswers(found);
    });
    return () => {
      gone = true;
    };
  }, [name]);
  const change = (part: Partial<Answers>) => {
    const next = { ...answers, ...part };
    setAnswers(next);
    void drafts.keep(name, next);
  };
  const body = () => bodyOf(answers, incident);
  return (
    <Screen
      title={t.cases.form}
      back={page}
      foot={
        <>
          {problem && <Notice tone="soon" title={problem} announce="now" />}
          <Button
            wide
            busy={busy === "complete"}
            onPress={() => void act("complete", () => api.completeIncident(incident.id, body()))}
          >
            {t.cases.sayComplete}
          </Button>
          {incident.state !== "completed" && (
            <Button
              wide
              look="quiet"
              busy={busy === "keep"}
              onPress={() => void act("keep", () => api.changeIncident(incident.id, body()))}
            >
              {t.cases.keep}
            </Button>
          )}
        </>
      }
    >
      <Questions form={form} answers={answers} change={change} />
    </Screen>
  );
}
