import { ChooseOne } from "../parts/Chips";
import { sayWrong } from "../app/useForm";
import { TextField } from "../parts/Field";
import { t } from "../texts";
import { useSession } from "../session/context";
import { AddressSearch } from "./AddressSearch";
import { checkAddress, emptyAddress, formOf, splitNumber, type AddressErrors, type AddressForm } from "./address";

interface Props {
  form: AddressForm;
  errors: AddressErrors;
  /** What the server found wrong at a field. */
  refused?: (name: keyof AddressForm) => string | undefined;
  /** It is read out in an alarm: then an address that is typed by hand needs its town. */
  withTown?: boolean;
  /** It may be a place without a house number. */
  withoutNumber?: boolean;
  /** By a change of what is there: a browser may fill in several fields at once. */
  onForm: (change: (form: AddressForm) => AddressForm) => void;
}

export function AddressFields({ form, errors, refused, withTown = false, withoutNumber = false, onForm }: Props) {
  const { me } = useSession();
  const field = (name: keyof AddressForm, label: string, hint?: string, input = {}) => (
    <TextField
      label={label}
      hint={hint}
      error={sayWrong(errors[name]) ?? refused?.(name)}
      value={form[name]}
      onValue={(value) => onForm((now) => ({ ...now, [name]: value, registerId: "" }))}
      input={{ autocomplete: "off", autocorrect: "off", spellcheck: false, ...input }}
    />
  );
  const number = field("number", t.address.number, undefined, {
    inputMode: form.country === "NL" ? "numeric" : "text",
    onBlur: () => onForm(splitNumber),
  });
  return (
    <div class="stack">
      <ChooseOne<AddressForm["country"]>
        legend={t.address.country}
        quietLegend
        chips={[
          { value: "NL", text: t.address.countries.NL },
          { value: "BE", text: t.address.countries.BE },
          ...(withoutNumber ? [{ value: "place" as const, text: t.address.withoutNumber }] : []),
        ]}
        value={form.country}
        onValue={(country) =>
          onForm((now) => ({ ...emptyAddress(country), postcode: now.postcode, number: now.number }))
        }
      />
      {form.country === "place" && (
        <div key="place" class="stack">
          {field("where", t.address.where, t.address.whereHint, { maxLength: 100 })}
          {field("city", t.address.city, undefined, { maxLength: 60 })}
          <p>{t.risk.noAddressText}</p>
        </div>
      )}
      {me.addressSearch && form.country !== "place" && (
        <AddressSearch
          key={`search ${form.country}`}
          country={form.country}
          onAddress={(address) => onForm(() => formOf(address))}
        />
      )}
      {/* Each country has fields of its own: one that was reused would keep the other's limits. */}
      <div key={form.country} class="stack" hidden={form.country === "place"}>
        {form.country === "place" ? null : form.country === "NL" ? (
          <>
            <div class="fields fields--address">
              {field("postcode", t.address.postcode, undefined, { autocapitalize: "characters", maxLength: 7 })}
              {number}
              {field("addition", t.address.addition, undefined, { autocapitalize: "characters", maxLength: 6 })}
            </div>
            <div class="fields">
              {field("street", t.address.streetOptional)}
              {field("city", withTown ? t.address.city : t.address.cityOptional)}
            </div>
          </>
        ) : (
          <>
            {field("street", t.address.street)}
            <div class="fields">
              {number}
              {field("box", t.address.box)}
            </div>
            <div class="fields">
              {field("postcode", t.address.postcode, undefined, { inputMode: "numeric", maxLength: 4 })}
              {field("city", t.address.city)}
            </div>
          </>
        )}
      </div>
      {errors.city === "town" && <p>{t.address.townWhy}</p>}
      {checkAddress(form).address && <p class="soft">{form.registerId ? t.address.verified : t.address.notVerified}</p>}
    </div>
  );
}
