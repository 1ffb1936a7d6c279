import "../../desk/desk.css";
import "./risk-addresses.css";
import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { hasRole } from "../../session/session";
import { t } from "../../texts/later";
import { serverClock } from "../../time/clock";
import { isoDay } from "../../time/format";
import { ImportForm } from "../../row-files/ImportForm";
import { AccessForm } from "./AccessForm";
import { MarkItem } from "./MarkItem";
import { ProposeForm } from "./ProposeForm";
import { inOrder, isDue, sought } from "./register";

const A_PAGE = 50;

/** The register: what is due first; proposed by one, approved by another, and each mark has its end. */
export function RiskAddressesScreen() {
  const { me } = useSession();
  const { value, problem, again } = useFetch(api.marks);
  const [open, setOpen] = useState<"propose" | "import" | "access" | null>(null);
  const [text, setText] = useState("");
  const [shown, setShown] = useState(A_PAGE);
  const today = isoDay(serverClock.now());
  const all = value ?? [];
  const due = all.filter((mark) => isDue(mark, today)).length;
  const marks = inOrder(sought(all, text), today);
  const close = () => setOpen(null);

  return (
    <Screen
      wide
      title={t.marks.title}
      aside={
        <Button
          look={open === "propose" ? "quiet" : "main"}
          onPress={() => setOpen(open === "propose" ? null : "propose")}
        >
          {open === "propose" ? t.app.close : t.marks.propose}
        </Button>
      }
    >
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {due > 0 && (
        <Notice tone="soon" title={t.marks.due(due)}>
          <p>{t.marks.dueText}</p>
        </Notice>
      )}
      {open === "propose" && (
        <ProposeForm
          onDone={() => {
            close();
            again();
          }}
        />
      )}
      {open === "import" && (
        <ImportForm
          words={t.marks.file}
          send={api.importMarks}
          template={api.marksTemplate}
          onKept={again}
          onClose={close}
        />
      )}
      {open === "access" && <AccessForm onClose={close} />}
      <div class="register-tools">
        <div class="desk-search">
          <TextField
            label={t.app.search}
            type="search"
            value={text}
            onValue={(sought) => {
              setText(sought);
              setShown(A_PAGE);
            }}
          />
        </div>
        {hasRole(me, "registrar") && (
          <div class="row">
            <Button look="quiet" onPress={() => setOpen("import")}>
              {t.marks.file.open}
            </Button>
            <Button look="quiet" onPress={() => setOpen("access")}>
              {t.marks.access.open}
            </Button>
          </div>
        )}
      </div>
      {!value && !problem && <p role="status">{t.app.moment}</p>}
      {value && marks.length === 0 && <p class="soft">{all.length === 0 ? t.marks.empty : t.marks.none}</p>}
      <ul class="desk-list">
        {marks.slice(0, shown).map((mark) => (
          <MarkItem key={mark.id} mark={mark} due={isDue(mark, today)} onDone={again} />
        ))}
      </ul>
      {marks.length > shown && (
        <>
          <p class="soft" role="status">
            {t.marks.shown(shown, marks.length)}
          </p>
          <Button look="quiet" onPress={() => setShown(shown + A_PAGE)}>
            {t.marks.more(Math.min(A_PAGE, marks.length - shown))}
          </Button>
        </>
      )}
    </Screen>
  );
}
