package org.dcgan.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.dcgan.dataset.IdxFile;
import org.dcgan.dataset.Images;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class LabelCheckTest {
    @Test
    void warnsOfTestLabelsThatNeverOccurInTraining() throws IOException {
        Images training = images(30, 30);
        Images test = images(5, 5, 0, 2, 1);

        assertThat(LabelCheck.warnings(training, test))
                .containsExactly(
                        "no training image has these labels of test images, so the judge cannot recognise them: "
                                + "3 (2 images), 4 (1 image)");
    }

    @Test
    void warnsOfClassesWithFewImages() throws IOException {
        assertThat(LabelCheck.warnings(images(30, 0, 19, 20), images(1)))
                .containsExactly(
                        "fewer than 20 training images have these labels, so the judge will hardly recognise them: "
                                + "1 (0 images), 2 (19 images)");
    }

    @Test
    void hasNoWarningsForSufficientLabels() throws IOException {
        assertThat(LabelCheck.warnings(images(20, 20), images(3, 3))).isEmpty();
    }

    /** So many images of each label from 0. */
    private static Images images(int... counts) throws IOException {
        int count = 0;
        for (int one : counts) {
            count += one;
        }
        ByteBuffer pixels = ByteBuffer.allocate(16 + count * 784);
        pixels.putInt(0x0803).putInt(count).putInt(28).putInt(28);
        ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x0801).putInt(count);
        for (int label = 0; label < counts.length; label++) {
            for (int i = 0; i < counts[label]; i++) {
                labels.put((byte) label);
            }
        }
        return Images.read(file(pixels), file(labels));
    }

    private static IdxFile file(ByteBuffer bytes) {
        return new IdxFile("digits", new ByteArrayInputStream(bytes.array()));
    }
}
