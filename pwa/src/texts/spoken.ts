// Which language is spoken now. Apart from the words, so that the service worker need not carry them.
import { createStore } from "../app/store";

/** Changes once the words of the other language are here. */
export const spoken = createStore("nl");
