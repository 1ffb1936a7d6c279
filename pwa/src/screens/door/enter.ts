import { api } from "../../api/calls";
import { welcome } from "../../session/session";

/**
 * The page begins anew: from here on it is somebody's. They are made known first, so that the new page remembers them and
 * not whoever had this phone before, whose presses would go with their sign-in.
 */
export const enter = (): void => {
  void api
    .me()
    .then(welcome)
    .catch(() => undefined)
    .then(() => location.assign("/"));
};
