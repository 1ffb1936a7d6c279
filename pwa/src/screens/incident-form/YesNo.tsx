import { ChooseOne } from "../../parts/Chips";
import { t } from "../../texts/later";

interface Props {
  legend: string;
  value: boolean | null;
  onValue: (value: boolean) => void;
}

export function YesNo({ legend, value, onValue }: Props) {
  return (
    <ChooseOne
      legend={legend}
      chips={[
        { value: "yes", text: t.app.yes },
        { value: "no", text: t.app.no },
      ]}
      value={value === null ? null : value ? "yes" : "no"}
      onValue={(choice) => onValue(choice === "yes")}
    />
  );
}
