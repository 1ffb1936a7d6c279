import { useEffect, useState } from "preact/hooks";
import { sayProblem } from "../app/useAction";

interface Page {
  next?: string | null;
}

/** A list that is searched and comes page by page: the first for what was asked, and the next when somebody wants it. */
export function usePages<Asked, Found extends Page>(
  asked: Asked,
  search: (asked: Asked, after?: string) => Promise<Found>,
) {
  const [pages, setPages] = useState<Found[] | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [stumbles, setStumbles] = useState(0);
  useEffect(() => {
    let gone = false;
    setPages(null);
    search(asked).then(
      (page) => {
        if (gone) return;
        setPages([page]);
        setWrong(null);
      },
      (error: unknown) => {
        if (gone) return;
        setWrong(sayProblem(error));
        setStumbles((n) => n + 1);
      },
    );
    return () => {
      gone = true;
    };
  }, [asked]);
  const next = pages?.[pages.length - 1]?.next ?? null;
  const more = async () => {
    if (next === null) return;
    const page = await search(asked, next);
    setPages((old) => [...(old ?? []), page]);
  };
  return { pages, wrong, stumbles, next, more };
}
