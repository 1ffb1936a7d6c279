// Sending a file: with how far it is, which fetch does not say, and with the same sharp line between no and silence.
import type { Attachment } from "../api/types";
import { NotHeard, problemOf } from "../api/problem";
import { ALWAYS, exchange, PERSON } from "../api/request";

/** A file of 25 million bytes over a slow line; the server waits as long. */
const PATIENCE = 180_000;

export const A_MEGABYTE = 1_000_000;
export const MOST_BYTES = 25 * A_MEGABYTE;
export const MOST_OF_A_PICTURE = 15 * A_MEGABYTE;
/** What the server keeps. Without HEIC in it, an iPhone sends its photos as JPEG. */
export const ACCEPTED =
  "image/jpeg,image/png,image/webp,image/gif,audio/*,video/mp4,video/webm,video/quicktime,video/3gpp,.mov,.3gp,application/pdf,.docx";
export const PICTURES = "image/jpeg,image/png,image/webp,image/gif";

/** Whether the server would refuse it for its size: then it need not be sent first. */
export const isTooLarge = (file: File): boolean =>
  file.size > (file.type.startsWith("image/") ? MOST_OF_A_PICTURE : MOST_BYTES);

export interface Sending {
  incident: string;
  /** Made here: sent twice, it is kept once. */
  id: string;
  file: File;
  caption?: string;
  /** Who added it, where it may have waited for a network. */
  personId?: string;
}

const whose = ({ personId }: Sending): Record<string, string> => (personId ? { [PERSON]: personId } : {});

const pathOf = (incident: string): string => `/v1/incidents/${encodeURIComponent(incident)}/attachments`;

function formOf({ id, file, caption = "" }: Sending): FormData {
  const form = new FormData();
  form.append("id", id);
  form.append("caption", caption);
  // Not its own name: that tells things, and nobody needs it.
  form.append("file", file, "file");
  return form;
}

/** Sends a file from the service worker, where nobody looks how far it is. */
export async function postAttachment(sending: Sending): Promise<void> {
  const asked = new Request(new URL(pathOf(sending.incident), self.location.origin), {
    ...ALWAYS,
    method: "POST",
    headers: { Accept: "application/json", ...whose(sending) },
    body: formOf(sending),
  });
  await exchange(asked, PATIENCE);
}

/** Sends a file to a report. `onPart` hears from 0 to 1 how much has left. */
export function sendAttachment(sending: Sending, onPart: (part: number) => void): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const asked = new XMLHttpRequest();
    const silent = () => reject(new NotHeard("network"));
    asked.open("POST", pathOf(sending.incident));
    asked.timeout = PATIENCE;
    const headers = { Accept: "application/json", ...whose(sending) };
    for (const [name, value] of Object.entries(headers)) asked.setRequestHeader(name, value);
    asked.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable && total > 0) onPart(loaded / total);
    };
    asked.onerror = silent;
    asked.onabort = silent;
    asked.ontimeout = silent;
    asked.onload = () => {
      void heard(asked).then(resolve, reject);
    };
    asked.send(formOf(sending));
  });
}

async function heard(asked: XMLHttpRequest): Promise<Attachment> {
  if (asked.status < 200 || asked.status >= 300) {
    throw await problemOf(new Response(asked.responseText, { status: asked.status || 503 }));
  }
  try {
    return JSON.parse(asked.responseText) as Attachment;
  } catch {
    throw new NotHeard("not JSON");
  }
}
