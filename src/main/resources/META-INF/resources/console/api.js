/** A refusal by the server, or a missing answer (status 0). */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || "The server does not answer.");
    this.status = status;
    this.field = problem.field;
    this.allowed = problem.allowed;
  }

  /** Whether the server does not answer or is not ready, so that a retry may help. */
  get isTemporary() {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

async function call(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new Refusal(0, {});
  }
  if (answer.status === 401) window.dispatchEvent(new Event("unknown-person"));
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({ title: `${answer.status} ${answer.statusText}` }));
    throw new Refusal(answer.status, problem);
  }
  return answer;
}

const LONG_SEED = /"seed":(-?\d{16,})/g;

/** Parses the JSON of a response. A seed may have more digits than a JavaScript number: a long one is kept as text. */
export function parse(text) {
  return JSON.parse(text.replace(LONG_SEED, '"seed":"$1"'));
}

const json = async (path, options) => parse(await (await call(path, options)).text());

function send(method, path, body) {
  return json(path, { method, headers: { "Content-Type": "application/json" }, body });
}

const of = (id) => `/jobs/${encodeURIComponent(id)}`;

/** The current session. */
export const session = {
  person: () => json("/session"),
  signIn: (token) => call("/session", { method: "POST", headers: { Authorization: `Bearer ${token}` } }),
  signOut: () => call("/session", { method: "DELETE" }),
};

/** The console's calls. */
export const jobs = {
  schema: async () => (await json("/q/asyncapi", { headers: { Accept: "application/json" } })).components.schemas.TrainingJob,
  list: ({ state, limit, sort }) => json(`/jobs?${new URLSearchParams({ ...(state && { state }), ...(sort && { sort }), limit })}`),
  get: (id) => json(of(id)),
  submit: (jobAsText) => send("POST", "/jobs", jobAsText),
  purge: (id) => json(`${of(id)}?purge=true`, { method: "DELETE" }),
  cancel: (id) => json(of(id), { method: "DELETE" }),
  losses: (id) => json(`${of(id)}/losses`, { headers: { Accept: "application/json" } }),
  qualities: (id) => json(`${of(id)}/qualities`),
  objects: (id) => json(`${of(id)}/objects`),
  events: (id) => new EventSource(`${of(id)}/events`),
  object: (id, path) => `${of(id)}/objects/${path.split("/").map(encodeURIComponent).join("/")}`,
  grid: (id, kind, saveStep) => `${of(id)}/objects/samples/${kind}_step_${saveStep}.png`,
};

const ofDataset = (name) => `/datasets/${encodeURIComponent(name)}`;

/** The console's calls about data sets. */
export const datasets = {
  list: () => json("/datasets"),
  remove: (name) => call(ofDataset(name), { method: "DELETE" }),
  preview: ({ name, sha256 }) => `${ofDataset(name)}/preview.png#${sha256}`, // other images, another address

  /** Uploads a zip; `fetch` reports no progress. `sent` receives the share sent, from 0 to 1. */
  upload(name, file, fitting, sent, signal) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("PUT", `${ofDataset(name)}?${new URLSearchParams(fitting)}`);
      request.setRequestHeader("Content-Type", "application/zip");
      request.upload.addEventListener("progress", ({ loaded, total }) => sent(total ? loaded / total : 0));
      request.addEventListener("load", () => {
        if (request.status === 401) window.dispatchEvent(new Event("unknown-person"));
        if (request.status < 300) resolve(JSON.parse(request.responseText));
        else reject(refusal(request));
      });
      request.addEventListener("error", () => reject(new Refusal(0, { detail: "The server ended the upload." })));
      request.addEventListener("abort", () => reject(new DOMException("left", "AbortError")));
      signal.addEventListener("abort", () => request.abort());
      request.send(file);
    });
  },
};

function refusal({ status, statusText, responseText }) {
  const title = status === 413 ? "The archive is too large; use the command import-dataset." : `${status} ${statusText}`;
  try {
    return new Refusal(status, JSON.parse(responseText));
  } catch {
    return new Refusal(status, { title });
  }
}

/** The sampler's calls. */
export const sampler = {
  checkpoints: (query = {}) => json(`/checkpoints?${new URLSearchParams(query)}`),
  serve: (jobId, epoch) => send("PUT", "/checkpoints/served", JSON.stringify({ jobId, epoch })),
  follow: () => json("/checkpoints/served", { method: "DELETE" }),

  /** A picture, and which checkpoint made it. */
  async picture(path, query, signal) {
    const parameters = new URLSearchParams();
    for (const [name, values] of Object.entries(query)) {
      for (const value of [values].flat()) {
        if (value !== undefined && value !== "") parameters.append(name, value);
      }
    }
    const answer = await call(`${path}?${parameters}`, { headers: { Accept: "image/png" }, signal });
    return { bitmap: await createImageBitmap(await answer.blob()), checkpoint: answer.headers.get("Checkpoint") };
  },
};
