import { jobs } from "./api.js";
import { el, notice } from "./dom.js";
import { bytes, decimal, duration, number, time } from "./format.js";
import { MOST_COMPARED } from "./compare.js";
import { connected, repeat } from "./live.js";
import { badge, progressBar, standing } from "./state.js";

const PAGE = 50;
const MOST = 500;

/** All runs, the newest first. */
export async function showList({ main, signal }) {
  const selected = new Set();
  const rows = new Map();
  let limit = PAGE;

  const filter = el("select", { aria: { label: "Show runs in state" }, on: { change: () => refresh() } },
    el("option", { value: "" }, "All states"),
    ["Queued", "Running", "Succeeded", "Failed", "Cancelled"].map((name) =>
      el("option", { value: name.toUpperCase() }, name)));
  const order = el("select", { aria: { label: "Order of runs" }, on: { change: () => refresh() } },
    el("option", { value: "newest" }, "Newest first"),
    el("option", { value: "size" }, "Largest first"));
  const total = el("p", { class: "hint" });
  const body = el("ul", { class: "runs", aria: { label: "Runs" } });
  const more = el("button", { class: "button", hidden: true, on: { click: () => { limit = Math.min(MOST, limit + PAGE); refresh(); } } }, "Show more");
  const compare = el("a", { class: "button", hidden: true });
  const empty = el("div", {});
  const view = [
    el("div", { class: "heading" },
      el("h1", { tabIndex: -1 }, "Runs"),
      el("div", { class: "actions" }, compare, filter, order, el("a", { class: "button primary for-operators", href: "#/new" }, "New run"))),
    total, empty, body, el("p", { class: "centred" }, more),
  ];

  const choose = (id, yes) => {
    if (yes) selected.add(id);
    else selected.delete(id);
    compare.hidden = selected.size < 2;
    compare.textContent = `Compare ${selected.size > MOST_COMPARED ? `the first ${MOST_COMPARED} of ` : ""}${selected.size} runs`;
    compare.href = `#/compare?${new URLSearchParams({ jobs: [...selected].slice(0, MOST_COMPARED).join(",") })}`;
  };

  const refresh = async () => {
    const asked = filter.value;
    const sort = order.value;
    const page = await jobs.list({ state: asked, limit, sort });
    if (signal.aborted || asked !== filter.value || sort !== order.value) return;
    connected(true, page.staleSeconds ? `Kafka has not answered for ${duration(page.staleSeconds)}: this may be old.` : "");
    if (!body.isConnected) main.replaceChildren(...view);
    total.textContent = page.bytes === undefined ? "" : `All runs take ${bytes(page.bytes)} in the store.`;
    const ids = new Set(page.jobs.map((job) => job.id));
    for (const [id, row] of rows) {
      if (!ids.has(id)) {
        row.element.remove();
        rows.delete(id);
      }
    }
    page.jobs.forEach((job, place) => {
      if (!rows.has(job.id)) rows.set(job.id, createRow(job.id, selected.has(job.id), choose));
      const row = rows.get(job.id);
      row.update(job);
      if (body.children[place] !== row.element) body.insertBefore(row.element, body.children[place] ?? null);
    });
    more.hidden = !page.next || limit >= MOST;
    empty.replaceChildren(...(page.total > 0 ? [] : [emptiness(asked)]));
  };
  try {
    await repeat(2000, refresh, signal);
  } catch (failure) {
    if (failure.status !== 404) throw failure;
    main.replaceChildren(notice("No console answers here", "Runs are shown by a process with the role console, under the same address as this page.",
      el("a", { class: "button", href: "#/explore" }, "Explore checkpoints")));
  }
  if (!body.isConnected && !signal.aborted && document.body.classList.contains("away")) {
    main.replaceChildren(notice("The server does not answer", "The list appears as soon as it does."));
  }
}

function emptiness(state) {
  return state
    ? notice("No runs", "No run is in this state.")
    : notice("Nothing has been trained yet",
      "A run trains the notebook's two networks on MNIST. Its losses and its digits show here while it learns.",
      el("a", { class: "button primary for-operators", href: "#/new" }, "Start the first run"));
}

function createRow(id, selected, choose) {
  const picture = el("span", { class: "thumbnail", aria: { hidden: "true" } });
  const summary = el("p", { class: "hint" });
  const stateCell = el("div", { class: "run-state" });
  const bar = progressBar(`Progress of ${id}`);
  const text = el("p", { class: "hint" });
  const losses = el("p", { class: "run-losses" });
  const box = el("input", { type: "checkbox", checked: selected, aria: { label: `Select ${id} to compare` }, on: { change: () => choose(id, box.checked) } });
  const element = el("li", { class: "run" },
    box, picture,
    el("div", { class: "run-name" }, el("a", { href: `#/jobs/${encodeURIComponent(id)}` }, id), summary),
    stateCell,
    el("div", { class: "run-progress" }, bar.element, text),
    losses);
  let shown;
  let shownStep;
  return {
    element,
    update(job) {
      const state = JSON.stringify(job);
      if (state === shown) return;
      shown = state;
      const { progress, job: settings } = job;
      stateCell.replaceChildren(badge(job));
      summary.textContent = [
        settings && `${number(settings.epochs)} ${settings.epochs === 1 ? "epoch" : "epochs"}`,
        settings?.limit && `${number(settings.limit)} images`,
        job.bytes && bytes(job.bytes),
        time(job.submittedAt)].filter(Boolean).join(" · ");
      bar.update(job);
      text.textContent = standing(job);
      losses.replaceChildren(...(progress.discriminatorLoss === undefined ? [] : [
        el("span", {}, el("abbr", { title: "Discriminator's loss" }, "D"), ` ${decimal(progress.discriminatorLoss)}`),
        el("span", {}, el("abbr", { title: "Generator's loss" }, "G"), ` ${decimal(progress.generatorLoss)}`)]));
      if (progress.saveStep !== undefined && progress.saveStep !== shownStep) {
        shownStep = progress.saveStep;
        picture.replaceChildren(el("img", { src: jobs.grid(id, "fake", shownStep), alt: "", on: { error: ({ target }) => target.remove() } }));
      }
    },
  };
}
