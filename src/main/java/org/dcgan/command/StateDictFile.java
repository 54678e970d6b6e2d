package org.dcgan.command;

import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.dcgan.checkpoint.Safetensors;
import org.dcgan.gan.Network;
import org.dcgan.gan.Tensor;

/** A file with a network's state dict, as this program or PyTorch wrote it. */
final class StateDictFile {
    private StateDictFile() {}

    /**
     * Reads a network of any latent size.
     *
     * @throws IllegalArgumentException if the file is invalid; the message says what is wrong
     */
    static Map<String, Tensor> read(Path file, Network network) throws IOException {
        ByteSource bytes = Files.isRegularFile(file)
                ? MoreFiles.asByteSource(file)
                : ByteSource.wrap(Files.readAllBytes(file)); // a pipe can be read only once
        return Safetensors.read(bytes, network.shapes(Safetensors.ANY));
    }
}
