import uPlot from "/webjars/uplot/1.6.30/dist/uPlot.esm.js";
import { el } from "./dom.js";
import { decimal, number } from "./format.js";

const MOST_EPOCH_LABELS = 8;
const FEW_POINTS = 40;
const HEIGHT = 210;
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50].flatMap((n) => [n, n * 100, n * 1e4, n * 1e6]).sort((a, b) => a - b);
const dark = matchMedia("(prefers-color-scheme: dark)");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/**
 * A line chart over the steps of a run, with the epochs above. Charts of one group zoom together: by dragging, or by the keys
 * + − ← → and 0.
 *
 * @param {{title: string, lines: {label: string, colour: string}[], group: string, signal: AbortSignal}} description
 * @returns {{element: HTMLElement, update: (data: number[][], epochs: {step: number, epoch: number}[]) => void}}
 */
export function createChart({ title, lines, group, signal }) {
  const canvas = el("div", { class: "chart-canvas" });
  const element = el("figure", { class: "chart", tabIndex: 0, role: "group" }, el("figcaption", {}, title), canvas);
  let data = [[], ...lines.map(() => [])];
  let epochs = [];
  let plot;

  const draw = () => {
    plot?.destroy();
    plot = new uPlot(options(), data, canvas);
  };
  const options = () => ({
    width: canvas.clientWidth || 300,
    height: HEIGHT,
    scales: { x: { time: false } },
    cursor: { sync: { key: group, scales: ["x", null] }, drag: { x: true, y: false }, points: { size: 7 } },
    axes: [
      { ...axis(), label: "Step", labelSize: 20, size: 36, incrs: WHOLE_STEPS },
      { ...axis(), size: 52, values: (_, values) => values.map((value) => Number(value.toPrecision(3))) },
      { ...axis(), scale: "x", side: 0, size: 28, gap: 2, grid: { stroke: colour("epoch"), dash: [2, 4] }, splits: epochSplits, values: epochLabels },
    ],
    series: [
      { label: "Step", value: (_, value) => shown(value, data[0], number) },
      ...lines.map((line, place) => ({
        label: line.label,
        stroke: colour(line.colour),
        width: 1.6,
        spanGaps: true,
        points: { show: (_, __, from, to) => to - from < FEW_POINTS, size: 5 },
        value: (_, value) => shown(value, data[place + 1], decimal),
      })),
    ],
  });
  const axis = () => ({ stroke: colour("muted"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line"), width: 1 }, font: "12px system-ui, sans-serif", labelFont: "12px system-ui, sans-serif" });
  const epochSplits = (_, __, from, to) => {
    const visible = epochs.filter(({ step }) => step >= from && step <= to);
    const every = Math.ceil(visible.length / MOST_EPOCH_LABELS);
    return visible.filter((___, place) => place % every === 0).map(({ step }) => step);
  };
  const epochLabels = (_, steps) => steps.map((step) => `epoch ${epochs.find((epoch) => epoch.step === step).epoch + 1}`);

  const isZoomed = () => plot.scales.x.min > plot.data[0][0] || plot.scales.x.max < plot.data[0].at(-1);
  const zoom = (from, to) => {
    for (const each of uPlot.sync(group).plots) each.setScale("x", { min: from, max: to });
  };
  element.addEventListener("keydown", (event) => {
    const { min, max } = plot.scales.x;
    const width = max - min;
    const moves = {
      "+": [min + width / 4, max - width / 4],
      "-": [min - width / 2, max + width / 2],
      ArrowLeft: [min - width / 4, max - width / 4],
      ArrowRight: [min + width / 4, max + width / 4],
      0: [data[0][0], data[0].at(-1)],
    };
    if (!(event.key in moves) || data[0].length < 2) return;
    event.preventDefault();
    const [from, to] = moves[event.key];
    zoom(Math.max(from, data[0][0]), Math.min(to, data[0].at(-1)));
  }, { signal });

  const resized = new ResizeObserver(() => {
    if (plot && canvas.clientWidth !== plot.width) plot.setSize({ width: canvas.clientWidth, height: HEIGHT });
  });
  resized.observe(canvas);
  dark.addEventListener("change", () => plot && draw(), { signal });
  signal.addEventListener("abort", () => {
    resized.disconnect();
    plot?.destroy();
  });

  return {
    element,
    update(newData, newEpochs = []) {
      const reset = !plot || !isZoomed();
      data = newData;
      epochs = newEpochs;
      element.dataset.points = data[0].length;
      element.setAttribute("aria-label", summary(title, lines, data));
      if (!plot) draw();
      else plot.setData(data, reset);
      if (!reset) plot.redraw();
    },
  };
}

/** The value under the cursor, or else the last one. */
function shown(value, column, format) {
  const told = value ?? column.findLast((each) => each !== null);
  return told === undefined ? "–" : format(told);
}

function summary(title, lines, [steps, ...values]) {
  if (steps.length === 0) return `${title}: nothing recorded yet`;
  const last = lines.map(({ label }, place) => `${label} ${decimal(values[place].at(-1))}`).join(", ");
  return `${title}: ${steps.length} points; at step ${number(steps.at(-1))} ${last}. Keys plus, minus, left and right zoom, 0 shows all.`;
}
