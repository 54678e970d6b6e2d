import { parse } from "./api.js";

const status = document.getElementById("connection");

/** Shows whether the server answers. */
export function connected(yes, note = "") {
  const text = yes ? note : "The server is away, trying again…";
  document.body.classList.toggle("away", !yes);
  if (status.textContent !== text) status.textContent = text;
}

/**
 * Does a task now and again and again until the view is left. While the page is hidden it rests; while the server is away it goes on.
 *
 * @param {number} pause milliseconds between two rounds
 * @param {() => Promise<boolean|void>} task false if it need not be done again
 * @param {AbortSignal} signal of the view
 */
export function repeat(pause, task, signal) {
  let timer;
  let busy = false;
  const round = async () => {
    if (busy || document.hidden || signal.aborted) return;
    busy = true;
    let goOn = true;
    try {
      goOn = (await task()) !== false;
    } catch (failure) {
      if (!failure.isTemporary) throw failure;
      connected(false);
    } finally {
      busy = false;
      if (goOn && !signal.aborted) timer = setTimeout(round, pause);
    }
  };
  document.addEventListener("visibilitychange", () => { clearTimeout(timer); round(); }, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  return round();
}

/**
 * Follows a job's events until it ends or the view is left. The connection is closed while the page is hidden: browsers have few.
 *
 * @param {() => EventSource} open
 * @param {{state: Function, loss: Function, sample: Function, quality: Function}} listeners told the data of each event; it may come twice
 * @param {() => Promise<void>} ask the server for the job, since a refused connection does not tell why
 * @param {AbortSignal} signal of the view
 */
export function follow(open, listeners, ask, signal) {
  let source;
  let timer;
  let ended = false;
  let failures = 0;
  const close = () => { clearTimeout(timer); source?.close(); };
  const connectLater = async () => {
    try {
      await ask();
      if (!ended) connected(true, "Live news were refused, trying again…");
    } catch (failure) {
      connected(!failure.isTemporary, failure.message);
      if (!failure.isTemporary) return;
    }
    if (!ended && !signal.aborted) timer = setTimeout(connect, 2000);
  };
  const connect = () => {
    close();
    if (ended || document.hidden || signal.aborted) return;
    source = open();
    source.addEventListener("open", () => {
      failures = 0;
      connected(true);
    });
    source.addEventListener("error", () => {
      failures++;
      if (source.readyState === EventSource.CLOSED) connectLater(); // refused: the browser does not try again
      else if (failures > 1) connected(false); // one may be the end that each stream has: the browser asks for the next
    });
    for (const [event, listener] of Object.entries(listeners)) {
      source.addEventListener(event, ({ data }) => listener(parse(data)));
    }
  };
  document.addEventListener("visibilitychange", connect, { signal });
  signal.addEventListener("abort", close);
  connect();
  return { end() { ended = true; close(); } };
}
