import { sampler } from "./api.js";
import { announce, el } from "./dom.js";
import { decimal } from "./format.js";
import { best } from "./quality.js";

const MOST = 1000;

/** The checkpoints of a run, each with a button to serve it: the newest, or an older one to roll back. */
export function createCheckpoints(id, { latentSize, dataset } = {}) {
  const settings = { ...(latentSize && { latentSize }), ...(dataset && { dataset }) };
  const content = el("div", {});
  const order = el("select", { hidden: true, aria: { label: "Order of checkpoints" }, on: { change: () => refresh(true) } },
    el("option", { value: "name" }, "Newest first"),
    el("option", { value: "quality" }, "Best first"));
  const message = el("p", { class: "error", role: "alert" });

  const act = async (action, told) => {
    message.textContent = "";
    try {
      await action();
      announce(told);
    } catch (failure) {
      message.textContent = failure.message;
    }
    await refresh(true);
  };

  const row = ({ epoch, scores }, isBest, { served, pinned }) => {
    const name = `${id}/${epoch}`;
    const isServed = served === name;
    return el("li", {},
      el("div", { class: "grow" }, `After epoch ${epoch + 1}`,
        scores ? el("p", { class: "hint" }, `Distance ${decimal(scores.frechetDistance)}`) : null),
      isBest ? el("span", { class: "badge", data: { state: "SUCCEEDED" } }, "Best") : null,
      isServed ? el("span", { class: "badge", data: { state: "SUCCEEDED" } }, pinned ? "Served, pinned" : "Served") : null,
      el("a", { class: "button", href: `#/explore?${new URLSearchParams({ job: id, epoch })}` }, "Explore"),
      el("a", {
        class: "button for-operators", href: `#/new?${new URLSearchParams({ ...settings, startFrom: name })}`,
        aria: { label: `Start a run from the checkpoint after epoch ${epoch + 1}` },
      }, "Start a run from here"),
      isServed ? null : el("button", {
        class: "button for-operators", type: "button", aria: { label: `Serve the checkpoint after epoch ${epoch + 1}` },
        on: { click: () => act(() => sampler.serve(id, epoch), `The checkpoint after epoch ${epoch + 1} is served`) },
      }, "Serve"));
  };

  /** Refreshes the list; a run that has ended gets no more checkpoints. */
  async function refresh(hasEnded) {
    try {
      const all = await sampler.checkpoints({ job: id, sort: order.value, limit: MOST });
      const listed = order.value === "name" ? all.checkpoints.toReversed() : all.checkpoints;
      const judged = listed.filter(({ scores }) => scores);
      order.hidden = judged.length === 0;
      content.replaceChildren(
        all.pinned
          ? el("p", { class: "pinned" }, `${all.served} is pinned: newer checkpoints are not served. `,
            el("button", { class: "button for-operators", type: "button", on: { click: () => act(sampler.follow, `The ${all.follows} checkpoint is served again`) } }, `Follow the ${all.follows} again`))
          : null ?? "",
        listed.length === 0
          ? el("p", { class: "hint" }, hasEnded ? "There are none." : "The first one is stored after the first epoch.")
          : el("ul", { class: "rows" }, listed.map((checkpoint) => row(checkpoint, checkpoint === best(judged), all))));
    } catch (failure) {
      content.replaceChildren(el("p", { class: "hint" }, failure.status === 404
        ? "No sampler answers here, so there is nothing to serve checkpoints."
        : failure.message));
    }
  }

  return {
    element: el("section", { class: "card", aria: { label: "Checkpoints" } },
      el("div", { class: "heading" }, el("h2", {}, "Checkpoints"), el("div", { class: "actions" }, order)), content, message),
    refresh,
  };
}
