package org.dcgan.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class DatasetTest {
    @Test
    void mnistHasSixtyThousandTrainingImages() throws IOException {
        Images training = Dataset.MNIST.training();

        assertThat(training.count()).isEqualTo(60_000);
        assertThat(IntStream.range(0, 5).map(training::label)).containsExactly(5, 0, 4, 1, 9);
        assertThat(training.scaled(0)[5 * 28 + 12])
                .isEqualTo(2f * (3 / 255f) - 1f); // the top stroke of the five begins
    }

    @Test
    void mnistHasTenThousandTestImages() throws IOException {
        Images test = Dataset.MNIST.test();

        assertThat(test.count()).isEqualTo(10_000);
        assertThat(IntStream.range(0, 5).map(test::label)).containsExactly(7, 2, 1, 0, 4);
    }

    @Test
    void aBundledFileWithAnotherChecksumIsRefused() {
        BundledFile readme = new BundledFile("datasets/mnist/README.md", "00ff");

        assertThatThrownBy(readme::open)
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessageMatching("datasets/mnist/README.md: found SHA-256 [0-9a-f]{64}, allowed is 00ff");
    }

    @Test
    void aMissingBundledFileIsNamed() {
        BundledFile missing = new BundledFile("datasets/none.gz", "00ff");

        assertThatThrownBy(missing::open)
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("datasets/none.gz is missing from the class path");
    }
}
