/** The fields of a job, as the notebook has them. `usual` is what is meant where nothing is given. */
export const FIELDS = [
  { name: "id", label: "Name", hint: "a–z, 0–9, - and _; made up if empty", text: true, group: "Run" },
  { name: "dataset", label: "Data set", usual: "mnist", hint: "mnist, or one in the object store", text: true, suggested: true, group: "Run" },
  { name: "epochs", label: "Epochs", usual: "10", hint: "How often each image is seen", group: "Run" },
  { name: "limit", label: "Images", hint: "Only the first so many; all if empty", group: "Run" },
  { name: "seed", label: "Seed", hint: "Follows from the name if empty", group: "Run" },
  { name: "precision", label: "Precision", usual: "float32", choices: ["float32", "bfloat16"], hint: "bfloat16 is faster where the processor has it", group: "Run" },
  { name: "batchSize", label: "Batch size", usual: "64", hint: "Images a step", group: "Training" },
  { name: "learningRate", label: "Learning rate", usual: "0.0002", hint: "Adam's step size", group: "Training" },
  { name: "beta1", label: "Beta 1", usual: "0.5", hint: "Decay of the first moment", group: "Training" },
  { name: "beta2", label: "Beta 2", usual: "0.999", hint: "Decay of the second moment", group: "Training" },
  { name: "latentSize", label: "Latent size", usual: "100", hint: "Numbers an image is made of", group: "Training" },
  { name: "realLabel", label: "Label of real images", usual: "1", choices: ["1", "0"], hint: "Fakes have the other", group: "Training" },
  { name: "recordEvery", label: "Record every", usual: "25", hint: "Iterations between losses and grids", group: "Records" },
  { name: "checkpointEvery", label: "Checkpoint every", hint: "Iterations; after each epoch only if empty", group: "Records" },
  { name: "emaDecay", label: "Average decay", hint: "Of the averaged generator; none if empty", group: "Records" },
  { name: "stopOnCollapse", label: "Stop on collapse", usual: "false", choices: ["false", "true"], hint: "When it lasts two epochs", group: "Records" },
];
