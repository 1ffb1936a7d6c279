import { useEffect } from "preact/hooks";
import { api } from "../api/later";
import { useFetch } from "../app/useFetch";
import { SelectField } from "../parts/Field";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";

interface Props {
  teamId: string;
  workerId: string | null;
  error?: string | undefined;
  /** Whose it is already. */
  but?: string;
  /** What is asked, where that is not for whom it is planned. */
  label?: string;
  onWorker: (id: string | null) => void;
}

/** For whom the desk plans: who visits for this team. */
export function ForWhom({ teamId, workerId, error, but, label, onWorker }: Props) {
  const { value: workers, problem } = useFetch(() => api.workers(teamId), teamId);
  useEffect(() => onWorker(null), [teamId]);
  if (problem) return <Notice tone="soon" title={problem} />;
  return (
    <SelectField
      label={label ?? t.planner.planFor}
      error={error}
      value={workerId ?? ""}
      onValue={(id) => onWorker(id || null)}
      options={[
        { value: "", text: t.planner.pickWorker },
        ...(workers ?? []).filter(({ id }) => id !== but).map(({ id, name }) => ({ value: id, text: name })),
      ]}
    />
  );
}
