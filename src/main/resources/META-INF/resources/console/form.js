import { datasets, jobs } from "./api.js";
import { announce, el, field } from "./dom.js";
import { GROUP_NAMES, jobFields } from "./fields.js";
import { number } from "./format.js";

/** A form for a new run, filled in with the notebook's settings. The server validates it, and its errors appear beside the fields. */
export async function showForm({ main, query, signal }) {
  const names = el("datalist", { id: "datasets" }, el("option", { value: "mnist" }));
  datasets.list()
    .then((found) => names.append(...found.map(({ name, training }) => el("option", { value: name }, `${number(training)} images`))))
    .catch(() => {}); // a name can be typed
  const fields = await jobFields();
  const inputs = new Map(fields.map((description) => [description.name, input(description, query.get(description.name))]));
  const general = el("p", { class: "error", role: "alert" });
  const submit = el("button", { class: "button primary", type: "submit" }, "Start");
  const form = el("form", { class: "card form", noValidate: true },
    GROUP_NAMES.map((group) => el("fieldset", {},
      el("legend", {}, group),
      el("div", { class: "fields" }, fields.filter((description) => description.group === group)
        .map(({ name }) => inputs.get(name).element)))),
    general,
    el("div", { class: "actions" }, submit, el("a", { class: "button", href: "#/" }, "Back")));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const each of inputs.values()) each.refuse("");
    general.textContent = "";
    submit.disabled = true;
    try {
      const job = await jobs.submit(settings(fields, inputs));
      announce(`Run ${job.id} was submitted`);
      location.hash = `#/jobs/${encodeURIComponent(job.id)}`;
    } catch (refusal) {
      const wrong = inputs.get(refusal.field);
      if (wrong) {
        wrong.refuse(`Must be ${refusal.allowed}.`);
        wrong.input.focus();
      } else {
        general.textContent = refusal.message;
      }
    } finally {
      submit.disabled = false;
    }
  }, { signal });

  main.replaceChildren(
    el("div", { class: "heading" }, el("h1", { tabIndex: -1 }, "New run")),
    el("p", { class: "lead" }, "As it stands, this is the notebook's run: ten epochs over all 60,000 images of MNIST."),
    form, names);
}

function input({ name, label, usual = "", choices, text, hint }, given) {
  const value = String(given ?? usual);
  const control = choices
    ? el("select", { name }, choices.map((choice) => el("option", { value: choice, selected: choice === value }, choice)))
    : el("input", { name, value, type: "text", inputMode: text ? "text" : "decimal", autocomplete: "off", spellcheck: false });
  if (name === "dataset") control.setAttribute("list", "datasets");
  return field(label, control, hint);
}

const NO_TEXT = /^(-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?|true|false)$/;

/**
 * What is filled in, as JSON. Numbers are sent digit by digit, since a seed may have more digits than a JavaScript number; anything else
 * is sent as a text, which the server rejects with the name of the field.
 */
function settings(fields, inputs) {
  const members = fields
    .map(({ name, text }) => ({ name, text, value: inputs.get(name).input.value.trim() }))
    .filter(({ value }) => value !== "")
    .map(({ name, text, value }) => `"${name}":${!text && NO_TEXT.test(value) ? value : JSON.stringify(value)}`);
  return `{${members.join(",")}}`;
}
