import { jobs } from "./api.js";
import { el } from "./dom.js";
import { bytes, number } from "./format.js";

/** All objects of a run by folder, to download. Listed when it is opened. */
export function createObjects(id) {
  const content = el("div", {});
  const element = el("details", { class: "card", on: { toggle: () => element.open && refresh() } },
    el("summary", {}, el("h2", {}, "Objects")), content);

  async function refresh() {
    try {
      const objects = await jobs.objects(id);
      const folders = new Map();
      for (const object of objects) {
        const folder = object.path.slice(0, object.path.lastIndexOf("/") + 1);
        folders.set(folder, [...(folders.get(folder) ?? []), object]);
      }
      const topFirst = [...folders].sort(([one], [other]) => Number(other === "") - Number(one === ""));
      content.replaceChildren(...topFirst.map(([folder, members]) => section(folder, members)),
        objects.length === 0 ? el("p", { class: "hint" }, "There are none yet.") : "");
    } catch (failure) {
      content.replaceChildren(el("p", { class: "error" }, failure.message));
    }
  }

  const section = (folder, members) => el("details", { open: members.length <= 8 },
    el("summary", {}, folder === "" ? "Top level" : folder, el("span", { class: "hint" }, ` ${number(members.length)}`)),
    el("ul", { class: "rows" }, members.map(({ path, size }) => el("li", {},
      el("a", { class: "grow", href: jobs.object(id, path), download: path.replaceAll("/", "-") }, path.slice(folder.length)),
      el("span", { class: "hint" }, bytes(size))))));

  return { element };
}
