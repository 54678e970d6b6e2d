import { el } from "./dom.js";
import { duration, number, share } from "./format.js";

const NAMES = { QUEUED: "Queued", RUNNING: "Running", SUCCEEDED: "Succeeded", FAILED: "Failed", CANCELLED: "Cancelled" };

/** Whether a state is the last one. */
export const hasEnded = ({ state }) => ["SUCCEEDED", "FAILED", "CANCELLED"].includes(state);

/** A state in a word. */
export const stateName = (job) => (job.deleting ? "Deleting" : job.cancelling ? "Cancelling" : NAMES[job.state]);

/** A state as a coloured word. */
export function badge(job) {
  return el("span", { class: "badge", data: { state: job.cancelling || job.deleting ? "CANCELLING" : job.state } }, stateName(job));
}

/** How far a job has come, in words. */
export function standing(job) {
  const { progress } = job;
  if (job.state === "FAILED" || job.state === "CANCELLED") return job.reason ?? stateName(job);
  if (job.state === "QUEUED") return job.attempt > 0 ? `Waits to go on at step ${number(progress.step)}` : "Waits for a free trainer";
  if (job.state === "SUCCEEDED") return progress.steps > 1 ? `All ${number(progress.steps)} steps` : "Every step";
  return [
    `Epoch ${progress.epoch + 1} of ${progress.epochs ?? "?"}`,
    `step ${number(progress.step)} of ${number(progress.steps)}`,
    progress.secondsLeft !== undefined && `${duration(progress.secondsLeft)} left`].filter(Boolean).join(" · ");
}

/** A bar of how much of a job is done. */
export function progressBar(label) {
  const element = el("progress", { max: 1, value: 0, aria: { label } });
  return {
    element,
    update(job, progress = job.progress) {
      element.value = job.state === "SUCCEEDED" ? 1 : share(progress);
      element.dataset.state = job.state;
    },
  };
}
