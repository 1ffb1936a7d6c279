import type { Named } from "../../api/types";
import { Button } from "../../parts/Button";
import { SelectField, TextField } from "../../parts/Field";
import { t } from "../../texts/later";
import { ALL, EVERYTHING, leavesOut, ORDERS, type Order, SHOWS, type Shows, type View } from "./view";

interface Props {
  teams: Named[];
  view: View;
  onView: (view: View) => void;
  shown: number;
  all: number;
}

/** Whom one looks for, and in which order. */
export function Tools({ teams, view, onView, shown, all }: Props) {
  const change = (more: Partial<View>) => onView({ ...view, ...more });
  return (
    <search class="board__tools not-on-paper">
      <TextField
        label={t.board.search}
        type="search"
        value={view.search}
        onValue={(search) => change({ search })}
        input={{
          autocomplete: "off",
          spellcheck: false,
          onKeyDown: (event) => event.key === "Escape" && change({ search: "" }),
        }}
      />
      {teams.length > 1 && (
        <SelectField
          label={t.board.team}
          value={view.team}
          onValue={(team) => change({ team })}
          options={[
            { value: ALL, text: t.board.allTeams },
            ...teams.map(({ id, name }) => ({ value: id, text: name })),
          ]}
        />
      )}
      <SelectField
        label={t.board.shows}
        value={view.shows}
        onValue={(shows) => change({ shows: shows as Shows })}
        options={SHOWS.map((value) => ({ value, text: t.board.showsWords[value] }))}
      />
      <SelectField
        label={t.board.order}
        value={view.order}
        onValue={(order) => change({ order: order as Order })}
        options={ORDERS.filter((order) => order !== "team" || teams.length > 1).map((value) => ({
          value,
          text: t.board.orders[value],
        }))}
      />
      {leavesOut(view) && (
        <p class="row board__found" role="status">
          <span>{t.board.found(shown, all)}</span>
          <Button size="small" look="quiet" onPress={() => onView({ ...EVERYTHING, unfolded: view.unfolded })}>
            {t.board.showAll}
          </Button>
        </p>
      )}
    </search>
  );
}
