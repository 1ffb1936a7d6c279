import { useEffect } from "preact/hooks";
import { api } from "../../api/later";
import { useFetch } from "../../app/useFetch";
import { SelectField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";

interface Props {
  teamId: string;
  workerId: string | null;
  error?: string | undefined;
  onWorker: (id: string | null) => void;
}

/** For whom the desk plans: who visits for this team. */
export function ForWhom({ teamId, workerId, error, onWorker }: Props) {
  const { value: workers, problem } = useFetch(() => api.workers(teamId), teamId);
  useEffect(() => onWorker(null), [teamId]);
  if (problem) return <Notice tone="soon" title={problem} />;
  return (
    <SelectField
      label={t.planner.planFor}
      error={error}
      value={workerId ?? ""}
      onValue={(id) => onWorker(id || null)}
      options={[
        { value: "", text: t.planner.pickWorker },
        ...(workers ?? []).map(({ id, name }) => ({ value: id, text: name })),
      ]}
    />
  );
}
