import "./theme/start.css";
import { render } from "preact";
import { App } from "./app/App";
import { start } from "./app/start";
import { firstLanguage, speak } from "./texts";
import { within } from "./time/within";

/** Milliseconds that the first screen waits for words in another language. They are kept on this device after once. */
const WAIT_FOR_WORDS = 1_500;

const root = document.getElementById("app");
const language = firstLanguage();
const show = () => root && render(<App />, root);
if (language === "nl") show();
else void within(WAIT_FOR_WORDS, () => speak(language), undefined).then(show);
start();
