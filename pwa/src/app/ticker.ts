/** Runs it every so many milliseconds, also while nobody sees the page. Answers how to stop. */
export function tick(every: number, run: () => void): () => void {
  if (typeof Worker === "undefined") {
    const timer = setInterval(run, every);
    return () => clearInterval(timer);
  }
  const worker = new Worker(new URL("./ticker.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", run);
  worker.postMessage(every);
  return () => worker.terminate();
}
