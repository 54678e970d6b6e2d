const ONE_VALUE = ["id", "sweep"];
const PLAIN = /^(-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?|true|false)$/;

/** The most runs of a sweep, as on the command line. */
export const MOST_RUNS = 1000;

/**
 * The jobs that a filled-in form asks for, as JSON, and their sweep if there are several: one job for each combination of the values
 * that fields list, separated by commas. They are called as on the command line: NAME-1, NAME-2, or DATASET-CHECKSUM, so that the same
 * form asks for the same jobs.
 *
 * @param entries a field's description and the text in it, for each field that is not empty
 */
export function combinations(entries) {
  const listed = entries.map(({ field, text }) => ({ field, values: ONE_VALUE.includes(field.name) ? [text] : text.split(",").map((value) => value.trim()) }));
  const count = listed.reduce((product, { values }) => product * values.length, 1);
  if (count === 1) return { count, jobs: [json(listed.map(({ field, values }) => ({ field, value: values[0] })))] };
  const repeated = listed.find(({ values }) => new Set(values).size < values.length)?.field.name;
  if (repeated || count > MOST_RUNS) return { count, repeated, jobs: [] };

  let all = [[]];
  for (const { field, values } of listed) all = all.flatMap((before) => values.map((value) => [...before, { field, value }]));
  const given = (name) => entries.find(({ field }) => field.name === name)?.text;
  const sweep = given("sweep") ?? given("id") ?? `sweep-${checksum(all.map(json).join())}`;
  const jobs = all.map((members, place) => ({
    text: json(members, {
      sweep,
      id: given("id") ? `${given("id")}-${place + 1}` : `${members.find(({ field }) => field.name === "dataset")?.value ?? "mnist"}-${checksum(json(members, { sweep }))}`,
    }),
    isSuspect: members.some(({ field, value }) => !allows(field, value)),
  }));
  jobs.sort((a, b) => b.isSuspect - a.isSuspect); // one that the server refuses comes before any that it accepts
  return { count, sweep, jobs: jobs.map(({ text }) => text) };
}

/** Numbers are sent digit by digit, since a seed may be longer than a number here can be; what is none is sent as a text, for the server to refuse by name. */
function json(members, instead = {}) {
  const texts = members.filter(({ field }) => instead[field.name] === undefined)
    .map(({ field, value }) => `"${field.name}":${!field.text && PLAIN.test(value) ? value : JSON.stringify(value)}`);
  return `{${[...texts, ...Object.entries(instead).map(([name, value]) => `"${name}":${JSON.stringify(value)}`)].join(",")}}`;
}

/** Whether a value is within what the server describes. The server alone decides. */
function allows({ text, whole, pattern, limits }, value) {
  if (text) return !pattern || new RegExp(`^(?:${pattern})$`).test(value);
  if (value === "true" || value === "false") return true;
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = limits;
  const number = Number(value);
  return PLAIN.test(value) && (!whole || Number.isInteger(number))
    && number >= minimum && number <= maximum && number > exclusiveMinimum && number < exclusiveMaximum;
}

/** CRC-32, as eight hexadecimal digits. */
function checksum(text) {
  let sum = -1;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (~sum >>> 0).toString(16).padStart(8, "0");
}
