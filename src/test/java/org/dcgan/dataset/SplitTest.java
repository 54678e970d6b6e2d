package org.dcgan.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class SplitTest {
    private static final byte[] TWO_IMAGES = IdxBytes.content(2 * 784, 0x0803, 2, 28, 28);
    private static final byte[] TWO_LABELS = IdxBytes.content(2, 0x0801, 2);

    private final Map<String, byte[]> files = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "train-images-idx3-ubyte, train-labels-idx1-ubyte",
        "train-images.idx3-ubyte, train-labels.idx1-ubyte",
        "train-images-idx3-ubyte.gz, train-labels.idx1-ubyte.gz"
    })
    void findsFilesByEachOfTheirNames(String images, String labels) throws IOException {
        files.put("here/" + images, TWO_IMAGES);
        files.put("here/" + labels, IdxBytes.gzip(TWO_LABELS));

        Images read = Split.TRAINING.readLabelled("here/", this::find);

        assertThat(read.count()).isEqualTo(2);
        assertThat(read.label(1)).isEqualTo(1);
    }

    @Test
    void prefersTheCompressedFile() throws IOException {
        files.put("t10k-images-idx3-ubyte", IdxBytes.content(784, 0x0803, 1, 28, 28));
        files.put("t10k-images-idx3-ubyte.gz", IdxBytes.gzip(TWO_IMAGES));

        assertThat(Split.TEST.read("", this::find).count()).isEqualTo(2);
    }

    @Test
    void needsNoLabelsForImagesAlone() throws IOException {
        files.put("train-images-idx3-ubyte.gz", IdxBytes.gzip(TWO_IMAGES));

        Images read = Split.TRAINING.read("", this::find);

        assertThat(read.count()).isEqualTo(2);
        assertThatThrownBy(() -> read.label(0)).hasMessage("the images have no labels");
    }

    @Test
    void namesTheFilesThatAreMissing() {
        files.put("here/train-images-idx3-ubyte", TWO_IMAGES);

        assertThatThrownBy(() -> Split.TRAINING.readLabelled("here/", this::find))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("here/train-labels-idx1-ubyte.gz is not there, nor train-labels-idx1-ubyte, "
                        + "train-labels.idx1-ubyte.gz, train-labels.idx1-ubyte");
    }

    @Test
    void namesTheFileThatIsMalformed() {
        files.put("here/train-images-idx3-ubyte", TWO_LABELS);

        assertThatThrownBy(() -> Split.TRAINING.read("here/", this::find))
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessageStartingWith("here/train-images-idx3-ubyte: found magic number 0x00000801");
    }

    private Optional<byte[]> find(String path) {
        return Optional.ofNullable(files.get(path));
    }
}
