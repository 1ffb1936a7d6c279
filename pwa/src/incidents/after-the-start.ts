// What goes on about a report while the page is open: its form and its files are sent, and what became of them is heard.
import { reportArrived, sendFiles, startFiles } from "../attachments/outbox";
import { me, session } from "../session/session";
import { heard } from "./draft";
import { onFormNews } from "./sending";

/** Once in a page. */
export function followReports(): void {
  startFiles(() => me()?.id ?? null);
  session.watch(() => void sendFiles()); // what waited for somebody to sign in
  heard.watch((news) => {
    if (!news) return;
    void onFormNews(news);
    if (news.what === "delivered" && news.action.kind === "incident") void reportArrived(news.action.subject);
  });
}
