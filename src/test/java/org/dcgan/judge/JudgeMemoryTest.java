package org.dcgan.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.dcgan.checkpoint.Safetensors;
import org.dcgan.dataset.Dataset;
import org.dcgan.dataset.Images;
import org.dcgan.gan.FailsAfterTheCheck;
import org.dcgan.gan.LiveManagers;
import org.dcgan.gan.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Whether a judge that cannot be made leaves nothing in native memory. */
@Isolated("it counts the tensors of the whole process")
class JudgeMemoryTest {
    private static final float[] NO_FEATURES = {};

    @Test
    void aClassifierOfAnotherShapeIsClosed() throws IOException {
        Map<String, Tensor> weights = Safetensors.read(Dataset.MNIST.judge());
        weights.put("9.bias", Tensor.of(new float[9], 9));

        int added = LiveManagers.addedBy(() ->
                assertThatThrownBy(() -> new Classifier(weights)).hasMessageContaining("9.bias must be F32 of shape"));

        assertThat(added).isZero();
    }

    @Test
    void aClassifierThatFailsWhileItIsMadeIsClosed() throws IOException {
        Map<String, Tensor> failing = new FailsAfterTheCheck(Safetensors.read(Dataset.MNIST.judge()), "9.bias");

        int added = LiveManagers.addedBy(
                () -> assertThatThrownBy(() -> new Classifier(failing)).hasMessage("no memory left"));

        assertThat(added).isZero();
    }

    @Test
    void aYardstickThatFailsWhileItIsMadeIsClosed() {
        ClassifierOutput empty = new ClassifierOutput(10, NO_FEATURES, NO_FEATURES);

        int added = LiveManagers.addedBy(
                () -> assertThatThrownBy(() -> new ReferenceImages(empty)).isInstanceOf(RuntimeException.class));

        assertThat(added).isZero();
    }

    @Test
    void aJudgeThatIsInterruptedWhileItIsMadeIsClosed() throws IOException {
        byte[] weights = Dataset.MNIST.judge();
        Images test = Dataset.MNIST.test().limit(10);

        int added = LiveManagers.addedBy(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> new Judge(weights, test)).isInstanceOf(CancellationException.class);
            Thread.interrupted();
        });

        assertThat(added).isZero();
    }
}
