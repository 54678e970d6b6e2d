import { jobs } from "./api.js";
import { el } from "./dom.js";
import { number } from "./format.js";

const FRAME = 120;
const MOST_KEPT = 400;

/** The real and the fake grid of a save step, with a slider through all of them that plays the time lapse. */
export function createLapse(id, losses, signal) {
  const real = el("img", { alt: "Real digits of this step", width: 242, height: 242 });
  const fake = el("img", { alt: "Digits that the generator makes at this step", width: 242, height: 242 });
  const slider = el("input", { type: "range", min: 0, max: 0, value: 0, id: "save-step", on: { input: () => { stop(); show(); } } });
  const play = el("button", { class: "button", type: "button", on: { click: () => (playing ? stop() : start()) } }, "Play");
  const label = el("output", { htmlFor: "save-step" });
  const frames = new Map();
  let playing;

  /** The last frames are kept, so that the slider does not flicker; of a long run not all. */
  const frame = (kind, saveStep) => {
    const address = jobs.grid(id, kind, saveStep);
    if (!frames.has(address)) frames.set(address, Object.assign(new Image(), { src: address }));
    if (frames.size > MOST_KEPT) frames.delete(frames.keys().next().value);
    return frames.get(address).src;
  };
  const show = () => {
    const saveStep = slider.valueAsNumber;
    real.src = frame("real", saveStep);
    fake.src = frame("fake", saveStep);
    fake.dataset.saveStep = saveStep;
    tell();
  };
  const tell = () => {
    const saveStep = slider.valueAsNumber;
    const point = losses.atSaveStep(saveStep);
    label.textContent = point
      ? `Save step ${number(saveStep)} of ${number(slider.max)} · epoch ${point.epoch + 1}, step ${number(point.step)}`
      : `Save step ${number(saveStep)} of ${number(slider.max)}`;
    slider.setAttribute("aria-valuetext", label.textContent);
  };
  const advance = () => {
    if (slider.valueAsNumber >= Number(slider.max)) {
      stop();
      return;
    }
    slider.value = slider.valueAsNumber + 1;
    show();
  };
  const start = () => {
    if (slider.valueAsNumber >= Number(slider.max)) slider.value = 0;
    play.textContent = "Pause";
    playing = setInterval(advance, FRAME);
    show();
  };
  const stop = () => {
    clearInterval(playing);
    playing = undefined;
    play.textContent = "Play";
  };
  signal.addEventListener("abort", stop);

  const empty = el("p", { class: "hint" }, "The first grids come with the first recorded step.");
  const content = el("div", { hidden: true },
    el("div", { class: "grids" },
      el("figure", {}, real, el("figcaption", {}, "Real")),
      el("figure", {}, fake, el("figcaption", {}, "Fake"))),
    el("div", { class: "slider" }, play, el("label", { class: "unseen", htmlFor: "save-step" }, "Save step"), slider),
    label);
  return {
    element: el("section", { class: "card", aria: { label: "Samples" } }, el("h2", {}, "Samples"), empty, content),

    /** Grids exist up to this save step. If the newest grids are shown, the newest stay shown. */
    reach(saveStep) {
      const atEnd = slider.valueAsNumber >= Number(slider.max) && !playing;
      const isNew = content.hidden || saveStep > Number(slider.max);
      content.hidden = false;
      empty.hidden = true;
      slider.max = Math.max(saveStep, Number(slider.max));
      if (isNew && atEnd) {
        slider.value = saveStep;
        show();
      } else {
        tell();
      }
    },
  };
}
