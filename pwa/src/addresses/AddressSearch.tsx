import "./address-search.css";
import Combobox from "@github/combobox-nav";
import { useEffect, useId, useRef } from "preact/hooks";
import type { Address, Country, Suggestion } from "../api/types";
import { TextField } from "../parts/Field";
import { t } from "../texts";
import { useAddressSearch, type Found } from "./useAddressSearch";

interface Props {
  country: Country;
  onAddress: (address: Address) => void;
}

/** Type-ahead over the fields of an address. It fills them in, and replaces none of them. */
export function AddressSearch({ country, onAddress }: Props) {
  const { text, setText, found, choose, close } = useAddressSearch(country, onAddress);
  const suggestions = found.state === "told" ? found.suggestions : [];
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const committed = useRef<(place: number) => void>(() => {});
  committed.current = (place) => {
    const suggestion = suggestions[place];
    if (suggestion) void choose(suggestion);
  };

  useEffect(() => {
    const options = list.current;
    if (!field.current || !options || suggestions.length === 0) return;
    const combobox = new Combobox(field.current, options, { tabInsertsSuggestions: false });
    const commit = (event: Event) => committed.current(Number((event.target as HTMLElement).dataset["place"]));
    options.addEventListener("combobox-commit", commit);
    combobox.start();
    return () => {
      options.removeEventListener("combobox-commit", commit);
      combobox.stop();
    };
  }, [suggestions]);

  return (
    <div class="address-search">
      <TextField
        label={t.address.search}
        hint={t.address.searchHint[country]}
        type="search"
        value={text}
        onValue={setText}
        fieldRef={field}
        input={{
          autocomplete: "off",
          autocorrect: "off",
          spellcheck: false,
          onKeyDown: (event) => {
            // Enter chooses; it never sends the form around it.
            if (event.key === "Enter") event.preventDefault();
            if (event.key === "Escape") close();
          },
        }}
      />
      <ul
        ref={list}
        id={`${id}-list`}
        class="address-search__list"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a combobox's list; the focus stays in its field
        role="listbox"
        aria-label={t.address.found}
        hidden={suggestions.length === 0}
        onMouseDown={(event) => event.preventDefault()}
      >
        {suggestions.map((suggestion, place) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field says which one is active
          <li
            key={suggestion.id + suggestion.line}
            id={`${id}-${place}`}
            class="address-search__option anywhere"
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a combobox's list, too
            role="option"
            data-place={place}
          >
            {suggestion.line}
          </li>
        ))}
      </ul>
      <p class={suggestions.length > 0 || found.state === "chosen" ? "only-read-aloud" : "soft"} role="status">
        {said(found, suggestions)}
      </p>
    </div>
  );
}

function said(found: Found, suggestions: Suggestion[]): string {
  if (found.state === "away") return t.address.searchAway;
  if (found.state === "chosen") return t.address.filledIn(found.line);
  if (found.state === "quiet") return "";
  return t.address.howMany(suggestions.length);
}
