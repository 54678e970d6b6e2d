import { sampler } from "./api.js";
import { el, field, notice } from "./dom.js";

const FRAMES = 49;
const SIDE = 28;
const GAP = 2;

/** The latent space of a checkpoint: digits of a seed, what lies between two seeds, arithmetic, and the generator's layers. */
export async function showExplorer({ main, query, signal }) {
  document.title = "Explore · DCGAN";
  let all;
  try {
    all = await sampler.checkpoints();
  } catch (failure) {
    if (failure.status !== 404) throw failure;
    main.replaceChildren(notice("No sampler answers here", "Images come from a process with the role sampler, under the same address as this page."));
    return;
  }
  if (!all.served && all.jobs.length === 0) {
    main.replaceChildren(notice("There is no checkpoint yet", "The first one comes at the end of a run’s first epoch.", el("a", { class: "button primary for-operators", href: "#/new" }, "New run")));
    return;
  }
  const choice = createChoice(all, query, signal);
  const panels = [samples(choice), between(choice), arithmetic(choice), layers(choice)];
  main.replaceChildren(
    el("div", { class: "heading" }, el("h1", { tabIndex: -1 }, "Explore"), el("div", { class: "actions" }, choice.elements)),
    el("p", { class: "lead" }, choice.status),
    el("div", { class: "panels" }, panels.map((panel) => panel.element)));
  const refresh = () => Promise.all(panels.map((panel) => panel.refresh()));
  choice.changed(refresh);
  await refresh();
}

function createChoice(all, query, signal) {
  const names = all.jobs.flatMap(({ jobId, epochs }) => epochs.map((epoch) => `${jobId}/${epoch}`).reverse());
  const asked = query.get("job") ? `${query.get("job")}/${query.get("epoch")}` : "";
  const label = (name) => name.replace(/\/(\d+)$/, (_, epoch) => `, epoch ${Number(epoch) + 1}`);
  const select = el("select", { aria: { label: "Checkpoint" } },
    el("option", { value: "" }, "Served checkpoint"),
    names.map((name) => el("option", { value: name, selected: name === asked }, label(name))));
  const generator = el("select", { aria: { label: "Generator" } },
    el("option", { value: "" }, "As trained"),
    el("option", { value: "averaged" }, "Averaged"));
  const status = el("span", { role: "status" });
  return {
    elements: [select, generator],
    status,
    signal,
    query: () => {
      const [job, epoch] = select.value.split("/");
      return { ...(select.value ? { job, epoch } : {}), ...(generator.value ? { generator: generator.value } : {}) };
    },
    made: (checkpoint) => {
      status.textContent = `Made by ${label(checkpoint)}`;
    },
    changed: (listener) => [select, generator].forEach((each) => each.addEventListener("change", listener)),
  };
}

/** A panel that asks for pictures when its inputs change. Of several questions only the last one's answer is shown. */
function createPanel(title, choice, inputs, pictures, ask) {
  const error = el("p", { class: "error", role: "alert" });
  let asking = new AbortController();
  const refresh = async () => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    error.textContent = "";
    for (const each of inputs) each.refuse?.("");
    try {
      await ask((path, query) => sampler.picture(path, { ...query, ...choice.query() }, signal), signal);
    } catch (failure) {
      if (failure.name === "AbortError" || choice.signal.aborted) return;
      const wrong = inputs.find(({ input }) => input.name === failure.field);
      if (wrong) wrong.refuse(`Must be ${failure.allowed}.`);
      else error.textContent = failure.message;
    }
  };
  choice.signal.addEventListener("abort", () => asking.abort());
  for (const { input } of inputs) input.addEventListener("change", refresh);
  return {
    element: el("section", { class: "card panel", aria: { label: title } }, el("h2", {}, title),
      el("div", { class: "fields" }, inputs.map(({ element }) => element)), ...pictures, error),
    refresh,
  };
}

function canvas(label, size = SIDE) {
  return el("canvas", { class: "crisp", width: size, height: size, role: "img", aria: { label } });
}

