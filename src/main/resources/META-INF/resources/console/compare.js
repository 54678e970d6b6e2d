import { jobs } from "./api.js";
import { createChart } from "./chart.js";
import { el, notice } from "./dom.js";
import { FIELDS } from "./fields.js";
import { connected, repeat } from "./live.js";
import { badge, hasEnded } from "./state.js";

const COLOURS = ["blue", "orange", "green", "purple", "red", "grey"];

/** Two or more runs: their losses in one chart, their last digits side by side, and in what their settings differ. */
export async function showCompare({ main, query, signal }) {
  const ids = [...new Set((query.get("jobs") ?? "").split(",").filter(Boolean))].slice(0, COLOURS.length);
  if (ids.length < 2) {
    main.replaceChildren(notice("Nothing to compare", "Select two or more runs in the list.", el("a", { class: "button", href: "#/" }, "All runs")));
    return;
  }
  const lines = ids.map((id, place) => ({ label: id, colour: COLOURS[place] }));
  const discriminator = createChart({ title: "Discriminator’s loss", lines, group: "compare", signal });
  const generator = createChart({ title: "Generator’s loss", lines, group: "compare", signal });
  const pictures = el("div", { class: "results" });
  const settings = el("div", { class: "scroll" });
  document.title = `${ids.join(", ")} · DCGAN`;
  const view = [
    el("div", { class: "heading" }, el("h1", { tabIndex: -1 }, "Compare"), el("div", { class: "actions" }, el("a", { class: "button", href: "#/" }, "All runs"))),
    el("section", { class: "card charts", aria: { label: "Losses" } }, discriminator.element, generator.element),
    el("section", { class: "card", aria: { label: "Latest fakes" } }, el("h2", {}, "Latest fakes"), pictures),
    el("section", { class: "card", aria: { label: "Settings" } }, el("h2", {}, "Settings"), settings)];

  await repeat(3000, async () => {
    const runs = await Promise.all(ids.map(async (id) => ({ job: await jobs.get(id), losses: await jobs.losses(id) })));
    if (signal.aborted) return false;
    connected(true);
    if (!pictures.isConnected) main.replaceChildren(...view);
    discriminator.update(columns(runs, "discriminatorLoss"));
    generator.update(columns(runs, "generatorLoss"));
    pictures.replaceChildren(...runs.map(picture));
    settings.replaceChildren(table(runs.map(({ job }) => job)));
    return !runs.every(({ job }) => hasEnded(job));
  }, signal);
}

/** One column of steps for all runs; where a run has no point there is a gap that its line bridges. */
function columns(runs, field) {
  const steps = [...new Set(runs.flatMap(({ losses }) => losses.map(({ step }) => step)))].sort((a, b) => a - b);
  return [steps, ...runs.map(({ losses }) => {
    const values = new Map(losses.map((loss) => [loss.step, loss[field]]));
    return steps.map((step) => values.get(step) ?? null);
  })];
}

function picture({ job, losses }) {
  const last = losses.at(-1);
  return el("figure", {},
    last ? el("img", { src: jobs.grid(job.id, "fake", last.saveStep), alt: `Digits of ${job.id}`, width: 242, height: 242 }) : el("p", { class: "hint" }, "None yet"),
    el("figcaption", {}, el("a", { href: `#/jobs/${encodeURIComponent(job.id)}` }, job.id), " ", badge(job)));
}

function table(runs) {
  const rows = FIELDS.filter(({ name }) => name !== "id" && runs.some(({ job }) => job?.[name] !== undefined)).map(({ name, label }) => {
    const values = runs.map(({ job }) => job?.[name] ?? "–");
    const differs = new Set(values).size > 1;
    return el("tr", { class: differs ? "differs" : "" }, el("th", { scope: "row" }, label), values.map((value) => el("td", {}, value)));
  });
  return el("table", {},
    el("thead", {}, el("tr", {}, el("td", {}), runs.map(({ id }) => el("th", { scope: "col" }, id)))),
    el("tbody", {}, rows));
}
