/** Goes to a place of the app from outside its screens, as a press on a link does: the page is not loaded anew. */
export function goTo(place: string): void {
  if (place === location.pathname + location.search) return;
  history.pushState(null, "", place);
  dispatchEvent(new PopStateEvent("popstate"));
}
