import { jobs } from "./api.js";
import { createChart } from "./chart.js";
import { createCheckpoints } from "./checkpoints.js";
import { announce, el } from "./dom.js";
import { jobFields } from "./fields.js";
import { bytes, decimal, number, time } from "./format.js";
import { createLapse } from "./lapse.js";
import { connected, follow, repeat } from "./live.js";
import { Losses } from "./losses.js";
import { createObjects } from "./objects.js";
import { createQuality, epochsDone, JUDGEMENT } from "./quality.js";
import { badge, hasEnded, progressBar, standing, stateName } from "./state.js";

const LAYERS = [["layer-2.png", "Layer −2"], ["layer-3.png", "Layer −3"], ["layer-4.png", "Layer −4"]];

/** One run, live: its state, its curves, its digits and how good they are, its checkpoints and objects. */
export async function showRun({ main, argument: id, signal }) {
  let job = await jobs.get(id);
  const fields = await jobFields();
  connected(true);
  const losses = new Losses();
  const header = createHeader(id, {
    cancel: async () => update(await jobs.cancel(id)),
    purge: async () => {
      await jobs.purge(id);
      announce(`Run ${id} is being deleted`);
      location.hash = "#/";
    },
  }, signal);
  const tiles = createTiles();
  const charts = createCharts(signal);
  const lapse = createLapse(id, losses, signal);
  const checkpoints = createCheckpoints(id, job.job);
  const quality = createQuality(signal);
  const results = el("div", {});

  let newest = -1;
  let drawing = false;
  let judgement; // set while it is awaited
  const draw = () => {
    if (drawing) return;
    drawing = true;
    requestAnimationFrame(() => {
      drawing = false;
      if (signal.aborted) return;
      charts.update(losses);
      tiles.update(job, losses.last);
      if (newest >= 0) lapse.reach(newest);
      if (quality.update()) checkpoints.refresh(hasEnded(job));
    });
  };
  const update = (next) => {
    if (next.state !== job.state) announce(`Run ${id} is ${stateName(next).toLowerCase()}`);
    const settled = hasEnded(next);
    job = { bytes: job.bytes, ...next };
    document.title = `${stateName(job)} · ${id} · DCGAN`;
    header.update(job);
    draw();
    checkpoints.refresh(settled);
    if (settled) {
      events.end();
      connected(true);
      judgement ??= repeat(JUDGEMENT, awaitJudgement, signal);
    }
    if (job.state === "SUCCEEDED" && !results.firstChild) results.append(createResults(id));
  };

  /** The last epochs are judged after the end of the run. */
  const awaitJudgement = async () => {
    (await jobs.qualities(id)).forEach(quality.add);
    draw();
    const done = epochsDone(job);
    return done > 0 && !quality.isJudged(done - 1);
  };

  main.replaceChildren(...header.elements, tiles.element,
    el("div", { class: "run-view" },
      charts.element,
      el("div", { class: "stack" }, lapse.element, checkpoints.element)),
    quality.element, results, createSettings(fields, job), createObjects(id).element);
  const events = follow(() => jobs.events(id), {
    state: update,
    loss: (loss) => {
      losses.add(loss);
      if (!hasEnded(job)) header.progress(loss, job);
      draw();
    },
    sample: ({ saveStep }) => {
      newest = Math.max(newest, saveStep);
      draw();
    },
    quality: (next) => {
      quality.add(next);
      draw();
    },
  }, async () => update(await jobs.get(id)), signal);
  header.update(job);
  draw();
  checkpoints.refresh(hasEnded(job));
}

function createHeader(id, { cancel, purge }, signal) {
  const state = el("span", {});
  const message = el("p", { class: "lead" });
  const bar = progressBar("Progress");
  const text = el("p", { class: "hint" });
  const error = el("p", { class: "error", role: "alert" });
  const button = el("button", { class: "button danger for-operators", type: "button", on: { click: () => dialog.showModal() } }, "Cancel run");
  const again = el("a", { class: "button for-operators", hidden: true }, "Run again…");
  const dialog = el("dialog", { aria: { labelledby: "cancel-title" } },
    el("h2", { id: "cancel-title" }, "Cancel this run?"),
    el("p", {}, "It ends before its next step and cannot be resumed. Its results so far stay."),
    el("form", { method: "dialog", class: "actions" },
      el("button", { class: "button danger", value: "cancel" }, "Cancel the run"),
      el("button", { class: "button", value: "", autofocus: true }, "Let it run")));
  const what = el("p", {});
  const purging = el("button", { class: "button danger for-operators", type: "button", on: { click: () => purgeDialog.showModal() } }, "Delete run…");
  const purgeDialog = el("dialog", { aria: { labelledby: "purge-title" } },
    el("h2", { id: "purge-title" }, `Delete ${id}?`),
    what,
    el("form", { method: "dialog", class: "actions" },
      el("button", { class: "button danger", value: "purge" }, "Delete the run"),
      el("button", { class: "button", value: "", autofocus: true }, "Keep it")));
  const onConfirmed = (asking, answer, action) => asking.addEventListener("close", async () => {
    if (asking.returnValue !== answer) return;
    error.textContent = "";
    try {
      await action();
    } catch (failure) {
      error.textContent = failure.message;
    }
  }, { signal });
  onConfirmed(dialog, "cancel", cancel);
  onConfirmed(purgeDialog, "purge", purge);
  return {
    elements: [
      el("div", { class: "heading" }, el("h1", { tabIndex: -1 }, id), state, el("div", { class: "actions" }, button, again, purging)),
      message, bar.element, text, error, dialog, purgeDialog],
    update(job) {
      state.replaceChildren(badge(job));
      button.hidden = hasEnded(job) || job.cancelling;
      purging.hidden = Boolean(job.deleting);
      what.textContent = `${hasEnded(job) ? "" : "It is cancelled first. "}Its checkpoints, samples, losses and scores${
        job.bytes ? `, ${bytes(job.bytes)} in all,` : ""} are deleted, and all that the topics tell of it. This cannot be undone.`;
      again.hidden = !hasEnded(job) || !job.job;
      if (job.job) {
        const { id: _, ...settings } = job.job;
        again.href = `#/new?${new URLSearchParams(settings)}`;
      }
      const sorry = job.state === "FAILED" || job.state === "CANCELLED";
      message.textContent = sorry ? job.reason ?? "" : "";
      message.hidden = !sorry;
      bar.update(job);
      text.textContent = [
        sorry ? `Ended at step ${number(job.progress.step)} of ${number(job.progress.steps)}` : standing(job),
        job.attempt > 1 && `attempt ${job.attempt}`,
        job.bytes && bytes(job.bytes),
        job.submittedAt && `submitted ${time(job.submittedAt)}`].filter(Boolean).join(" · ");
    },
    /** A recorded step updates the progress between two states. */
    progress({ epoch, step, imagesPerSecond }, job) {
      if (job.state !== "RUNNING") return;
      const { steps, epochs } = job.progress;
      const secondsLeft = imagesPerSecond && job.job ? ((steps - step - 1) * job.job.batchSize) / imagesPerSecond : undefined;
      const progress = { epoch, epochs, step: Math.max(step + 1, job.progress.step), steps, secondsLeft };
      bar.update(job, progress);
      text.textContent = standing({ ...job, progress });
    },
  };
}

