import { ButtonLink } from "../../parts/Button";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";
import { phoneNumber, telLink } from "../../time/format";

/** What one can text to our number and press in a call to it: here without a network, and to print. */
export function WalletCard() {
  const { me } = useSession();
  const words = t.walletCard;
  return (
    <section class="card stack stack-tight" aria-labelledby="wallet-card">
      <h2 id="wallet-card" class="nl-heading nl-heading--level-2">
        {words.title}
      </h2>
      <p>{words.text}</p>
      <table class="wallet-card">
        <thead>
          <tr>
            {words.columns.map((one) => (
              <th key={one} scope="col">
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {words.rows(me.organisation.country).map(([what, text, key]) => (
            <tr key={text}>
              <th scope="row">{what}</th>
              <td class="strong">{text}</td>
              <td class="strong">{key || words.none}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {me.hasPin && <p>{words.pin}</p>}
      {me.serviceNumber && (
        <ButtonLink href={telLink(me.serviceNumber)} look="quiet" wide icon="phone">
          {words.call(phoneNumber(me.serviceNumber))}
        </ButtonLink>
      )}
      <ButtonLink file href="/v1/me/wallet-card.pdf" look="quiet" wide>
        {words.print}
      </ButtonLink>
    </section>
  );
}
