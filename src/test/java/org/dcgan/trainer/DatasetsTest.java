package org.dcgan.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.dcgan.StoreServer;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.store.ObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Data sets in the bucket. */
class DatasetsTest {
    @RegisterExtension
    static final StoreServer SERVER = new StoreServer();

    private final ObjectStore store = SERVER.store();

    @Test
    void loadsPlainImagesWithoutLabels() {
        put("datasets/plain/train-images-idx3-ubyte", images(3));

        assertThat(new Datasets(store).load(job("plain")).count()).isEqualTo(3);
    }

    @Test
    void namesTheObjectsThatAreMissing() {
        assertThatThrownBy(() -> new Datasets(store).load(job("nowhere")))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("dataset must be mnist, or a set in the object store "
                        + "(datasets/nowhere/train-images-idx3-ubyte.gz is not there, nor train-images-idx3-ubyte, "
                        + "train-images.idx3-ubyte.gz, train-images.idx3-ubyte), was nowhere");
    }

    @Test
    void namesTheObjectThatIsMalformed() {
        put("datasets/pointer/train-images.idx3-ubyte", "version https://git-lfs.github.com".getBytes(UTF_8));

        assertThatThrownBy(() -> new Datasets(store).load(job("pointer")))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining(
                        "datasets/pointer/train-images.idx3-ubyte: found a Git LFS pointer in place of the file");
    }

    private static TrainingJob job(String dataset) {
        return Json.read(("{\"id\":\"a\",\"dataset\":\"" + dataset + "\"}").getBytes(UTF_8), TrainingJob.class);
    }

    private void put(String key, byte... bytes) {
        store.put(key, bytes, "application/octet-stream");
    }

    private static byte[] images(int count) {
        return ByteBuffer.allocate(16 + count * 784)
                .putInt(0x0803)
                .putInt(count)
                .putInt(28)
                .putInt(28)
                .array();
    }
}
