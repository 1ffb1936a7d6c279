/**
 * Runs it every so many milliseconds, also while nobody sees the page: a worker's clock is not slowed down there. Without a
 * worker, or with one that does not load (its file went with a newer version), the page's own clock. Answers how to stop.
 */
export function tick(every: number, run: () => void): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const byItself = () => (timer ??= setInterval(run, every));
  const worker = aWorker();
  if (worker) {
    worker.addEventListener("message", run);
    worker.addEventListener("error", byItself);
    worker.postMessage(every);
  } else byItself();
  return () => {
    worker?.terminate();
    clearInterval(timer);
  };
}

function aWorker(): Worker | null {
  try {
    return new Worker(new URL("./ticker.worker.ts", import.meta.url), { type: "module" });
  } catch {
    return null; // A browser that knows none, or that refuses it.
  }
}
