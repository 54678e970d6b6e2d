import { jobs } from "./api.js";

/** Which fields belong together in the form. One that is in no group is in the last. */
const GROUPS = { Run: ["id", "dataset", "epochs", "limit", "seed", "precision", "startFrom", "sweep"], Training: ["batchSize", "learningRate", "beta1", "beta2", "latentSize", "realLabel"] };
const OTHERS = "Records";

export const GROUP_NAMES = [...Object.keys(GROUPS), OTHERS];

let described;

/** The fields of a job as the server describes them. `usual` is the default. */
export async function jobFields() {
  described ??= jobs.schema();
  try {
    return Object.entries((await described).properties).map(([name, schema]) => describe(name, schema));
  } catch (failure) {
    described = undefined;
    throw failure;
  }
}

function describe(name, { title, description, type, enum: values, pattern, minimum, maximum, exclusiveMinimum, exclusiveMaximum, default: usual }) {
  const types = [type].flat();
  const few = types.includes("integer") && maximum - minimum === 1 ? [maximum, minimum] : types.includes("boolean") ? [false, true] : values;
  return {
    name,
    label: title,
    hint: description[0].toUpperCase() + description.slice(1),
    usual: usual === undefined ? undefined : String(usual),
    choices: few?.filter((value) => value !== null).map(String),
    text: types.includes("string"),
    whole: types.includes("integer"),
    pattern,
    limits: { minimum, maximum, exclusiveMinimum, exclusiveMaximum },
    group: Object.keys(GROUPS).find((group) => GROUPS[group].includes(name)) ?? OTHERS,
  };
}
