package org.dcgan.picture;

import java.time.Duration;
import javax.imageio.metadata.IIOMetadataNode;

/**
 * The metadata of a frame, as the tree that the JDK's GIF writer takes. Source: the JDK's "GIF Metadata Format
 * Specification" in {@code javax.imageio.metadata}.
 */
final class GifTree {
    static final String FORMAT = "javax_imageio_gif_image_1.0";

    private static final byte[] LOOP_FOR_EVER = {1, 0, 0}; // sub-block 1, count 0 in two bytes: no end

    private GifTree() {}

    /** A frame that is shown for a time, in steps of 10 ms. */
    static IIOMetadataNode frame(Duration shown) {
        IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("delayTime", Long.toString(shown.toMillis() / 10));
        control.setAttribute("transparentColorIndex", "0");
        IIOMetadataNode tree = new IIOMetadataNode(FORMAT);
        tree.appendChild(control);
        return tree;
    }

    /** The first frame, which also says that the whole plays for ever. */
    static IIOMetadataNode firstFrame(Duration shown) {
        IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
        loop.setAttribute("applicationID", "NETSCAPE");
        loop.setAttribute("authenticationCode", "2.0");
        loop.setUserObject(LOOP_FOR_EVER.clone());
        IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
        extensions.appendChild(loop);
        IIOMetadataNode tree = frame(shown);
        tree.appendChild(extensions);
        return tree;
    }
}
