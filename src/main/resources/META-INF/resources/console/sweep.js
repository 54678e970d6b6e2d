import { jobs } from "./api.js";
import { el } from "./dom.js";
import { jobFields } from "./fields.js";
import { decimal } from "./format.js";
import { best } from "./quality.js";
import { badge, stateName } from "./state.js";

const SAME = ["id", "sweep"];

/** The runs of a sweep as a table: the fields in which they differ, their states and how good they are, sorted by any column. */
export function createSweepTable(ids) {
  const content = el("div", { class: "scroll" });
  let fields = [];
  let runs = [];
  let sorting = { label: "Fréchet distance", ascending: true };

  const draw = () => {
    const differing = fields.filter(({ name }) => !SAME.includes(name) && new Set(runs.map(({ job }) => String(job.job?.[name]))).size > 1);
    const columns = [
      { label: "Run", value: ({ job }) => job.id, cell: ({ job }) => el("a", { href: `#/jobs/${encodeURIComponent(job.id)}` }, job.id) },
      ...differing.map(({ name, label }) => ({ label, value: ({ job }) => job.job?.[name] })),
      { label: "State", value: ({ job }) => stateName(job), cell: ({ job }) => badge(job) },
      { label: "Fréchet distance", value: ({ first }) => first?.scores.frechetDistance, cell: ({ first }) => decimal(first?.scores.frechetDistance) },
      { label: "After epoch", value: ({ first }) => first && first.epoch + 1 },
    ];
    const column = columns.find(({ label }) => label === sorting.label) ?? columns[0];
    const sorted = runs.toSorted((a, b) => compare(column.value(a), column.value(b), sorting.ascending));
    const heading = ({ label }) => {
      const isSorted = label === column.label;
      const sort = () => {
        sorting = { label, ascending: !isSorted || !sorting.ascending };
        draw();
        [...content.querySelectorAll("thead button")].find((button) => button.textContent === label)?.focus();
      };
      return el("th", { scope: "col", aria: { sort: isSorted ? (sorting.ascending ? "ascending" : "descending") : "none" } },
        el("button", { class: "sort", type: "button", on: { click: sort } }, label));
    };
    content.replaceChildren(el("table", {},
      el("thead", {}, el("tr", {}, columns.map(heading))),
      el("tbody", {}, sorted.map((run) => el("tr", {}, columns.map(({ value, cell }) => el("td", {}, cell ? cell(run) : value(run) ?? "–")))))));
  };

  return {
    element: el("section", { class: "card", aria: { label: "Runs of the sweep" } }, el("h2", {}, "Runs"), content),
    async refresh() {
      fields = await jobFields();
      runs = await Promise.all(ids.map(async (id) => ({ job: await jobs.get(id), first: best(await jobs.qualities(id)) })));
      draw();
    },
  };
}

/** Unknown values come last in either order. */
function compare(a, b, ascending) {
  if (a === undefined || b === undefined) return (a === undefined) - (b === undefined);
  const order = a < b ? -1 : Number(a > b);
  return ascending ? order : -order;
}
