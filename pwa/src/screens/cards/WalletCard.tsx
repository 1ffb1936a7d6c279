import { ButtonLink } from "../../parts/Button";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";
import { phoneNumber, telLink } from "../../time/format";

const LONGER = 15;

/** What one wants, the text for it, and the digit in a call. */
const rowsFor = (country: string): [string, string, string?][] => [
  [t.walletCard.checkIn, country === "BE" ? t.walletCard.exampleBe : t.walletCard.exampleNl, "1"],
  [t.walletCard.well, t.sms.well, "2"],
  [t.walletCard.longer, t.sms.longer(LONGER)],
  [t.walletCard.leave, t.sms.leave, "3"],
  [t.walletCard.back, t.sms.back],
  [t.walletCard.home, t.sms.home],
  [t.walletCard.watched, t.walletCard.status],
  [t.walletCard.alarm, t.sms.alarm, "9"],
];

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
            <th scope="col">{words.wish}</th>
            <th scope="col">{words.bySms}</th>
            <th scope="col">{words.byKey}</th>
          </tr>
        </thead>
        <tbody>
          {rowsFor(me.organisation.country).map(([wish, text, key]) => (
            <tr key={text}>
              <th scope="row">{wish}</th>
              <td class="strong">{text}</td>
              <td class="strong">{key ?? words.noKey}</td>
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
