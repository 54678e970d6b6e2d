package org.dcgan.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.dcgan.StoreServer;
import org.dcgan.checkpoint.AcceptedJobs;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.dataset.Split;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class StoredDatasetsTest {
    @RegisterExtension
    static final StoreServer SERVER = new StoreServer();

    private final ObjectStore store = SERVER.store();
    private final AcceptedJobs accepted = new AcceptedJobs(store);
    private final StoredDatasets datasets =
            new StoredDatasets(store, new Checkpoints(store, Clock.systemUTC()), accepted);

    @TempDir
    private Path temporary;

    private String name;
    private int prepared;

    @BeforeEach
    void nameTheDataSet(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName().toLowerCase();
    }

    @Test
    void storesADataSetThatCanBeRead() throws IOException {
        PreparedDataset dataset = prepare(30);

        boolean stored = datasets.save(dataset);

        assertThat(stored).isTrue();
        assertThat(datasets.find(name)).contains(dataset.card());
        assertThat(datasets.list()).contains(dataset.card());
        assertThat(Split.TRAINING.read(StoredDatasets.folder(name), store::get).count())
                .isEqualTo(dataset.card().training());
        assertThat(store.stat(StoredDatasets.preview(name)).orElseThrow().contentType())
                .isEqualTo("image/png");
    }

    @Test
    void doesNothingForTheSameDataSet() throws IOException {
        datasets.save(prepare(30));
        use();

        assertThat(datasets.save(prepare(30))).isFalse();
    }

    @Test
    void replacesAnotherOneThatNoRunHasUsed() throws IOException {
        datasets.save(prepare(30));
        put("judge.safetensors");
        PreparedDataset changed = prepare(31);

        datasets.save(changed);

        assertThat(datasets.find(name)).contains(changed.card());
        assertThat(store.get(StoredDatasets.folder(name) + "judge.safetensors")).isEmpty();
    }

    @Test
    void refusesAnotherOneOnceARunHasUsedIt() throws IOException {
        PreparedDataset used = prepare(30);
        datasets.save(used);
        use();

        assertThatThrownBy(() -> datasets.save(prepare(31)))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage(
                        "name must be another one, because run %s has used a data set of this name with other images, was %s"
                                .formatted(name, name));
        assertThat(datasets.find(name)).contains(used.card());
    }

    @Test
    void completesAnInterruptedImport() throws IOException {
        put("train-labels-idx1-ubyte.gz");

        datasets.save(prepare(30));

        assertThat(store.list(StoredDatasets.folder(name)).map(ObjectEntry::key))
                .noneMatch(key -> key.contains("labels"));
    }

    @Test
    void removesADataSet() throws IOException {
        datasets.save(prepare(30));

        datasets.delete(name);

        assertThat(store.list(StoredDatasets.folder(name))).isEmpty();
    }

    @Test
    void refusesTheNameOfMnist() {
        assertThatThrownBy(() -> StoredDatasets.requireName("mnist"))
                .hasMessage("name must be another one, because this data set is part of the program, was mnist");
    }

    private void use() {
        accepted.add(Json.read(
                ("{\"id\":\"" + name + "\",\"dataset\":\"" + name + "\"}").getBytes(UTF_8), TrainingJob.class));
    }

    private void put(String object) {
        store.put(StoredDatasets.folder(name) + object, new byte[1], "application/octet-stream");
    }

    private PreparedDataset prepare(int pictures) throws IOException {
        Path given = Files.createDirectory(temporary.resolve("given" + prepared));
        for (int i = 0; i < pictures; i++) {
            int shade = i;
            Files.write(given.resolve(i + ".png"), PictureFiles.png(3, 3, (x, y) -> 0xff000000 | shade));
        }
        Path folder = Files.createDirectory(temporary.resolve("prepared" + prepared++));
        return new DatasetImport(name, List.of("given"), Fitting.USUAL, Clock.systemUTC())
                .prepare(List.of(given), folder, (done, total) -> {});
    }
}
