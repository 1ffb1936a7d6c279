/** The page begins anew: from here on it is somebody's. */
export const enter = (): void => location.assign("/");
