import "./figures.css";
import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Figures } from "../../api/types";
import { useFetch } from "../../app/useFetch";
import { Button, ButtonLink } from "../../parts/Button";
import { SelectField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";
import { AdviceForm } from "./AdviceForm";
import { FigureCard } from "./FigureCard";
import { Speed } from "./Speed";

const YEARS_BACK = 5;

/** How often what happened in a year, what was done about it, and how soon. */
export function FiguresScreen() {
  const thisYear = new Date().getFullYear();
  const [year, setYear] = useState(thisYear);
  const [quarter, setQuarter] = useState("");
  const [team, setTeam] = useState("");
  const asked = `${year}?${new URLSearchParams({ ...(quarter && { quarter }), ...(team && { team }) })}`;
  const { value, problem, again } = useFetch(
    () => api.figures(year, quarter ? Number(quarter) : undefined, team || undefined),
    asked,
  );
  const years = Array.from({ length: YEARS_BACK }, (_, back) => String(thisYear - back));
  return (
    <Screen wide title={t.figures.title(quarter ? t.figures.ofQuarter(quarter, year) : String(year))}>
      <div class="figures__choice not-on-paper">
        <SelectField
          label={t.figures.year}
          value={String(year)}
          onValue={(chosen) => setYear(Number(chosen))}
          options={years.map((one) => ({ value: one, text: one }))}
        />
        <SelectField
          label={t.figures.period}
          value={quarter}
          onValue={setQuarter}
          options={[
            { value: "", text: t.figures.wholeYear },
            ...["1", "2", "3", "4"].map((one) => ({ value: one, text: t.figures.quarter(one) })),
          ]}
        />
        {value && value.teams.length > 0 && (
          <SelectField
            label={t.figures.team}
            value={team || (value.team?.id ?? "")}
            onValue={setTeam}
            options={[
              ...(value.seesAll ? [{ value: "", text: t.figures.allTeams }] : []),
              ...value.teams.map((one) => ({ value: one.id, text: one.name })),
            ]}
          />
        )}
      </div>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {value && <Found figures={value} asked={asked} again={again} />}
    </Screen>
  );
}

function Found({ figures, asked, again }: { figures: Figures; asked: string; again: () => void }) {
  const [year, query] = asked.split("?");
  const file = (name: string) => `/v1/reports/${year}/${name}${query ? `?${query}` : ""}`;
  return (
    <>
      <p class="anywhere">
        {figures.scope === "own" ? t.figures.own : (figures.team?.name ?? t.figures.allTeams)}
        {!figures.complete && `. ${t.figures.notOver}.`}
      </p>
      <div class="row not-on-paper">
        <ButtonLink file look="quiet" href={file("figures.pdf")}>
          {t.figures.pdf}
        </ButtonLink>
        <ButtonLink file look="quiet" href={file("figures.xlsx")}>
          {t.figures.xlsx}
        </ButtonLink>
        <ButtonLink file look="quiet" href={file("figures.csv")}>
          {t.figures.csv}
        </ButtonLink>
        <Button look="quiet" onPress={() => window.print()}>
          {t.figures.print}
        </Button>
      </div>
      <p class="soft">{figures.legend}</p>
      <div class="figures__all">
        <Speed figures={figures} />
        {figures.tables.map((table) => (
          <FigureCard key={table.id} table={table} year={figures.year} />
        ))}
      </div>
      {figures.scope !== "own" && <AdviceForm key={figures.year} figures={figures} again={again} />}
    </>
  );
}
