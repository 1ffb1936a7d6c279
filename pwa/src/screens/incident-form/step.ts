import type { IncidentChannel, IncidentForm } from "../../api/types";
import type { Answers } from "../../incidents/answers";

/** What a step of the form gets. */
export interface StepProps {
  form: IncidentForm;
  answers: Answers;
  /** How it came, as was said at once. */
  channel: IncidentChannel | null;
  /** Who did it, as was said at once; empty where nobody said so. */
  causedBy: string;
  change: (part: Partial<Answers>) => void;
}
