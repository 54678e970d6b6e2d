import { jobs } from "./api.js";
import { createChart } from "./chart.js";
import { el, notice } from "./dom.js";
import { jobFields } from "./fields.js";
import { decimal } from "./format.js";
import { connected, repeat } from "./live.js";
import { best, epochsDone, JUDGEMENT } from "./quality.js";
import { badge, hasEnded } from "./state.js";
import { createSweepTable } from "./sweep.js";

const PAUSE = 3000;
const MOST_IN_A_SWEEP = 500;
const COLOURS = ["blue", "orange", "green", "purple", "red", "grey"];

/** How many runs fit into one comparison. */
export const MOST_COMPARED = COLOURS.length;

/** Two or more runs: their losses in one chart, how good they are, their last digits side by side, and in what their settings differ. */
export async function showCompare({ main, query, signal }) {
  const sweep = query.get("sweep");
  const members = sweep ? (await jobs.list({ limit: MOST_IN_A_SWEEP })).jobs.filter(({ job }) => job?.sweep === sweep).map(({ id }) => id).toReversed() : [];
  const ids = [...new Set(sweep ? members : (query.get("jobs") ?? "").split(",").filter(Boolean))].slice(0, MOST_COMPARED);
  if (ids.length < 2) {
    main.replaceChildren(notice("Nothing to compare", sweep ? `There are no two runs of a sweep ${sweep}.` : "Select two or more runs in the list.", el("a", { class: "button", href: "#/" }, "All runs")));
    return;
  }
  const lines = ids.map((id, place) => ({ label: id, colour: COLOURS[place] }));
  const discriminator = createChart({ title: "Discriminator’s loss", lines, group: "compare", signal });
  const generator = createChart({ title: "Generator’s loss", lines, group: "compare", signal });
  const distance = createChart({ title: "Fréchet distance", lines, group: "compared quality", signal });
  const pictures = el("div", { class: "results" });
  const settings = el("div", { class: "scroll" });
  const overview = sweep ? createSweepTable(members) : null;
  document.title = `${ids.join(", ")} · DCGAN`;
  const view = [
    el("div", { class: "heading" }, el("h1", { tabIndex: -1 }, sweep ? `Sweep ${sweep}` : "Compare"), el("div", { class: "actions" }, el("a", { class: "button", href: "#/" }, "All runs"))),
    ...(overview ? [overview.element] : []),
    el("section", { class: "card charts", aria: { label: "Losses" } }, discriminator.element, generator.element, distance.element),
    el("section", { class: "card", aria: { label: "Latest fakes" } }, el("h2", {}, "Latest fakes"), pictures),
    el("section", { class: "card", aria: { label: "Settings" } }, el("h2", {}, "Settings"), settings)];

  const refresh = async () => {
    const fields = await jobFields();
    const runs = await Promise.all(ids.map(async (id) => ({ job: await jobs.get(id), losses: await jobs.losses(id), qualities: await jobs.qualities(id) })));
    if (signal.aborted) return runs;
    connected(true);
    if (!pictures.isConnected) main.replaceChildren(...view);
    discriminator.update(columns(runs, ({ losses }) => losses, (loss) => loss.discriminatorLoss));
    generator.update(columns(runs, ({ losses }) => losses, (loss) => loss.generatorLoss));
    distance.element.hidden = runs.every(({ qualities }) => qualities.length === 0);
    distance.update(columns(runs, ({ qualities }) => qualities, ({ scores }) => scores.frechetDistance));
    pictures.replaceChildren(...runs.map(picture));
    settings.replaceChildren(table(fields, runs));
    await overview?.refresh();
    return runs;
  };
  await repeat(PAUSE, async () => {
    const ended = (await refresh()).every(({ job }) => hasEnded(job));
    if (ended) repeat(JUDGEMENT, async () => !(await refresh()).every(isJudged), signal);
    return !ended;
  }, signal);
}

/** Whether the last epoch of an ended run is judged. */
function isJudged({ job, qualities }) {
  const done = epochsDone(job);
  return done === 0 || qualities.some(({ epoch }) => epoch === done - 1);
}

/** One column of steps for all runs; where a run has no point there is a gap that its line bridges. */
function columns(runs, points, value) {
  const steps = [...new Set(runs.flatMap((run) => points(run).map(({ step }) => step)))].sort((a, b) => a - b);
  return [steps, ...runs.map((run) => {
    const values = new Map(points(run).map((point) => [point.step, value(point)]));
    return steps.map((step) => values.get(step) ?? null);
  })];
}

function picture({ job, losses }) {
  const last = losses.at(-1);
  return el("figure", {},
    last ? el("img", { src: jobs.grid(job.id, "fake", last.saveStep), alt: `Digits of ${job.id}`, width: 242, height: 242 }) : el("p", { class: "hint" }, "None yet"),
    el("figcaption", {}, el("a", { href: `#/jobs/${encodeURIComponent(job.id)}` }, job.id), " ", badge(job)));
}

function table(fields, runs) {
  const row = (label, values) => el("tr", { class: new Set(values).size > 1 ? "differs" : "" },
    el("th", { scope: "row" }, label), values.map((value) => el("td", {}, value)));
  const rows = fields.filter(({ name }) => name !== "id" && runs.some(({ job }) => job.job?.[name] !== undefined))
    .map(({ name, label }) => row(label, runs.map(({ job }) => job.job?.[name] ?? "–")));
  if (runs.some(({ qualities }) => qualities.length > 0)) rows.unshift(row("Best Fréchet distance", runs.map(bestInWords)));
  return el("table", {},
    el("thead", {}, el("tr", {}, el("td", {}), runs.map(({ job }) => el("th", { scope: "col" }, job.id)))),
    el("tbody", {}, rows));
}

function bestInWords({ qualities }) {
  const first = best(qualities);
  return first ? `${decimal(first.scores.frechetDistance)} after epoch ${first.epoch + 1}` : "–";
}
