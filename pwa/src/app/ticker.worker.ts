// A clock of its own: browsers slow down the timers of a page that nobody sees, to one a minute; not those of a worker.
let timer: ReturnType<typeof setInterval> | undefined;

self.addEventListener("message", (event: MessageEvent<number>) => {
  clearInterval(timer);
  timer = setInterval(() => (self as unknown as Worker).postMessage(0), event.data);
});
