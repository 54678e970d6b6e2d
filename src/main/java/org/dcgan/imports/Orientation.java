package org.dcgan.imports;

import java.util.Arrays;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * How to rotate a picture to be upright: a camera's Exif orientation, by ImageIO's names, the constants in the order of
 * Exif's numbers from 1.
 */
enum Orientation {
    NORMAL("Normal", false, false, false),
    FLIP_H("FlipH", false, true, false),
    ROTATE_180("Rotate180", false, true, true),
    FLIP_V("FlipV", false, false, true),
    TRANSPOSE("FlipVRotate90", true, false, false),
    ROTATE_90("Rotate270", true, true, false),
    TRANSVERSE("FlipHRotate90", true, true, true),
    ROTATE_270("Rotate90", true, false, true);

    private final String imageIoName;
    private final boolean transposed;
    private final boolean mirrored;
    private final boolean upsideDown;

    /** First transposed, then its columns mirrored, then its rows. */
    Orientation(String imageIoName, boolean transposed, boolean mirrored, boolean upsideDown) {
        this.imageIoName = imageIoName;
        this.transposed = transposed;
        this.mirrored = mirrored;
        this.upsideDown = upsideDown;
    }

    /** The orientation in a file's metadata; upright if there is none. */
    static Orientation of(IIOMetadata metadata) {
        if (!metadata.isStandardMetadataFormatSupported()) {
            return NORMAL;
        }
        Element root = (Element) metadata.getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
        NodeList nodes = root.getElementsByTagName("ImageOrientation");
        String name = nodes.getLength() == 0 ? "" : ((Element) nodes.item(0)).getAttribute("value");
        return Arrays.stream(values())
                .filter(orientation -> orientation.imageIoName.equalsIgnoreCase(name))
                .findFirst()
                .orElse(NORMAL);
    }

    /** The picture turned upright. */
    GreyPixels upright(GreyPixels picture) {
        if (this == NORMAL) {
            return picture;
        }
        int width = transposed ? picture.height() : picture.width();
        int height = transposed ? picture.width() : picture.height();
        byte[] upright = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int fromX = mirrored ? width - 1 - x : x;
                int fromY = upsideDown ? height - 1 - y : y;
                int at = transposed ? fromX * picture.width() + fromY : fromY * picture.width() + fromX;
                upright[y * width + x] = picture.greys()[at];
            }
        }
        return new GreyPixels(width, height, upright);
    }
}
