import { ButtonLink } from "../../parts/Button";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts";

export function NotFoundScreen() {
  return (
    <Screen title={t.app.notFound}>
      <p>{t.app.notFoundText}</p>
      <ButtonLink href="/">{t.app.toStart}</ButtonLink>
    </Screen>
  );
}
