package org.dcgan.gan;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript program loaded from its source text.
 *
 * <p>PyTorch loads a module from an archive that holds its code as text and its state as a pickle. Ours has no state, so the
 * archive is put together here, in memory, and no Python is needed to make it.
 */
public final class TorchScript implements AutoCloseable {
    private final PtSymbolBlock module;

    private TorchScript(PtSymbolBlock module) {
        this.module = module;
    }

    /**
     * Compiles the class {@code name} of a source text among this class' resources.
     *
     * @param manager the owner of what its methods return
     */
    public static TorchScript load(PtNDManager manager, String resource, String name) {
        try (InputStream source = TorchScript.class.getResourceAsStream(resource)) {
            byte[] archive = archive(name, source.readAllBytes());
            return new TorchScript(JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot load " + resource, e);
        }
    }

    /** Runs a method without recording gradients. The result is the caller's to close. */
    public IValue run(String method, List<IValue> arguments) {
        return IValueUtils.runMethod(module, method, arguments.toArray(IValue[]::new));
    }

    /** Runs a method that returns a list of tensors, which {@code owner} then owns. */
    public PtNDArray[] tensors(PtNDManager owner, String method, List<IValue> arguments) {
        try (IValue list = run(method, arguments)) {
            return list.toTensorArray(owner);
        }
    }

    @Override
    public void close() {
        module.close();
    }

    /** A module of the class {@code name} as PyTorch's loader reads it. */
    static byte[] archive(String name, byte[] source) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", instance(name));
            store(zip, "code/__torch__.py", source);
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // protocol 2, the empty tuple
            store(zip, "version", ascii("3\n"));
            store(zip, "byteorder", ascii("little"));
        }
        return bytes.toByteArray();
    }

    /** The pickle of {@code __torch__.NAME} with the one attribute training = True. */
    private static byte[] instance(String name) throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2, 'c'}); // protocol 2, a global
        pickle.write(ascii("__torch__\n" + name + "\n"));
        pickle.write(
                new byte[] {')', (byte) 0x81, '}', 'X', 8, 0, 0, 0}); // made of no arguments; a dict; a string of 8
        pickle.write(ascii("training"));
        pickle.write(new byte[] {(byte) 0x88, 's', 'b', '.'}); // true, into the dict, the dict into the object, stop
        return pickle.toByteArray();
    }

    /** Adds an entry without compression, as PyTorch's reader wants it. */
    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry("program/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
