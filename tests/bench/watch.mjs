// What runs inside a measured page: when something was done, and when the
// frame that shows its result was ready.

/** Put into every page before its own scripts. */
export function watch() {
  const watch = { tasks: [], paint: null, ready: null };
  globalThis.watch = watch;
  new PerformanceObserver((entries) => {
    for (const { startTime, duration } of entries.getEntries()) watch.tasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((entries) => {
    for (const { name, startTime } of entries.getEntries()) {
      if (name === 'first-contentful-paint') watch.paint = startTime;
    }
  }).observe({ type: 'paint', buffered: true });

  // A message sent from a frame's callback arrives once the frame is laid out
  // and painted.
  const waiting = [];
  const channel = new MessageChannel();
  channel.port1.onmessage = () => waiting.splice(0).forEach((resolve) => resolve(performance.now()));
  watch.frame = () => new Promise((resolve) => {
    requestAnimationFrame(() => {
      waiting.push(resolve);
      channel.port2.postMessage(null);
    });
  });

  /** Notes the first frame in which `selector` is there. */
  watch.until = async (selector) => {
    while (!document.querySelector(selector)) await watch.frame();
    watch.ready = await watch.frame();
  };

  /**
   * Arms for the next event of `kind`. `watch.done` then resolves with the
   * milliseconds from that event to the last frame in which anything within
   * `selector` changed, once nothing has for `quiet` ms; from the first frame
   * after the event when nothing did. What `isDone` denies is waited for, however long it is quiet.
   */
  watch.arm = (kind, selector, quiet, isDone = () => true) => {
    watch.done = new Promise((resolve) => {
      addEventListener(kind, ({ timeStamp }) => {
        let last = 0;
        let waiting = 0;
        let timer;
        // Frames are asked for only when there is something to see: those that are asked for
        // without end queue up before the next one that counts.
        const see = async () => {
          clearTimeout(timer);
          waiting += 1;
          last = await watch.frame();
          waiting -= 1;
          if (0 < waiting) return;
          timer = setTimeout(() => {
            if (!isDone()) return;
            observer.disconnect();
            resolve(last - timeStamp);
          }, quiet);
        };
        const observer = new MutationObserver((records) => {
          const isSeen = ({ target }) => {
            const element = target.nodeType === 1 ? target : target.parentElement;
            return element?.closest(selector) || element?.querySelector(selector);
          };
          if (records.some(isSeen)) see();
        });
        observer.observe(document.documentElement, { childList: true, subtree: true, characterData: true });
        see();
      }, { capture: true, once: true });
    });
  };
}
