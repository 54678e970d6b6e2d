package org.dcgan.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.dcgan.checkpoint.Safetensors;
import org.dcgan.gan.Network;
import org.dcgan.gan.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
class StateDictFileTest {
    @TempDir
    Path directory;

    @Test
    void readsAGeneratorOfAnyLatentSize() throws IOException {
        Path file = write(Network.GENERATOR.initial(7, 1));

        Map<String, Tensor> generator = StateDictFile.read(file, Network.GENERATOR);

        assertThat(generator.get("upsample.0.weight").shape()).containsExactly(7, 256, 4, 4);
    }

    @Test
    void takesOffThePrefixOfAWrapper() throws IOException {
        Map<String, Tensor> wrapped = new TreeMap<>();
        Network.DISCRIMINATOR.initial(1, 1).forEach((name, tensor) -> wrapped.put("module." + name, tensor));

        Map<String, Tensor> discriminator = StateDictFile.read(write(wrapped), Network.DISCRIMINATOR);

        assertThat(discriminator)
                .containsOnlyKeys(Network.DISCRIMINATOR.initial(1, 1).keySet());
    }

    @Test
    void rejectsTheOtherNetwork() throws IOException {
        Path file = write(Network.DISCRIMINATOR.initial(1, 1));

        assertThatThrownBy(() -> StateDictFile.read(file, Network.GENERATOR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("upsample.0.weight")
                .hasMessageContaining("main.0.weight");
    }

    @Test
    void rejectsAFileThatTorchSaveWrote() throws IOException {
        Path file = Files.write(
                directory.resolve("generator.pt"),
                "PK\3\4------------------------------archive/data.pkl".getBytes(US_ASCII));

        assertThatThrownBy(() -> StateDictFile.read(file, Network.GENERATOR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("safetensors.torch.save_file");
    }

    private Path write(Map<String, Tensor> tensors) throws IOException {
        return Files.write(directory.resolve("network.safetensors"), Safetensors.write(tensors));
    }
}
