import { el, notice } from "./dom.js";
import { connected } from "./live.js";
import { showPerson } from "./person.js";
import { showList } from "./list.js";
import { showForm } from "./form.js";
import { showRun } from "./run.js";
import { showCompare } from "./compare.js";
import { showExplorer } from "./explorer.js";
import { showDatasets } from "./datasets.js";

const main = document.getElementById("main");
const views = [
  [/^\/$/, showList],
  [/^\/new$/, showForm],
  [/^\/jobs\/([^/]+)$/, showRun],
  [/^\/compare$/, showCompare],
  [/^\/explore$/, showExplorer],
  [/^\/datasets$/, showDatasets],
];

let leave = new AbortController();

/** Shows the view of the address; each view stops when its signal is aborted. */
async function show() {
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  const [path, query = ""] = (location.hash.slice(1) || "/").split("?");
  const [pattern, view] = views.find(([candidate]) => candidate.test(path)) ?? [];
  markNavigation(path);
  main.replaceChildren(el("p", { class: "loading" }, "Loading…"));
  document.title = "DCGAN";
  if (!view) {
    main.replaceChildren(notice("Page not found", "There is no page at this address.", el("a", { class: "button", href: "#/" }, "All runs")));
    return;
  }
  const [, argument] = path.match(pattern);
  try {
    await view({ main, argument: argument && decodeURIComponent(argument), query: new URLSearchParams(query), signal });
  } catch (failure) {
    if (!signal.aborted) fail(failure);
  }
  if (!signal.aborted) focusHeading();
}

function fail(failure) {
  if (failure.status === 404) {
    main.replaceChildren(notice("Not found", `${failure.message}.`, el("a", { class: "button", href: "#/" }, "All runs")));
    return;
  }
  if (failure.isTemporary) connected(false);
  const again = el("button", { class: "button", on: { click: show } }, "Try again");
  main.replaceChildren(notice("An error occurred", failure.message, again));
  if (failure.isTemporary) {
    const timer = setTimeout(show, 2000);
    leave.signal.addEventListener("abort", () => clearTimeout(timer));
  }
}

function markNavigation(path) {
  for (const link of document.querySelectorAll(".bar nav a")) {
    const current = ["/explore", "/datasets"].find((place) => path.startsWith(place)) ?? "/";
    if (link.hash === `#${current}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** Moves the focus to the heading, for keyboard and screen-reader users, except on the first page. */
let first = true;
function focusHeading() {
  if (!first) main.querySelector("h1")?.focus({ preventScroll: true });
  first = false;
  window.scrollTo(0, 0);
}

document.querySelector(".skip").addEventListener("click", (click) => {
  click.preventDefault(); // the address names the view
  main.focus();
});
window.addEventListener("hashchange", show);
showPerson(document.getElementById("person"));
show();
