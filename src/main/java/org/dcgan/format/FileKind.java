package org.dcgan.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Kinds of files that users mistake for safetensors or IDX files, recognised by their first bytes, with advice on how to convert
 * them.
 */
public enum FileKind {
    LFS_POINTER(
            text -> text.startsWith("version https://git-lfs"),
            "a Git LFS pointer in place of the file",
            "fetch the file with: git lfs pull"),
    PYTORCH(
            text -> isZip(text) && text.contains("/data.pkl") || text.startsWith("\u0080\u0002\u008a\nl\u00fc\u009cF"),
            "a PyTorch file",
            "convert it in Python: safetensors.torch.save_file(torch.load(\"FILE.pt\", map_location=\"cpu\"), \"FILE.safetensors\")"),
    TORCH_SCRIPT(
            text -> isZip(text) && (text.contains("/data/") || text.contains("/code/")),
            "a TorchScript file",
            "convert it in Python: safetensors.torch.save_file(torch.jit.load(\"FILE.pt\", map_location=\"cpu\").state_dict(), \"FILE.safetensors\")"),
    PICKLE(
            text -> isPickle(text) || isOldPickle(text),
            "a Python pickle",
            "convert one of NumPy arrays in Python: safetensors.numpy.save_file(pickle.load(open(\"FILE.pkl\", \"rb\")), \"FILE.safetensors\")"),
    NPZ(
            text -> isZip(text) && text.contains(".npy"),
            "a NumPy npz archive",
            "convert it in Python: safetensors.numpy.save_file(dict(numpy.load(\"FILE.npz\")), \"FILE.safetensors\")"),
    ZIP(FileKind::isZip, "a zip archive", "unpack it and give the file inside"),
    NPY(
            text -> text.startsWith("\u0093NUMPY"),
            "a single NumPy array",
            "save all arrays by name in Python: safetensors.numpy.save_file({\"upsample.0.weight\": numpy.load(\"FILE.npy\"), ...}, \"FILE.safetensors\")"),
    TAR(text -> text.startsWith("ustar", 257), "a tar archive", "unpack it with: tar -xf FILE.tar"),
    PNG(text -> text.startsWith("\u0089PNG\r\n"), "a PNG image", "give the .safetensors file"),
    JPEG(text -> text.startsWith("\u00ff\u00d8\u00ff"), "a JPEG image", "give the .safetensors file"),
    PDF(text -> text.startsWith("%PDF-"), "a PDF document", "give the .safetensors file"),
    GZIP(text -> text.startsWith("\u001f\u008b"), "compressed with gzip", "unpack it with: gunzip FILE.gz"),
    ZSTANDARD(
            text -> text.startsWith("(\u00b5/\u00fd"), "compressed with Zstandard", "unpack it with: unzstd FILE.zst"),
    XZ(text -> text.startsWith("\u00fd7zXZ\0"), "compressed with xz", "unpack it with: unxz FILE.xz"),
    BZIP2(text -> text.startsWith("BZh"), "compressed with bzip2", "unpack it with: bunzip2 FILE.bz2"),
    GGUF(
            text -> text.startsWith("GGUF"),
            "a GGUF model",
            "save the original model in Python: safetensors.torch.save_file(model.state_dict(), \"FILE.safetensors\")"),
    HDF5(
            text -> text.startsWith("\u0089HDF\r\n"),
            "an HDF5 file",
            "save its arrays under PyTorch's names in Python: safetensors.numpy.save_file(arrays, \"FILE.safetensors\")"),
    ONNX(
            FileKind::isOnnx,
            "an ONNX model",
            "convert it in Python: safetensors.numpy.save_file({t.name: onnx.numpy_helper.to_array(t) for t in onnx.load(\"FILE.onnx\").graph.initializer}, \"FILE.safetensors\")"),
    HTML(
            text -> beginsWith(text, "<"),
            "a web page or XML, such as the answer of a failed download",
            "download the file again"),
    JSON(
            text -> beginsWith(text, "{", "["),
            "JSON text, such as an index or a configuration",
            "give the .safetensors file that belongs to it"),
    TEXT(FileKind::isText, "plain text", "give the .safetensors file");

    /** Number of bytes needed to recognise a kind. */
    public static final int TELLING_BYTES = 512;

    /** The advice for these does not depend on the expected format. */
    private static final Set<FileKind> PACKED = EnumSet.of(LFS_POINTER, ZIP, TAR, GZIP, ZSTANDARD, XZ, BZIP2, HTML);

    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private static final int FIRST_PRINTABLE = ' ';

    private final Predicate<String> test;
    private final String description;
    private final String advice;

    FileKind(Predicate<String> test, String description, String advice) {
        this.test = test;
        this.description = description;
        this.advice = advice;
    }

    /** The kind of a file, if it is one of these. */
    public static Optional<FileKind> of(byte[] start) {
        String text = new String(start, ISO_8859_1);
        return Arrays.stream(values()).filter(kind -> kind.test.test(text)).findFirst();
    }

    /** What the file seems to be and how to convert it, as one sentence. */
    public String notSafetensors() {
        return "it seems to be " + description + ", not safetensors: " + advice;
    }

    /** What the file seems to be and, if known, how to get an IDX file, as the end of a sentence. */
    public String notIdx() {
        return description + (PACKED.contains(this) ? ": " + advice : "");
    }

    private static boolean isZip(String text) {
        return text.startsWith("PK\3\4") || text.startsWith("PK\5\6");
    }

    /** The PROTO operation, protocol 2 to 5, with which every pickle since Python 2.3 begins. */
    private static boolean isPickle(String text) {
        return text.length() > 1 && text.charAt(0) == 0x80 && text.charAt(1) >= 2 && text.charAt(1) <= 5;
    }

    /** Protocols 0 and 1 have no mark: a class, an empty dictionary or list, or a dictionary, list or tuple that is remembered. */
    private static boolean isOldPickle(String text) {
        return Pattern.compile("c[\\w.]+\n\\w+\n[pq()]|\\([dlt]p\\d|[}\\]]q\0")
                .matcher(text)
                .lookingAt();
    }

    /** Text in UTF-8, which may be cut off within a character. */
    private static boolean isText(String text) {
        CoderResult result = UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(text.getBytes(ISO_8859_1)), CharBuffer.allocate(TELLING_BYTES), false);
        return !text.isEmpty()
                && !result.isError()
                && text.chars().allMatch(letter -> letter >= FIRST_PRINTABLE || Character.isWhitespace(letter));
    }

    /** A protocol buffer has no magic number: field 1, the version, and then another of the model's first fields. */
    private static boolean isOnnx(String text) {
        return text.length() > 2
                && text.charAt(0) == 0x08
                && text.charAt(1) >= 1
                && text.charAt(1) < 32
                && "\u0012\u001a\"(2:B".indexOf(text.charAt(2)) >= 0;
    }

    private static boolean beginsWith(String text, String... beginnings) {
        String rest = text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        String start = rest.stripLeading().toLowerCase(Locale.ROOT);
        return Arrays.stream(beginnings).anyMatch(start::startsWith);
    }
}
