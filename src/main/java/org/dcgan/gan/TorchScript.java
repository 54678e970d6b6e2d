package org.dcgan.gan;

import ai.djl.Device;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript program loaded from its source text.
 *
 * <p>PyTorch loads a module from an archive that holds its code as text and its state as a pickle. This module has no state, so the
 * archive is created here in memory, without Python.
 */
public final class TorchScript implements AutoCloseable {
    // The operations of Python's pickle that a module without state takes
    private static final byte PROTOCOL = (byte) 0x80;
    private static final char GLOBAL = 'c';
    private static final byte EMPTY_TUPLE = ')';
    private static final byte NEW_OBJECT = (byte) 0x81;
    private static final byte EMPTY_DICT = '}';
    private static final byte STRING = 'X';
    private static final byte TRUE = (byte) 0x88;
    private static final byte SET_ITEM = 's';
    private static final byte BUILD = 'b';
    private static final byte STOP = '.';

    private static final Map<List<String>, TorchScript> SHARED = new ConcurrentHashMap<>();

    private final PtSymbolBlock module;

    private TorchScript(PtSymbolBlock module) {
        this.module = module;
    }

    /**
     * Compiles a class of a source text among this class' resources.
     *
     * @param manager the owner of what its methods return
     * @param names the class; if it builds on another, then that of its attribute {@code inner}, and so on
     */
    public static TorchScript load(PtNDManager manager, String resource, String... names) {
        try (InputStream source = TorchScript.class.getResourceAsStream(resource)) {
            byte[] archive = archive(source.readAllBytes(), names);
            return new TorchScript(JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot load " + resource, e);
        }
    }

    /**
     * The shared program of these classes of {@code dcgan.torchscript}, for callers that pass their own weights, because compiling
     * takes longer than loading weights. It is kept until the process ends, and so are the tensors of each method's first run.
     */
    static TorchScript shared(String... names) {
        return SHARED.computeIfAbsent(List.of(names), same -> {
            PtNDManager manager = PyTorch.manager(Device.cpu());
            try {
                return load(manager, "dcgan.torchscript", names);
            } catch (RuntimeException | Error e) {
                manager.close();
                throw e;
            }
        });
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

    /** A module as PyTorch's loader reads it. */
    static byte[] archive(byte[] source, String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", pickle(List.of(names)));
            store(zip, "code/__torch__.py", source);
            store(zip, "constants.pkl", new byte[] {PROTOCOL, 2, EMPTY_TUPLE, STOP});
            store(zip, "version", ascii("3\n"));
            store(zip, "byteorder", ascii("little"));
        }
        return bytes.toByteArray();
    }

    private static byte[] pickle(List<String> names) throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {PROTOCOL, 2});
        instance(pickle, names);
        pickle.write(STOP);
        return pickle.toByteArray();
    }

    /** An instance of the first {@code __torch__.NAME}, with training = True and inner = an instance of the next. */
    private static void instance(ByteArrayOutputStream pickle, List<String> names) throws IOException {
        pickle.write(ascii(GLOBAL + "__torch__\n" + names.get(0) + "\n"));
        pickle.write(new byte[] {EMPTY_TUPLE, NEW_OBJECT, EMPTY_DICT});
        string(pickle, "training");
        pickle.write(new byte[] {TRUE, SET_ITEM});
        if (names.size() > 1) {
            string(pickle, "inner");
            instance(pickle, names.subList(1, names.size()));
            pickle.write(SET_ITEM);
        }
        pickle.write(BUILD);
    }

    private static void string(ByteArrayOutputStream pickle, String text) throws IOException {
        pickle.write(new byte[] {STRING, (byte) text.length(), 0, 0, 0});
        pickle.write(ascii(text));
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
