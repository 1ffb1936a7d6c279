import { useSession } from "../session/context";
import { hasRole } from "../session/session";
import { t } from "../texts";
import { phoneNumber } from "../time/format";

/** Whoever has my number said that it is not mine. On every screen until it is put right: it may reach me nowhere else. */
export function NumberDenied() {
  const { me } = useSession();
  if (!me.numberDeniedAt || !me.phone) return null;
  return (
    <div class="desk-bar desk-bar--mine" role="status">
      <p>
        <strong>{t.numberCheck.denied(phoneNumber(me.phone))}</strong> {t.numberCheck.deniedWhy}{" "}
        {hasRole(me, "administrator") ? (
          <a class="nl-link" href="/people">
            {t.numberCheck.deniedPeople}
          </a>
        ) : (
          t.numberCheck.deniedAsk
        )}
      </p>
    </div>
  );
}
