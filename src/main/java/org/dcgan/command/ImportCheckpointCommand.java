package org.dcgan.command;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.gan.Dcgan;
import org.dcgan.gan.GanState;
import org.dcgan.gan.Network;
import org.dcgan.gan.Tensor;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.process.StartRefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads state dicts from files, then starts the application, where {@link ImportedCheckpoint} stores them as a run. */
@Command(
        name = "import-checkpoint",
        description =
                "Stores networks that were trained elsewhere as a run with one checkpoint, so that it can be served, judged,"
                        + " explored and started from. Without a discriminator no scores are given and no run can start from it.")
final class ImportCheckpointCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "the run's id: 1 to 64 of a-z, 0-9, - and _")
    private String name;

    @Parameters(index = "1", paramLabel = "GENERATOR", description = "its state dict as safetensors")
    private Path generator;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "DISCRIMINATOR",
            description = "its state dict as safetensors")
    private Path discriminator;

    @Option(names = "--dataset", defaultValue = "mnist", description = "what it was trained on [mnist]")
    private String dataset;

    @Override
    public Integer call() throws IOException {
        Checkpoint checkpoint = checkpoint();
        int latentSize = latentSize(checkpoint.state().generator());
        TrainingJob job = job(latentSize);
        if (System.getProperty("dcgan.roles") == null && System.getenv("DCGAN_ROLES") == null) {
            System.setProperty("dcgan.roles", "console"); // this process need not train or serve
        }
        ImportedCheckpoint.toImport(job, checkpoint);
        Quarkus.run(ImportedCheckpoint.class, Main::exit);
        return 0;
    }

    private TrainingJob job(int latentSize) {
        try {
            Map<String, Object> fields = Map.of("id", name, "dataset", dataset, "epochs", 1, "latentSize", latentSize);
            return Json.read(Json.write(fields), TrainingJob.class).identified(name);
        } catch (InvalidMessageException e) {
            throw new StartRefusedException(e.getMessage());
        }
    }

    /** Optimisers are not imported; a run that starts from it begins with new ones. */
    private Checkpoint checkpoint() throws IOException {
        Map<String, Tensor> drawing = read(generator, Network.GENERATOR);
        boolean isAlone = discriminator == null;
        GanState state = new GanState(
                drawing,
                isAlone ? Map.of() : read(discriminator, Network.DISCRIMINATOR),
                isAlone ? Map.of() : Dcgan.initial(latentSize(drawing), 0).optimizers(),
                Map.of());
        return new Checkpoint(0, 0, state, List.of());
    }

    private static Map<String, Tensor> read(Path file, Network network) throws IOException {
        try {
            Map<String, Tensor> weights = withCounters(StateDictFile.read(file, network), network);
            weights.forEach((name, weight) -> requireFinite(file, name, weight));
            return weights;
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(file + ": " + e.getMessage());
        }
    }

    private static void requireFinite(Path file, String name, Tensor weight) {
        if (!weight.isFinite()) {
            throw new StartRefusedException("%s: not all numbers of %s are finite".formatted(file, name));
        }
    }

    /** PyTorch stores a batch count beside the running statistics; other files may lack it. */
    private static Map<String, Tensor> withCounters(Map<String, Tensor> stateDict, Network network) {
        Map<String, Tensor> whole = new LinkedHashMap<>(stateDict);
        network.counters().forEach(name -> whole.putIfAbsent(name, Tensor.of(0)));
        return whole;
    }

    private static int latentSize(Map<String, Tensor> generator) {
        String first = Network.GENERATOR.shapes(1).keySet().iterator().next();
        return (int) generator.get(first).shape()[0];
    }
}
