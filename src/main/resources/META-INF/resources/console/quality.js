import { createChart } from "./chart.js";
import { el } from "./dom.js";
import { decimal } from "./format.js";

const MEASURES = [
  ["frechetDistance", "Fréchet distance"],
  ["kernelDistance", "Kernel distance"],
  ["inceptionScore", "Inception score"],
  ["density", "Density"],
  ["coverage", "Coverage"],
  ["confidence", "Confidence"],
];

/** How often to ask for new qualities after the end of a run, in milliseconds. */
export const JUDGEMENT = 10_000;

/** After how many epochs an ended run has a checkpoint to judge. */
export function epochsDone(job) {
  return job.state === "SUCCEEDED" ? job.progress.epochs : job.progress.epoch;
}

/** The quality with the least Fréchet distance, if there is any. */
export function best(qualities) {
  return qualities.reduce((least, next) => (least?.scores.frechetDistance <= next.scores.frechetDistance ? least : next), undefined);
}

/** How good a run's digits are after each epoch that was judged: curves, a table, and in words that the generator collapsed. */
export function createQuality(signal) {
  const byEpoch = new Map();
  const curves = el("div", { class: "pair" });
  const collapse = el("p", { class: "error", role: "status" });
  const rows = el("tbody", {});
  let drawCurves;
  let drawn = true;

  const draw = () => {
    const qualities = [...byEpoch.values()].sort((one, other) => one.epoch - other.epoch);
    drawCurves ??= createCurves(curves, Boolean(qualities[0].averaged), signal);
    drawCurves(qualities);
    collapse.textContent = collapseInWords(qualities);
    const first = best(qualities);
    const floor = qualities.at(-1).floor;
    rows.replaceChildren(
      ...qualities.toReversed().flatMap((quality) => [
        row(quality.scores, `${quality.epoch + 1}`, badges(quality, first)),
        quality.averaged ? row(quality.averaged, `${quality.epoch + 1}, averaged`) : ""]),
      floor ? row(floor, "Real images") : "");
  };
  const element = el("section", { class: "card", hidden: true, aria: { label: "Quality" } },
    el("h2", {}, "Quality"), collapse, curves,
    el("div", { class: "scroll" }, el("table", { class: "qualities" },
      el("thead", {}, el("tr", {}, ["Epoch", ...MEASURES.map(([, name]) => name), "Classes"].map((name) => el("th", { scope: "col" }, name)))),
      rows)),
    el("p", { class: "hint" }, "Compares generated images with the test images by a classifier of the data set. Lower distances are better; for the other scores, higher is better. The scores of as many training images show the best that can be expected."));
  return {
    element,
    /** Adds an epoch that was judged; it may be added twice. */
    add(quality) {
      drawn = drawn && byEpoch.get(quality.epoch)?.scores.frechetDistance === quality.scores.frechetDistance;
      byEpoch.set(quality.epoch, quality);
    },
    /** Draws new qualities; false if there are none. */
    update() {
      if (drawn) return false;
      element.hidden = false;
      draw();
      drawn = true;
      return true;
    },
    isJudged: (epoch) => byEpoch.has(epoch),
  };
}

function createCurves(place, averaged, signal) {
  const lines = [{ label: averaged ? "Plain" : "Generator", colour: "orange" }, ...(averaged ? [{ label: "Averaged", colour: "purple" }] : [])];
  const charts = [["frechetDistance", "Fréchet distance"], ["coverage", "Coverage"]].map(([measure, title]) =>
    ({ measure, chart: createChart({ title, lines, group: "quality", signal }) }));
  place.replaceChildren(...charts.map(({ chart }) => chart.element));
  return (qualities) => {
    for (const { measure, chart } of charts) {
      const column = (generator) => qualities.map((quality) => quality[generator]?.[measure] ?? null);
      chart.update([qualities.map(({ step }) => step), column("scores"), ...(averaged ? [column("averaged")] : [])], qualities);
    }
  };
}

function collapseInWords(qualities) {
  const last = qualities.findLast((quality) => quality.collapse);
  if (!last) return "";
  const told = `After epoch ${last.epoch + 1} the generator had collapsed: ${last.collapse}.`;
  return last === qualities.at(-1) ? told : `${told} It has recovered since.`;
}

function badges(quality, first) {
  return [
    quality === first ? el("span", { class: "badge", data: { state: "SUCCEEDED" } }, "Best") : null,
    quality.collapse ? el("span", { class: "badge", data: { state: "FAILED" } }, "Collapsed") : null];
}

function row(scores, name, marks = []) {
  return el("tr", {}, el("th", { scope: "row" }, name, " ", marks), MEASURES.map(([measure]) => el("td", {}, decimal(scores[measure]))), el("td", {}, shares(scores.classShares)));
}

/** How the digits are spread over the classes: a bar for each, as high as its share. */
function shares(all) {
  if (!all) return "–"; // the data set has no classes
  const most = Math.max(...all);
  return el("span", {
    class: "shares", role: "img",
    aria: { label: all.map((share, number) => `${number}: ${Math.round(100 * share)} %`).join(", ") },
  }, all.map((share) => el("i", { style: `height: ${Math.round(100 * share / most)}%` })));
}
