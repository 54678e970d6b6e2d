package org.dcgan.checkpoint;

import com.google.common.hash.Hashing;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dcgan.gan.GanState;
import org.dcgan.gan.Network;
import org.dcgan.gan.Tensor;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.store.ObjectStore;

/**
 * A complete checkpoint in the store. Everything read is checked against the manifest's SHA-256: each read throws a {@link
 * DamagedCheckpointException} if an object is missing or differs from the manifest.
 *
 * @param directory its folder, ending in a slash
 */
record StoredCheckpoint(ObjectStore store, String directory, Manifest manifest) {
    static final String MANIFEST = "manifest.json";
    static final String GENERATOR = "generator.safetensors";
    static final String DISCRIMINATOR = "discriminator.safetensors";
    static final String OPTIMIZERS = "optimizers.safetensors";
    static final String AVERAGED = "averaged-generator.safetensors";
    static final String LOSSES = "losses.json";

    static String sha256(byte[] bytes) {
        return Hashing.sha256().hashBytes(bytes).toString();
    }

    long step() {
        return manifest.step();
    }

    Checkpoint read() {
        return new Checkpoint(manifest.epoch(), manifest.step(), state(), losses());
    }

    GanState state() {
        return new GanState(
                generator(GENERATOR),
                read(DISCRIMINATOR, StoredCheckpoint::discriminator),
                read(OPTIMIZERS, Safetensors::read),
                averagedGenerator());
    }

    Networks networks() {
        Map<String, Tensor> discriminator =
                manifest.has(DISCRIMINATOR) ? read(DISCRIMINATOR, StoredCheckpoint::discriminator) : Map.of();
        return new Networks(generator(GENERATOR), discriminator, averagedGenerator());
    }

    /** The points after the last of the run's {@link LossParts}. */
    List<LossPoint> losses() {
        try {
            return Json.readList(bytes(LOSSES), LossPoint.class);
        } catch (InvalidMessageException e) {
            throw new DamagedCheckpointException(directory + LOSSES + ": " + e.getMessage());
        }
    }

    /** Deletes the manifest first, so that a half-deleted checkpoint does not look complete. */
    void remove() {
        store.delete(directory + MANIFEST);
        store.deleteAll(
                manifest.files().stream().map(file -> directory + file.name()).toList());
    }

    /** Empty where there is none. */
    private Map<String, Tensor> averagedGenerator() {
        return manifest.has(AVERAGED) ? generator(AVERAGED) : Map.of();
    }

    private Map<String, Tensor> generator(String name) {
        return read(name, bytes -> Safetensors.read(bytes, Network.GENERATOR.shapes(Safetensors.ANY)));
    }

    private static Map<String, Tensor> discriminator(byte[] bytes) {
        return Safetensors.read(bytes, Network.DISCRIMINATOR.shapes(Safetensors.ANY));
    }

    private Map<String, Tensor> read(String name, Function<byte[], Map<String, Tensor>> format) {
        try {
            return format.apply(bytes(name));
        } catch (IllegalArgumentException e) {
            throw new DamagedCheckpointException(directory + name + ": " + e.getMessage());
        }
    }

    private byte[] bytes(String name) {
        String key = directory + name;
        Manifest.File file = manifest.files().stream()
                .filter(listed -> listed.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DamagedCheckpointException(key + " is not in the manifest"));
        byte[] bytes = store.get(key).orElseThrow(() -> new DamagedCheckpointException(key + " is missing"));
        if (!sha256(bytes).equals(file.sha256())) {
            throw new DamagedCheckpointException(key + " has other bytes than its manifest says");
        }
        return bytes;
    }
}
