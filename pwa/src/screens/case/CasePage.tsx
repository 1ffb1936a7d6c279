import "../../desk/desk.css";
import "./case.css";
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import { api } from "../../api/later";
import { useFetch } from "../../app/useFetch";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { hasRole } from "../../session/session";
import { t } from "../../texts/later";
import { AttachmentsSection } from "./attachments/AttachmentsSection";
import { CareSection } from "./care/CareSection";
import { DamagesSection } from "./damages/DamagesSection";
import { LettersSection } from "./letters/LettersSection";
import { MeasuresSection } from "./measures/MeasuresSection";
import { PoliceSection } from "./police/PoliceSection";
import { CloseSection } from "./report/CloseSection";
import { ReadersSection } from "./report/ReadersSection";
import { SignSection } from "./report/SignSection";
import { WhatSection } from "./report/WhatSection";
import { RegisterSection } from "./register/RegisterSection";
import { TasksSection } from "./tasks/TasksSection";
import type { SectionProps } from "./section";

/** In the order of the thread: what happened, what belongs to it, the form, care, measures, letters, the police, the damage, the register, what is left to do, and who read it. */
const SECTIONS: ComponentType<SectionProps>[] = [
  WhatSection,
  AttachmentsSection,
  SignSection,
  CareSection,
  MeasuresSection,
  LettersSection,
  PoliceSection,
  DamagesSection,
  RegisterSection,
  TasksSection,
  CloseSection,
  ReadersSection,
];

/** One incident, from the report to its end. */
export function CasePage() {
  const id = useRoute().params["id"] ?? "";
  return <OneCase key={id} id={id} />;
}

function OneCase({ id }: { id: string }) {
  const { me } = useSession();
  const [round, setRound] = useState(0);
  const { value: incident, problem } = useFetch(() => api.incident(id), `${id} ${round}`);
  const again = () => setRound((before) => before + 1);
  const back = hasRole(me, "manager", "registrar") ? "/incidents" : "/tasks";
  if (!incident) {
    return (
      <Screen wide title={t.cases.title} back={back}>
        {problem ? <Notice tone="soon" title={problem} announce="now" /> : <p role="status">{t.app.moment}</p>}
      </Screen>
    );
  }
  return (
    <Screen
      wide
      title={t.cases.of(incident.employee.name)}
      back={back}
      aside={<Badge tone={incident.state === "closed" ? "plain" : "soon"}>{t.cases.states[incident.state]}</Badge>}
    >
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {SECTIONS.map((Section, place) => (
        <Section key={place} incident={incident} round={round} again={again} />
      ))}
    </Screen>
  );
}
