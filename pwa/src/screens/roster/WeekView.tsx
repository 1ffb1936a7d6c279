import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { RosterWeek, Swap, Turn } from "../../api/types";
import { useAction } from "../../app/useAction";
import { holds } from "../../desk/sought";
import { Button } from "../../parts/Button";
import { Badge, Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { RANKS } from "./ranks";
import { dayName, dayOfMonth } from "../../time/format";
import { daysLater, weekday, weekFrom } from "./days";
import { SwapSheet } from "./SwapSheet";

interface Props {
  teamId: string;
  week: RosterWeek;
  /** Only whose name holds this is shown; what is wrong with the week is said of everybody. */
  sought: string;
  me: string;
  /** A manager asks for others too. */
  forOthers: boolean;
  onDay: (first: string) => void;
  onDone: () => void;
}

/** Seven days: who has which turn, which day is a holiday, and where nobody has the watch. */
export function WeekView({ teamId, week, sought, me, forOthers, onDay, onDone }: Props) {
  const [swapping, setSwapping] = useState<Turn | null>(null);
  const { busy, problem, act } = useAction(onDone);
  const answer = (swap: Swap, how: "accept" | "decline" | "withdraw") =>
    void act(`${how} ${swap.id}`, () => api.answerSwap(teamId, swap.id, how));
  const asked = week.swaps.filter((swap) => swap.state === "asked");
  const twice = [
    ...new Set(week.turns.filter((turn) => turn.inTwoSteps && !turn.over).map((turn) => turn.person.name)),
  ];
  const days = weekFrom(week.firstDay);
  return (
    <section class="stack" aria-label={t.roster.week(dayOfMonth(week.firstDay))}>
      <div class="row">
        <h2 class="nl-heading nl-heading--level-2 grow">{t.roster.week(dayOfMonth(week.firstDay))}</h2>
        <Button look="quiet" size="small" onPress={() => onDay(daysLater(week.firstDay, -7))}>
          {t.roster.before}
        </Button>
        <Button look="quiet" size="small" onPress={() => onDay(daysLater(week.firstDay, 7))}>
          {t.roster.after}
        </Button>
      </div>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {week.gaps.length > 0 && <Notice tone="alarm" title={t.roster.gaps(week.gaps.length)} />}
      {twice.length > 0 && (
        <Notice tone="soon" title={t.roster.twice(t.list(twice))}>
          <p>{t.roster.twiceText}</p>
        </Notice>
      )}
      {asked
        .filter((swap) => swap.taker.id === me)
        .map((swap) => (
          <Notice key={swap.id} tone="soon" title={t.roster.asksYou(swap.giver.name, dayOfMonth(swap.day))}>
            <div class="row">
              <Button size="small" busy={busy === `accept ${swap.id}`} onPress={() => answer(swap, "accept")}>
                {t.roster.take}
              </Button>
              <Button look="quiet" size="small" onPress={() => answer(swap, "decline")}>
                {t.roster.cant}
              </Button>
            </div>
          </Notice>
        ))}
      <ol class="week">
        {days.map((day) => {
          const holiday = week.holidays.find((one) => one.day === day);
          const all = RANKS.flatMap((rank) => week.turns.filter((turn) => turn.day === day && turn.rank === rank));
          const turns = all.filter((turn) => holds([turn.person.name], sought));
          const gaps = week.gaps.filter((gap) => gap.day === day);
          return (
            <li key={day} class={`week__day${day === week.today ? " week__day--today" : ""}`}>
              <h3 class="week__name">
                <span class="strong">{dayName(weekday(day))}</span> {dayOfMonth(day)}
                {day === week.today && <span class="soft"> · {t.roster.today}</span>}
              </h3>
              {holiday && <Badge tone="plain">{holiday.name}</Badge>}
              {gaps.map((gap) => (
                <p key={gap.from} class="week__gap">
                  {t.roster.nobody(gap.from, gap.until)}
                </p>
              ))}
              {turns.map((turn) => {
                const question = asked.find((swap) => swap.shiftId === turn.shiftId && swap.day === day);
                const mayAsk = !turn.over && !question && (turn.person.id === me || forOthers);
                return (
                  <div key={`${turn.shiftId} ${turn.from}`} class={`week__turn${turn.over ? " week__turn--over" : ""}`}>
                    <p class="soft">
                      {t.roster.ranks[turn.rank]}, {t.roster.hours(turn.from, turn.until)}
                    </p>
                    <p class="strong anywhere">{turn.person.name}</p>
                    {turn.absent && <Badge tone="soon">{t.roster.absent}</Badge>}
                    {turn.inTwoSteps && <Badge tone="soon">{t.roster.inTwoSteps}</Badge>}
                    {!turn.numberVerified && <Badge tone="soon">{t.numberTest.untested}</Badge>}
                    {question && <p class="soft anywhere">{t.roster.asked(question.taker.name)}</p>}
                    {question && (question.giver.id === me || question.askedBy === me) && (
                      <Button look="plain" size="small" onPress={() => answer(question, "withdraw")}>
                        {t.roster.withdraw}
                      </Button>
                    )}
                    {mayAsk && (
                      <Button
                        look="plain"
                        size="small"
                        label={t.roster.swapOf(turn.person.name, dayOfMonth(day))}
                        onPress={() => setSwapping(turn)}
                      >
                        {t.roster.swap}
                      </Button>
                    )}
                  </div>
                );
              })}
              {all.length === 0 && gaps.length === 0 && <p class="soft">{t.roster.none}</p>}
            </li>
          );
        })}
      </ol>
      {swapping && (
        <SwapSheet
          teamId={teamId}
          turn={swapping}
          people={week.mayTake.find((one) => one.rank === swapping.rank)?.people ?? []}
          onClose={() => setSwapping(null)}
          onDone={() => {
            setSwapping(null);
            onDone();
          }}
        />
      )}
    </section>
  );
}
