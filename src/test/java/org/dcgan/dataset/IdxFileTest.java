package org.dcgan.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class IdxFileTest {
    private static final int IMAGES = 0x0803;
    private static final int LABELS = 0x0801;

    @Test
    void imagesAreReadAsTheyStand() throws IOException {
        assertThat(IdxBytes.file(2 * 784, IMAGES, 2, 28, 28).images()).isEqualTo(IdxBytes.content(2 * 784));
    }

    @Test
    void labelsAreReadAsTheyStand() throws IOException {
        assertThat(IdxBytes.file(3, LABELS, 3).labels()).containsExactly(0, 1, 2);
    }

    @Test
    void anotherMagicNumberIsRefused() {
        assertThatThrownBy(() -> IdxBytes.file(3, LABELS, 3).images())
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessage("digits.gz: found magic number 0x00000801, allowed is 0x00000803");
    }

    @Test
    void anotherImageSizeIsRefused() {
        assertThatThrownBy(() -> IdxBytes.file(29 * 28, IMAGES, 1, 28, 29).images())
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessage("digits.gz: found an image side of 29 pixels, allowed is 28");
    }

    @Test
    void anEmptyFileOfImagesIsRefused() {
        assertThatThrownBy(() -> IdxBytes.file(0, IMAGES, 0, 28, 28).images())
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessage("digits.gz: found a count of 0, allowed is 1 to 1000000");
    }

    @Test
    void anAbsurdCountIsRefused() {
        assertThatThrownBy(() -> IdxBytes.file(0, IMAGES, 1_000_001, 28, 28).images())
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessage("digits.gz: found a count of 1000001, allowed is 1 to 1000000");
    }

    @Test
    void aCountBeyondTheRangeOfSignedNumbersIsRefused() {
        assertThatThrownBy(() -> IdxBytes.file(0, LABELS, 0xFFFF_FFFF).labels())
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessage("digits.gz: found a count of 4294967295, allowed is 1 to 1000000");
    }

    @Test
    void missingValuesAreRefused() {
        assertThatThrownBy(() -> IdxBytes.file(783, IMAGES, 1_000_000, 28, 28).images())
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessage("digits.gz: found 783 values, allowed is the announced 784000000");
    }

    @Test
    void trailingValuesAreRefused() {
        assertThatThrownBy(() -> IdxBytes.file(4, LABELS, 3).labels())
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessage("digits.gz: found more than 3 values, allowed is the announced 3");
    }

    @Test
    void aHeaderCutShortIsRefused() {
        assertThatThrownBy(() -> IdxBytes.file(0, IMAGES, 1).images())
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessage("digits.gz: found an early end, allowed is a whole file, plain or gzip");
    }

    @Test
    void aGzipStreamCutShortIsRefused() {
        byte[] whole = IdxBytes.gzip(IdxBytes.content(784, IMAGES, 1, 28, 28));
        IdxFile cut = fileOf(Arrays.copyOf(whole, whole.length - 9));

        assertThatThrownBy(cut::images)
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessage("digits.gz: found an early end, allowed is a whole file, plain or gzip");
    }

    @Test
    void aFlippedBitIsRefused() {
        byte[] bytes = IdxBytes.gzip(IdxBytes.content(784, IMAGES, 1, 28, 28));
        bytes[bytes.length - 5] ^= 1; // in the checksum
        IdxFile damaged = fileOf(bytes);

        assertThatThrownBy(damaged::images)
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessage("digits.gz: found broken gzip, allowed is whole gzip members");
    }

    @Test
    void readsAPlainFile() throws IOException {
        byte[] plain = IdxBytes.content(3, LABELS, 3);

        assertThat(fileOf(plain).labels()).containsExactly(0, 1, 2);
    }

    @Test
    void rejectsTrailingBytesOfAPlainFile() {
        IdxFile plain = fileOf(IdxBytes.content(4, LABELS, 3));

        assertThatThrownBy(plain::labels).hasMessage("digits.gz: found more than 3 values, allowed is the announced 3");
    }

    @Test
    void rejectsAPlainFileCutShort() {
        IdxFile plain = fileOf(IdxBytes.content(2, LABELS, 3));

        assertThatThrownBy(plain::labels).hasMessage("digits.gz: found 2 values, allowed is the announced 3");
    }

    @Test
    void rejectsAnEmptyFile() {
        assertThatThrownBy(fileOf(new byte[0])::labels)
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessage("digits.gz: found an early end, allowed is a whole file, plain or gzip");
    }

    @Test
    void showsAMagicNumber() {
        assertThatThrownBy(fileOf(new byte[] {0, 0, 9, 3, 0, 0, 0, 1})::images)
                .hasMessage("digits.gz: found magic number 0x00000903, allowed is 0x00000803");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3c21444f43545950452068746d6c3e | a web page or XML, such as the answer of a failed download: download the file again",
                "76657273696f6e2068747470733a2f2f6769742d6c66732e | a Git LFS pointer in place of the file: fetch the file with: git lfs pull",
                "89504e470d0a1a0a0000 | a PNG image",
                "504b030414000000000000000000 | a zip archive: unpack it and give the file inside",
                "64696769747320617265206e6f74 | plain text",
                "285c6470300a | plain text",
            })
    void saysWhatAnotherFileSeemsToBe(String hexadecimal, String kind) {
        byte[] file = HexFormat.of().parseHex(hexadecimal);

        assertThatThrownBy(fileOf(file)::images)
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessage("digits.gz: found " + kind + ", allowed is an IDX file, plain or gzip");
        assertThatThrownBy(fileOf(IdxBytes.gzip(file))::images)
                .hasMessage("digits.gz: found " + kind + ", allowed is an IDX file, plain or gzip");
    }

    @Test
    void zerosBehindTheLastGzipMemberOnlyFillUpABlock() throws IOException {
        byte[] gzip = IdxBytes.gzip(IdxBytes.content(3, LABELS, 3));

        assertThat(fileOf(Arrays.copyOf(gzip, 1_024)).labels()).containsExactly(0, 1, 2);
    }

    @Test
    void rejectsBytesBehindZerosBehindTheLastGzipMember() {
        byte[] gzip = IdxBytes.gzip(IdxBytes.content(3, LABELS, 3));
        byte[] file = Arrays.copyOf(gzip, 1_024);
        file[1_023] = 'x';

        assertThatThrownBy(fileOf(file)::labels)
                .hasMessage("digits.gz: found broken gzip, allowed is whole gzip members");
    }

    @Test
    void readsSeveralGzipMembers() throws IOException {
        byte[] content = IdxBytes.content(2 * 784, IMAGES, 2, 28, 28);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int from = 0; from < content.length; from += 100) {
            members.writeBytes(IdxBytes.gzip(Arrays.copyOfRange(content, from, Math.min(content.length, from + 100))));
        }

        assertThat(fileOf(members.toByteArray()).images()).isEqualTo(IdxBytes.content(2 * 784));
    }

    @Test
    void rejectsBytesAfterTheLastGzipMember() {
        byte[] gzip = IdxBytes.gzip(IdxBytes.content(3, LABELS, 3));
        byte[] file = Arrays.copyOf(gzip, gzip.length + 1);
        file[gzip.length] = 'x';

        assertThatThrownBy(fileOf(file)::labels)
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessage("digits.gz: found broken gzip, allowed is whole gzip members");
    }

    @Test
    void aGzipBombIsNotUnpackedBeyondWhatItAnnounces() {
        byte[] bomb = IdxBytes.gzip(Arrays.copyOf(IdxBytes.content(3, LABELS, 3), 100_000_000));
        ByteArrayInputStream source = new ByteArrayInputStream(bomb);

        assertThatThrownBy(() -> new IdxFile("bomb.gz", source).labels()).isInstanceOf(MalformedDatasetException.class);
        assertThat(source.available()).isGreaterThan(bomb.length - 20_000);
    }

    @Test
    void countlessEmptyGzipMembersAreNoFile() {
        byte[] empty = IdxBytes.gzip(new byte[0]);
        ByteArrayOutputStream chain = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            chain.writeBytes(empty);
        }
        IdxFile file = fileOf(chain.toByteArray());

        assertThatThrownBy(file::labels)
                .isInstanceOf(MalformedDatasetException.class)
                .hasMessageContaining("found an early end");
    }

    private static IdxFile fileOf(byte[] bytes) {
        return new IdxFile("digits.gz", new ByteArrayInputStream(bytes));
    }
}
