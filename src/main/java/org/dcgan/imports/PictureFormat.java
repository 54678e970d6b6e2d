package org.dcgan.imports;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/** The formats of pictures, recognised by their first bytes, not by the file name. */
enum PictureFormat {
    PNG(0, "89504e470d0a1a0a"),
    JPEG(0, "ffd8ff") {
        @Override
        ImageReader reader() throws IOException {
            return Readers.JPEG.createReaderInstance(null);
        }
    },
    GIF(0, "474946383"),
    BMP(0, "424d"),
    WEBP(8, "57454250") {
        @Override
        ImageReader reader() throws IOException {
            return Readers.WEBP.createReaderInstance(null);
        }
    };

    /** Number of bytes needed to recognise every format. */
    static final int TELLING_BYTES = 16;

    private final int offset;
    private final String signature;

    PictureFormat(int offset, String signature) {
        this.offset = offset;
        this.signature = signature;
    }

    /** The library's reader builds on the JDK's, which it finds where both are registered. */
    private static final class Readers {
        static final ImageReaderSpi JPEG = new JPEGImageReaderSpi();
        static final ImageReaderSpi WEBP = new WebPImageReaderSpi();

        static {
            System.setProperty("java.awt.headless", "true");
            IIORegistry.getDefaultInstance().registerServiceProvider(JPEG, ImageReaderSpi.class);
        }
    }

    /** The format of a file, if it is one of them. */
    static Optional<PictureFormat> of(byte[] file) {
        String start = HexFormat.of().formatHex(file, 0, Math.min(file.length, TELLING_BYTES));
        return Arrays.stream(values())
                .filter(format -> start.startsWith(format.signature, 2 * format.offset))
                .findFirst();
    }

    /** A new reader; the caller disposes of it. */
    ImageReader reader() throws IOException {
        return ImageIO.getImageReadersByFormatName(name()).next();
    }
}
