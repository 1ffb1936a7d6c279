// In otherwise than by one's password: by a link, by one's organisation.
export { DoorScreen } from "../../screens/door/DoorScreen";
export { OtherWay } from "../../sign-on/OtherWay";
