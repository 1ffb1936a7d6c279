// What went wrong with a call, in the two ways that matter: the server said no, or nobody knows.

export interface FieldError {
  pointer: string;
  code: string;
  detail: string;
}

/** The server answered, and said no. `message` is in the person's language, fit to show. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly errors: FieldError[] = [],
    readonly code = "",
    /** Seconds until it may be tried again, where the server said so. */
    readonly retryAfter: number | null = null,
  ) {
    super(detail || title);
    this.name = "Problem";
  }

  field(pointer: string): FieldError | undefined {
    return this.errors.find((error) => error.pointer === pointer);
  }

  /** Signed out everywhere while on a visit: the noodknop is all that this browser may still press. */
  get onlyAlarms(): boolean {
    return this.status === 401 && this.code === "only_alarms";
  }

  /** A PIN is missing, or not the right one. */
  get pin(): "pin_required" | "pin_wrong" | null {
    const code = this.field("/pin")?.code;
    return code === "pin_required" || code === "pin_wrong" ? code : null;
  }
}

/** No answer, or one that says nothing of what was done: no network, a time-out, 5xx, a gateway's page. */
export class NotHeard extends Error {
  constructor(readonly why: string) {
    super(why);
    this.name = "NotHeard";
  }
}

/** 429 and 408 pass by themselves, like a missing network; the rest of 4xx is the server's last word. */
export const passes = (status: number): boolean => status >= 500 || status === 408 || status === 425 || status === 429;

export async function problemOf(response: Response): Promise<Problem | NotHeard> {
  const body: unknown = await response.json().catch(() => null);
  if (response.status >= 500 || (!isRecord(body) && response.status !== 401)) {
    // 5xx says nothing of what was done; and what isn't JSON isn't ours: a proxy stands between us and the server.
    return new NotHeard(`HTTP ${response.status}`);
  }
  const said = isRecord(body) ? body : {};
  return new Problem(
    response.status,
    text(said["title"]),
    text(said["detail"]),
    fieldErrors(said["errors"]),
    text(said["code"]),
    Number.parseInt(response.headers.get("retry-after") ?? "", 10) || null,
  );
}

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((error) => ({
    pointer: text(error["pointer"]),
    code: text(error["code"]),
    detail: text(error["detail"]),
  }));
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
