package org.dcgan.imports;

/** Converts colours to greys, 0 black to 255 white. */
final class Grey {
    private static final int OPAQUE = 255;

    private Grey() {}

    /** ITU-R 601 luma, as with Pillow's {@code convert("L")}. */
    static int luma(int red, int green, int blue) {
        return (19_595 * red + 38_470 * green + 7_471 * blue + 0x8000) >> 16; // 0.299, 0.587, 0.114 in 2⁻¹⁶
    }

    /** Blends a grey with the background by its opacity (255 is opaque). */
    static int over(int background, int grey, int opacity) {
        return (grey * opacity + background * (OPAQUE - opacity) + OPAQUE / 2) / OPAQUE;
    }
}
