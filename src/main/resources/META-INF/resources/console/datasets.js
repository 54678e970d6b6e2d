import { datasets } from "./api.js";
import { announce, el, field, notice } from "./dom.js";
import { number, time } from "./format.js";
import { connected } from "./live.js";

/** The imported data sets, and an upload of another one. */
export async function showDatasets({ main, signal }) {
  const list = el("div", { class: "datasets" });
  const refresh = async () => {
    const found = await datasets.list();
    if (signal.aborted) return;
    connected(true);
    list.replaceChildren(...(found.length > 0 ? found.map((dataset) => card(dataset, refresh)) : [notice("No data sets yet",
      "MNIST comes with the program. Upload a zip of pictures to train on your own.")]));
  };
  document.title = "Data sets · DCGAN";
  await refresh();
  if (signal.aborted) return;
  main.replaceChildren(
    el("div", { class: "heading" }, el("h1", { tabIndex: -1 }, "Data sets")),
    uploadForm(refresh, signal),
    list);
}

function card(dataset, refresh) {
  const { name, training, test, classes, at } = dataset;
  const error = el("p", { class: "error", role: "alert" });
  const remove = async () => {
    if (!confirm(`Remove data set ${name} and its judge?`)) return;
    try {
      await datasets.remove(name);
      announce(`Data set ${name} was removed`);
      await refresh();
    } catch (refusal) {
      error.textContent = refusal.message;
    }
  };
  return el("section", { class: "card dataset", aria: { label: name } },
    el("img", { src: datasets.preview(dataset), alt: `Images of ${name}`, width: 242, loading: "lazy" }),
    el("div", {},
      el("h2", {}, name),
      el("p", {}, `${number(training)} training images, ${number(test)} test images`),
      el("p", { class: "hint" }, `${notes(dataset)} · ${time(at)}`),
      classes ? classTable(classes) : el("p", { class: "hint" }, "No classes"),
      error,
      el("div", { class: "actions for-operators" },
        el("a", { class: "button primary", href: `#/new?${new URLSearchParams({ dataset: name })}` }, "Train"),
        el("button", { class: "button", type: "button", on: { click: remove } }, "Remove"))));
}

function notes({ source, duplicates, shared, skipped, fitting }) {
  return [
    `From ${source.join(", ")}`,
    fitting.invert && "inverted",
    fitting.pad && "with margins",
    duplicates > 0 && `${number(duplicates)} equal to others`,
    shared > 0 && `${number(shared)} test images are training images as well`,
    skipped > 0 && `${number(skipped)} files skipped`].filter(Boolean).join(" · ");
}

function classTable(classes) {
  return el("details", {},
    el("summary", {}, `${number(classes.length)} classes`),
    el("div", { class: "scroll" }, el("table", {},
      el("thead", {}, el("tr", {}, ["Label", "Class", "Training", "Test"].map((title) => el("th", { scope: "col" }, title)))),
      el("tbody", {}, classes.map(({ name, training, test }, label) => el("tr", {},
        el("td", {}, label), el("td", {}, name), el("td", {}, number(training)), el("td", {}, number(test))))))));
}

function uploadForm(refresh, signal) {
  const name = field("Name", el("input", { type: "text", name: "name", autocomplete: "off", spellcheck: false }), "a–z, 0–9, - and _");
  const file = el("input", { type: "file", accept: ".zip,.npz", id: "dataset-file", class: "unseen", aria: { label: "Archive" } });
  const chosen = el("p", { class: "hint" }, "A zip of pictures (one folder per class), IDX files or NumPy arrays");
  const invert = check("Make black white and white black");
  const pad = check("Margins instead of cutting out the middle");
  const transpose = check("Exchange rows and columns (EMNIST)");
  const bar = el("progress", { max: 1, value: 0, hidden: true, aria: { label: "Upload" } });
  const status = el("p", { class: "hint", role: "status" });
  const error = el("p", { class: "error", role: "alert" });
  const skipped = el("ul", { class: "hint" });
  const submit = el("button", { class: "button primary", type: "submit" }, "Upload");
  let archive = null;

  const choose = (given) => {
    archive = given ?? null;
    chosen.textContent = archive ? `${archive.name}, ${number(Math.ceil(archive.size / 1024))} KiB` : chosen.textContent;
    if (archive && !name.input.value) name.input.value = archive.name.toLowerCase().replace(/\.[a-z]+$/, "").replace(/[^a-z0-9_-]+/g, "-").slice(0, 64);
  };
  file.addEventListener("change", () => choose(file.files[0]));

  const drop = el("div", { class: "drop" }, el("p", {}, "Drop an archive here, or ", el("label", { class: "button", htmlFor: file.id }, "choose one"), file), chosen);
  for (const event of ["dragenter", "dragover"]) drop.addEventListener(event, (drag) => { drag.preventDefault(); drop.classList.add("over"); });
  for (const event of ["dragleave", "drop"]) drop.addEventListener(event, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (drag) => { drag.preventDefault(); choose(drag.dataTransfer.files[0]); });

  const send = async (event) => {
    event.preventDefault();
    name.refuse("");
    error.textContent = "";
    skipped.replaceChildren();
    if (!archive) {
      error.textContent = "Choose an archive first.";
      return;
    }
    submit.disabled = true;
    bar.hidden = false;
    bar.value = 0;
    try {
      const fitting = { invert: invert.input.checked, pad: pad.input.checked, transpose: transpose.input.checked };
      const imported = await datasets.upload(name.input.value.trim(), archive, fitting, (share) => {
        if (share < 1) bar.value = share;
        else bar.removeAttribute("value"); // it is being read; the duration is unknown
        status.textContent = share < 1 ? `Sent ${Math.round(100 * share)} %` : "Sent. The pictures are being read.";
      }, signal);
      status.textContent = `Data set ${imported.dataset.name} is there: ${number(imported.dataset.training)} training images.`;
      skipped.replaceChildren(...imported.skipped.map(({ path, reason }) => el("li", {}, `${path}: ${reason}`)));
      await refresh();
    } catch (refusal) {
      if (signal.aborted) return;
      status.textContent = "";
      if (refusal.field === "name") {
        name.refuse(`Must be ${refusal.allowed}.`);
        name.input.focus();
      } else {
        error.textContent = refusal.message;
      }
    } finally {
      submit.disabled = false;
      bar.hidden = true;
    }
  };
  return el("form", { class: "card form for-operators", noValidate: true, on: { submit: send } },
    el("h2", {}, "Your own pictures"),
    drop,
    el("div", { class: "fields" }, name.element, el("div", { class: "checks" }, invert.element, pad.element, transpose.element)),
    error, status, bar, skipped,
    el("div", { class: "actions" }, submit));
}

function check(label) {
  const input = el("input", { type: "checkbox" });
  return { input, element: el("label", { class: "check" }, input, label) };
}
