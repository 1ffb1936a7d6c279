/** The first seconds need no warning: most answers come before anybody could read it. */
export const PATIENCE_MS = 2_500;
