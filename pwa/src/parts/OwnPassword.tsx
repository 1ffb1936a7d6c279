import { TextField } from "./Field";

interface Props {
  label: string;
  value: string;
  error: string | undefined;
  onValue: (value: string) => void;
}

/** The password that somebody has: a password manager may fill it in. */
export const OwnPassword = (props: Props) => (
  <TextField {...props} type="password" input={{ autocomplete: "current-password", required: true }} />
);
