package org.dcgan.command;

import ai.djl.Device;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.dcgan.dataset.Dataset;
import org.dcgan.device.ComputeDevice;
import org.dcgan.gan.Generator;
import org.dcgan.gan.Network;
import org.dcgan.judge.Judge;
import org.dcgan.judge.JudgeCard;
import org.dcgan.message.Json;
import org.dcgan.message.Scores;
import org.dcgan.process.HeapSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Scores generators in files, as the judge role does for checkpoints. Needs no server. */
@Command(
        name = "judge",
        description = "Tells how good the images of generators are, in the eyes of MNIST's judge, and of real ones.")
final class JudgeCommand implements Callable<Integer> {
    private static final String REAL = "real images";
    private static final int FAILED = 1;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "a generator's state dict as safetensors, this trainer's or PyTorch's")
    private List<Path> files;

    @Option(names = "--json", description = "print one JSON object per line instead of a table")
    private boolean json;

    private record Judged(String file, String judge, int images, Scores scores) {}

    @Override
    public Integer call() throws IOException {
        HeapSize.require(HeapSize.FOR_JUDGING, "The command judge");
        ComputeDevice.requireEngine();
        JudgeCard card = Json.read(Dataset.MNIST.judgeCard(), JudgeCard.class);
        if (!json) {
            out.println("  Fréchet    kernel  inception  density  coverage  confidence  largest class");
        }
        show(new Judged(REAL, card.judge(), Judge.IMAGES, card.floor()));
        int code = 0;
        try (Judge judge = new Judge(Dataset.MNIST.judge(), Dataset.MNIST.test())) {
            for (Path file : files) {
                try (Generator generator = new Generator(Device.cpu(), StateDictFile.read(file, Network.GENERATOR))) {
                    show(new Judged(file.toString(), judge.name(), Judge.IMAGES, judge.judge(generator)));
                } catch (IOException | IllegalArgumentException e) {
                    System.err.println(file + " cannot be judged: " + Failure.reason(e));
                    code = FAILED;
                }
            }
        }
        return code;
    }

    private void show(Judged judged) {
        out.println(json ? new String(Json.write(judged), StandardCharsets.UTF_8) : row(judged));
    }

    private static String row(Judged judged) {
        Scores scores = judged.scores();
        return "%9.3f %9.5f %10.3f %8.3f %9.3f %11.3f %14.3f  %s"
                .formatted(
                        scores.frechetDistance(),
                        scores.kernelDistance(),
                        scores.inceptionScore(),
                        scores.density(),
                        scores.coverage(),
                        scores.confidence(),
                        Collections.max(scores.classShares()),
                        judged.file());
    }
}
