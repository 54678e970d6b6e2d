import { datasets, jobs, Refusal } from "./api.js";
import { combinations, MOST_RUNS } from "./combinations.js";
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
    let submitted = 0;
    try {
      const { count, repeated, sweep, jobs: all } = combinations(entries(fields, inputs));
      if (repeated) throw new Refusal(400, { field: repeated, allowed: "a list of different values" });
      if (count > MOST_RUNS) throw new Refusal(400, { title: `These are ${number(count)} combinations. At most ${number(MOST_RUNS)} are allowed.` });
      let last;
      for (const job of all) {
        last = await jobs.submit(job);
        submitted++;
        if (sweep) submit.textContent = `${submitted} of ${count}`;
        if (signal.aborted) return;
      }
      announce(sweep ? `${count} runs were submitted` : `Run ${last.id} was submitted`);
      location.hash = sweep ? `#/compare?${new URLSearchParams({ sweep })}` : `#/jobs/${encodeURIComponent(last.id)}`;
    } catch (refusal) {
      const wrong = inputs.get(refusal.field);
      if (wrong) {
        wrong.refuse(`Must be ${refusal.allowed}.`);
        wrong.input.focus();
      }
      const before = submitted > 0 ? `${submitted} of the runs ${submitted > 1 ? "were" : "was"} submitted. ` : "";
      general.textContent = before + (wrong ? "" : refusal.message);
    } finally {
      submit.disabled = false;
      submit.textContent = "Start";
    }
  }, { signal });

  main.replaceChildren(
    el("div", { class: "heading" }, el("h1", { tabIndex: -1 }, "New run")),
    el("p", { class: "lead" }, "As it stands, this is the notebook's run: ten epochs over all 60,000 images of MNIST. Several values separated by commas, such as 1,2,3 as the seed, are a sweep: a run for each combination."),
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

/** The fields that are filled in. */
function entries(fields, inputs) {
  return fields.map((field) => ({ field, text: inputs.get(field.name).input.value.trim() })).filter(({ text }) => text !== "");
}