function draw(target, { bitmap }) {
  target.width = bitmap.width;
  target.height = bitmap.height;
  target.getContext("2d").drawImage(bitmap, 0, 0);
  bitmap.close();
  target.dataset.drawn = Number(target.dataset.drawn ?? 0) + 1;
}

function seed(name, label, value) {
  return field(label, el("input", { name, value, type: "text", inputMode: "numeric", autocomplete: "off" }));
}

function samples(choice) {
  const number = seed("seed", "Seed", "42");
  const count = field("Images", el("input", { name: "count", value: "64", type: "text", inputMode: "numeric", autocomplete: "off" }));
  const grid = canvas("Digits of this seed");
  const another = el("button", {
    class: "button", type: "button",
    on: { click: () => { number.input.value = Math.floor(Math.random() * 1e6); panel.refresh(); } },
  }, "Another seed");
  const panel = createPanel("Digits", choice, [number, count], [el("div", { class: "frame" }, grid), another], async (ask) => {
    const answer = await ask("/samples", { seed: number.input.value, count: count.input.value });
    draw(grid, answer);
    choice.made(answer.checkpoint);
  });
  return panel;
}

function between(choice) {
  const from = seed("from", "From seed", "1");
  const to = seed("to", "To seed", "2");
  const method = field("Path", el("select", { name: "method" }, el("option", {}, "spherical"), el("option", {}, "linear")));
  const slider = el("input", { type: "range", min: 0, max: FRAMES - 1, value: (FRAMES - 1) / 2, on: { input: () => show() } });
  const position = field("Between the two", slider);
  const one = canvas("The digit at this place between the two");
  let strip;
  const show = () => {
    if (!strip) return;
    one.getContext("2d").drawImage(strip, GAP + slider.valueAsNumber * (SIDE + GAP), GAP, SIDE, SIDE, 0, 0, SIDE, SIDE);
    one.dataset.frame = slider.value;
    slider.setAttribute("aria-valuetext", `${Math.round((100 * slider.valueAsNumber) / (FRAMES - 1))} %`);
  };
  return createPanel("Between two seeds", choice, [from, to, method], [el("div", { class: "frame" }, one), position.element], async (ask) => {
    const answer = await ask("/interpolations", { from: from.input.value, to: to.input.value, method: method.input.value, frames: FRAMES });
    strip?.close();
    strip = answer.bitmap;
    show();
  });
}

function arithmetic(choice) {
  const first = seed("first", "A", "1,2,3");
  const minus = seed("minus", "− B", "4,5,6");
  const plus = seed("plus", "+ C", "7,8,9");
  const hint = el("p", { class: "hint" }, "Each is a seed, or the mean of several.");
  const terms = [first, minus, plus].map(({ input }) => ({ input, picture: canvas(`The mean of ${input.name}`) }));
  const result = canvas("The digit of A minus B plus C");
  const signs = ["", "−", "+"];
  const sum = el("div", { class: "sum" },
    terms.flatMap(({ picture }, place) => [el("span", { aria: { hidden: "true" } }, signs[place]), picture]),
    el("span", { aria: { hidden: "true" } }, "="), result);
  return createPanel("Arithmetic", choice, [first, minus, plus], [hint, sum], async (ask) => {
    const answers = await Promise.all([
      ...terms.map(({ input }) => ask("/arithmetic", { plus: input.value })),
      ask("/arithmetic", { plus: [first.input.value, plus.input.value], minus: minus.input.value })]);
    [...terms.map(({ picture }) => picture), result].forEach((picture, place) => draw(picture, answers[place]));
  });
}

function layers(choice) {
  const number = seed("seed", "Seed", "42");
  const layer = field("Layer", el("select", { name: "layer" },
    el("option", { value: "-1" }, "−1: the image"),
    el("option", { value: "-2", selected: true }, "−2: 64 filters"),
    el("option", { value: "-3" }, "−3: 64 of 128 filters"),
    el("option", { value: "-4" }, "−4: 64 of 256 filters")));
  const sheet = canvas("What this layer makes of the seed");
  return createPanel("Inside the generator", choice, [number, layer], [el("div", { class: "frame" }, sheet)], async (ask) => {
    draw(sheet, await ask("/internals", { seed: number.input.value, layer: layer.input.value }));
  });
}
