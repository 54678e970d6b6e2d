const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** 12345 → 12,345 */
export const number = (value) => whole.format(value);

/** A loss or a score. */
export const decimal = (value) => (value === undefined || value === null ? "–" : value.toFixed(3));

/** 3725 → 1 h 2 min */
export function duration(seconds) {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** 14680064 → 14.0 MB */
export function bytes(size) {
  const units = ["B", "kB", "MB", "GB"];
  let unit = 0;
  let value = size;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** An instant as short as it can be told. */
export function time(instant) {
  if (!instant) return "";
  const date = new Date(instant);
  const today = date.toDateString() === new Date().toDateString();
  return today
    ? date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })
    : date.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}

/** How much of a run is done, 0 to 1. */
export function share({ step, steps }) {
  return steps > 0 ? step / steps : 0;
}
