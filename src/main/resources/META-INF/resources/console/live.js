import { parse } from "./api.js";

const status = document.getElementById("connection");

/** Shows whether the server answers. */
export function connected(yes, note = "") {
  const text = yes ? note : "The server does not answer; retrying…";
  document.body.classList.toggle("away", !yes);
  if (status.textContent !== text) status.textContent = text;
}

/**
 * Repeats a task until the view is left. Pauses while the page is hidden; continues while the server does not answer.
 *
 * @param {number} pause milliseconds between two rounds
 * @param {() => Promise<boolean|void>} task false if it need not be repeated
 * @param {AbortSignal} signal of the view
 * @returns {Promise<void>} the first round; if the server refuses it there is no other, if it refuses a later one the page says so
 */
export function repeat(pause, task, signal) {
  const over = new AbortController();
  let timer;
  let busy = false;
  let isFirst = true;
  const round = async () => {
    if (busy || document.hidden || over.signal.aborted) return;
    busy = true;
    try {
      if ((await task()) === false) over.abort();
    } catch (failure) {
      if (isFirst && !failure.isTemporary) {
        over.abort();
        throw failure;
      }
      connected(!failure.isTemporary, failure.message);
    } finally {
      busy = false;
      if (!over.signal.aborted) timer = setTimeout(round, pause);
    }
  };
  over.signal.addEventListener("abort", () => clearTimeout(timer));
  signal.addEventListener("abort", () => over.abort(), { signal: over.signal });
  document.addEventListener("visibilitychange", () => { clearTimeout(timer); round(); }, { signal: over.signal });
  return round().finally(() => { isFirst = false; });
}

/**
 * Follows a job's events until it ends or the view is left. The connection is closed while the page is hidden: browsers have few.
 *
 * @param {() => EventSource} open
 * @param {{state: Function, loss: Function, sample: Function, quality: Function}} listeners receive the data of each event; an event may be sent twice
 * @param {() => Promise<void>} ask the server for the job, since a refused connection gives no reason
 * @param {AbortSignal} signal of the view
 */
export function follow(open, listeners, ask, signal) {
  let source;
  let timer;
  let ended = false;
  let failures = 0;
  const close = () => { clearTimeout(timer); source?.close(); };
  const connectLater = async (refused) => {
    try {
      await ask();
      if (!ended) connected(true, "The live connection was refused; retrying…");
    } catch (failure) {
      connected(!failure.isTemporary, failure.message);
      if (!failure.isTemporary) return;
    }
    const isLast = refused === source; // it may have reconnected in the meantime
    if (isLast && !ended && !signal.aborted) timer = setTimeout(connect, 2000);
  };
  const connect = () => {
    close();
    if (ended || document.hidden || signal.aborted) return;
    const opened = open();
    source = opened;
    source.addEventListener("open", () => {
      failures = 0;
      connected(true);
    });
    source.addEventListener("error", () => {
      failures++;
      if (opened.readyState === EventSource.CLOSED) connectLater(opened); // refused: the browser does not reconnect
      else if (failures > 1) connected(false); // a single failure may be the regular end of a stream: the browser reconnects
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