function createTiles() {
  const values = new Map(["Loss D", "Loss G", "D(x)", "D(G(z))", "Images/s"].map((name) => [name, el("dd", {}, "–")]));
  return {
    element: el("dl", { class: "tiles" }, [...values].map(([name, value]) => el("div", {}, el("dt", {}, name), value))),
    update(job, loss) {
      if (!loss) return;
      values.get("Loss D").textContent = decimal(loss.discriminatorLoss);
      values.get("Loss G").textContent = decimal(loss.generatorLoss);
      values.get("D(x)").textContent = decimal(loss.realScore);
      values.get("D(G(z))").textContent = decimal(loss.fakeScore);
      values.get("Images/s").textContent = loss.imagesPerSecond && job.state === "RUNNING" ? number(loss.imagesPerSecond) : "–";
    },
  };
}

function createCharts(signal) {
  const group = "run";
  const discriminator = createChart({ title: "Discriminator’s loss", lines: [{ label: "D", colour: "blue" }], group, signal });
  const generator = createChart({ title: "Generator’s loss", lines: [{ label: "G", colour: "orange" }], group, signal });
  const scores = createChart({
    title: "What the discriminator thinks is real",
    lines: [{ label: "D(x)", colour: "green" }, { label: "D(G(z))", colour: "purple" }],
    group, signal,
  });
  return {
    element: el("section", { class: "card charts", aria: { label: "Losses" } },
      discriminator.element, generator.element, scores.element,
      el("p", { class: "hint" }, "Drag to zoom in, double-click to show all. On a focused chart: + − ← → and 0.")),
    update(losses) {
      const { epochs } = losses;
      discriminator.update(losses.columns("discriminatorLoss"), epochs);
      generator.update(losses.columns("generatorLoss"), epochs);
      scores.update(losses.columns("realScore", "fakeScore"), epochs);
    },
  };
}

function createSettings(fields, { job, worker }) {
  const rows = fields.filter(({ name }) => job?.[name] !== undefined)
    .map(({ name, label }) => el("div", {}, el("dt", {}, label), el("dd", {}, LINKS[name] ? LINKS[name](job[name]) : job[name])));
  if (worker) rows.push(el("div", {}, el("dt", {}, "Worker"), el("dd", {}, worker)));
  return el("section", { class: "card", aria: { label: "Settings" } }, el("h2", {}, "Settings"),
    rows.length > 0 ? el("dl", { class: "settings" }, rows) : el("p", { class: "hint" }, "Its message was not a valid job."));
}

/** Settings that name other runs, as links to them. */
const LINKS = {
  startFrom: (checkpoint) => el("a", { href: `#/jobs/${encodeURIComponent(checkpoint.split("/")[0])}` }, checkpoint),
  sweep: (sweep) => el("a", { href: `#/compare?${new URLSearchParams({ sweep })}` }, sweep),
};

/** What the notebook shows after training. */
function createResults(id) {
  const picture = (path, name, classes = "") => el("figure", {},
    el("a", { href: jobs.object(id, path) }, el("img", {
      class: classes, src: jobs.object(id, path), alt: name, loading: "lazy",
      on: { error: ({ target }) => target.closest("figure").remove() }, // an imported run has none
    })),
    el("figcaption", {}, name));
  return el("section", { class: "card", aria: { label: "Results" } }, el("h2", {}, "Results"),
    el("div", { class: "results" },
      picture("timelapse.gif", "Time lapse"),
      picture("internals/output.png", "Output", "crisp"),
      ...LAYERS.map(([file, name]) => picture(`internals/${file}`, name))));
}
