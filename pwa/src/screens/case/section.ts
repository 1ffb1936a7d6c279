import type { WholeIncident } from "../../api/types";

/** What a section of the page of one incident gets. It asks its own questions, and shows nothing to who may not see it. */
export interface SectionProps {
  incident: WholeIncident;
  /** How often all of it was asked for again: part of the key of what a section asks itself. */
  round: number;
  /** Something changed: ask for all of it again. A letter that is written ends a task, and a talk that was held frees a measure. */
  again: () => void;
}
