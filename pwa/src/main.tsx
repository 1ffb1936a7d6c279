import "./theme/start.css";
import { render } from "preact";
import { App } from "./app/App";
import { start } from "./app/start";

const root = document.getElementById("app");
if (root) render(<App />, root);
start();
