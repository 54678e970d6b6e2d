package org.dcgan.picture;

/** Keeps AWT away from any display. To be called before the first AWT class is touched, hence from static initialisers. */
final class Headless {
    private Headless() {}

    static void ensure() {
        System.setProperty("java.awt.headless", "true");
    }
}
