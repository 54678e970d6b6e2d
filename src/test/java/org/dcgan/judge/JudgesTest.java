package org.dcgan.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.dcgan.StoreServer;
import org.dcgan.checkpoint.Safetensors;
import org.dcgan.dataset.Dataset;
import org.dcgan.gan.Tensor;
import org.dcgan.store.ObjectStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Judges in the bucket. */
class JudgesTest {
    @RegisterExtension
    static final StoreServer SERVER = new StoreServer();

    private final ObjectStore store = SERVER.store();

    private final Logger logger = Logger.getLogger(Judges.class.getName());
    private final Warnings warnings = new Warnings();
    private final Judges judges = new Judges(store);

    @BeforeEach
    void listen() {
        logger.addHandler(warnings);
    }

    @AfterEach
    void close() {
        logger.removeHandler(warnings);
        judges.close();
    }

    @Test
    void readsAJudgeThatWasRefusedOnlyWhenItHasChanged() throws IOException {
        put("refused/t10k-images-idx3-ubyte", images(10));
        put("refused/judge.safetensors", ofAnotherShape());

        IntStream.range(0, 3).forEach(look -> assertThat(judges.of("refused")).isEmpty());

        assertThat(warnings.messages)
                .containsExactly(
                        "checkpoints of data set refused are not judged: "
                                + "datasets/refused/judge.safetensors: tensor 9.bias must be of shape [1 to 16384], was [5, 2]");
        put("refused/judge.safetensors", Dataset.MNIST.judge());
        assertThat(judges.of("refused")).isPresent();
    }

    @Test
    void namesTheFieldAndTheFileOfAnInvalidCard() throws IOException {
        put("carded/t10k-images-idx3-ubyte", images(10));
        put("carded/judge.safetensors", Dataset.MNIST.judge());
        put("carded/judge.json", "{\"judge\":\"00ff\"}".getBytes(UTF_8));

        assertThat(judges.of("carded")).isEmpty();

        assertThat(warnings.messages)
                .containsExactly("checkpoints of data set carded are not judged: "
                        + "datasets/carded/judge.json: accuracy is missing: it must be a number");
    }

    @Test
    void needsNoLabelsOfTheTestImages() throws IOException {
        put("unlabelled/t10k-images.idx3-ubyte", images(10));
        put("unlabelled/judge.safetensors", Dataset.MNIST.judge());

        assertThat(judges.of("unlabelled")).isPresent();
    }

    @Test
    void saysOnceHowToMakeAJudge() {
        put("images-only/train-images-idx3-ubyte", images(10));

        IntStream.range(0, 3)
                .forEach(look -> assertThat(judges.of("images-only")).isEmpty());

        assertThat(warnings.messages)
                .containsExactly(
                        "checkpoints of data set images-only are not judged: "
                                + "datasets/images-only/judge.safetensors does not exist: create it with train-judge images-only");
    }

    @Test
    void takesUpAJudgeThatReplacesAnother() throws IOException {
        put("replaced/t10k-images-idx3-ubyte", images(10));
        put("replaced/judge.safetensors", Dataset.MNIST.judge());
        String before = judges.of("replaced").orElseThrow().name();
        Map<String, Tensor> weights = Safetensors.read(Dataset.MNIST.judge());
        weights.put("9.bias", Tensor.of(new float[10], 10));

        put("replaced/judge.safetensors", Safetensors.write(weights));

        assertThat(judges.of("replaced").orElseThrow().name()).isNotEqualTo(before);
    }

    private static byte[] ofAnotherShape() throws IOException {
        Map<String, Tensor> weights = Safetensors.read(Dataset.MNIST.judge());
        weights.put("9.bias", Tensor.of(weights.get("9.bias").floats(), 5, 2));
        return Safetensors.write(weights);
    }

    private void put(String key, byte... bytes) {
        store.put("datasets/" + key, bytes, "application/octet-stream");
    }

    private static byte[] images(int count) {
        return ByteBuffer.allocate(16 + count * 784)
                .putInt(0x0803)
                .putInt(count)
                .putInt(28)
                .putInt(28)
                .array();
    }

    /** Of the test's own thread, as other tests have judges at the same time. */
    private static final class Warnings extends Handler {
        private final Thread thread = Thread.currentThread();
        private final List<String> messages = new ArrayList<>();

        @Override
        public void publish(LogRecord message) {
            if (Thread.currentThread() == thread) {
                messages.add(String.format(message.getMessage(), message.getParameters()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
