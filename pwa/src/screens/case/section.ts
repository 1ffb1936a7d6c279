import type { WholeIncident } from "../../api/types";

/** What a section of the page of one incident gets. It asks its own questions, and shows nothing to who may not see it. */
export interface SectionProps {
  incident: WholeIncident;
  /** Something about the report itself changed: ask for it again. */
  again: () => void;
}
